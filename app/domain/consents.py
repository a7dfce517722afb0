"""A guardian's consent to what a child does here: asked for, given, withdrawn, and when it runs out by itself."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.people import AgeBand
from app.domain.transitions import Machine

INVITATION_LASTS = timedelta(days=30)
"""How long a guardian can answer; then the child asks again."""

CONSENT_LASTS = timedelta(days=365)
"""Without a birth date nobody knows when a child grows up, so a consent is confirmed every year."""

CONFIRMED_FROM = timedelta(days=30)
"""How long before a consent runs out the child is asked to have it confirmed."""

BANDS_BELOW = {
    0: frozenset[AgeBand](),
    13: frozenset({AgeBand.UNDER_13}),
    16: frozenset({AgeBand.UNDER_13, AgeBand.FROM_13}),
    18: frozenset({AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16}),
}
"""The city's age (0: no consent is asked for) → the age bands that lie below it. Other ages cut a band in two."""

DEFAULT_AGE = 13


class ConsentState(StrEnum):
    """How far a consent is; ``EXPIRED`` is derived from the clock or the age band, the others are stored."""

    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ConsentMove(StrEnum):
    """What a guardian can do."""

    GIVE = "give"
    WITHDRAW = "withdraw"


CONSENT = Machine(
    "consent",
    {
        ConsentMove.GIVE: {
            ConsentState.ASKED: ConsentState.GIVEN,
            ConsentState.GIVEN: ConsentState.GIVEN,
            ConsentState.WITHDRAWN: ConsentState.GIVEN,
        },
        ConsentMove.WITHDRAW: {
            ConsentState.ASKED: ConsentState.WITHDRAWN,
            ConsentState.GIVEN: ConsentState.WITHDRAWN,
        },
    },
)
"""Giving again is the yearly confirmation; an invitation that has run out allows nothing (``state_at``)."""


def needs_guardian(age_band: AgeBand, consent_age: int) -> bool:
    """Whether somebody of this band needs a guardian's consent in a city with this age. Raises ``KeyError``."""
    return age_band in BANDS_BELOW[consent_age]


def ends_at(given_at: datetime) -> datetime:
    """When a consent given at this instant runs out."""
    return given_at + CONSENT_LASTS


def state_at(
    stored: ConsentState,
    *,
    asked_at: datetime,
    given_at: datetime | None,
    band_then: AgeBand,
    band_now: AgeBand,
    now: datetime,
) -> ConsentState:
    """The state at ``now`` of a consent that is kept as ``stored``.

    An invitation runs out after 30 days, a consent after a year, and both when the child has moved to another age band.
    """
    if stored is ConsentState.WITHDRAWN:
        return stored
    if band_now is not band_then:
        return ConsentState.EXPIRED
    if stored is ConsentState.GIVEN and given_at is not None:
        return stored if now < ends_at(given_at) else ConsentState.EXPIRED
    return stored if now < asked_at + INVITATION_LASTS else ConsentState.EXPIRED


def waits_for_guardian(
    age_band: AgeBand, consent_until: datetime | None, *, now: datetime, consent_age: int
) -> bool:
    """Whether somebody needs a consent and has none that holds at ``now``."""
    has_consent = consent_until is not None and now < consent_until
    return needs_guardian(age_band, consent_age) and not has_consent


def is_consent_due(
    age_band: AgeBand, consent_until: datetime | None, *, now: datetime, consent_age: int
) -> bool:
    """Whether somebody needs a guardian's consent and has none, or one that soon runs out at ``now``."""
    return waits_for_guardian(age_band, consent_until, now=now + CONFIRMED_FROM, consent_age=consent_age)
