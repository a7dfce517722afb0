"""What an organiser decides about a round: its kind, who may take part, and how a deadline may move."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Permission, Role, Standing, may
from app.domain.phases import SCHEDULED, Phase, Timetable

MOST_GRACE = 24 * 60
"""The longest grace period after a deadline, in minutes: a day."""

MOST_STAGE = 60
"""The longest time of an entry on stage, in minutes."""


class RoundKind(StrEnum):
    """What kind of process the round is; it chooses words and defaults, never rules."""

    HACKATHON = "hackathon"
    BUDGET = "budget"
    YOUTH_FUND = "youth_fund"


class Evidence(StrEnum):
    """How the city knows that a voter is who they say, from weak to strong."""

    EMAIL = "email"
    CODE = "code"
    ROLL = "roll"
    EID = "eid"


class ProposesAs(StrEnum):
    """In which capacity somebody proposes."""

    RESIDENT = "resident"
    TEAM = "team"


def belongs_to(
    age_bands: Collection[str],
    neighbourhood_ids: Collection[int],
    age_band: AgeBand,
    neighbourhood_id: int | None,
) -> bool:
    """Whether a person of this age band and neighbourhood is among these; an empty list means everybody.

    >>> belongs_to([], [], AgeBand.ADULT, None)
    True
    >>> belongs_to(["13_15"], [], AgeBand.ADULT, 3)
    False
    """
    of_age = not age_bands or age_band.value in age_bands
    return of_age and (not neighbourhood_ids or neighbourhood_id in neighbourhood_ids)


def check_proposer(
    proposers: Mapping[str, Any], capacity: ProposesAs, age_band: AgeBand, neighbourhood_id: int | None
) -> None:
    """Let somebody propose in a round whose ``proposers`` are these, or say why not.

    ``proposers`` holds ``age_bands``, ``neighbourhood_ids`` and ``as``; an empty or missing list means everybody.
    Raises ``RuleBroken``: ``proposer.capacity`` (with ``capacity``), ``proposer.age``, ``proposer.neighbourhood``.
    """
    capacities = proposers.get("as") or [one.value for one in ProposesAs]
    if capacity.value not in capacities:
        raise RuleBroken("proposer.capacity", capacity=capacity.value)
    if not belongs_to(proposers.get("age_bands", ()), (), age_band, None):
        raise RuleBroken("proposer.age")
    if not belongs_to((), proposers.get("neighbourhood_ids", ()), age_band, neighbourhood_id):
        raise RuleBroken("proposer.neighbourhood")


ROLES_OF_A_ROUND = (Role.MENTOR, Role.REVIEWER, Role.COUNCIL, Role.CLERK, Role.ORGANISER)
"""Roles that can be held in one round; an administrator administers the whole city."""


def roles_to_grant(actor: Actor, standing: Standing) -> tuple[Role, ...]:
    """The roles that the actor may give and take in the round of ``standing``: organisers find their helpers."""
    if may(actor, Permission.MANAGE_PEOPLE, standing):
        return ROLES_OF_A_ROUND
    return (Role.MENTOR, Role.CLERK) if may(actor, Permission.APPOINT_HELPER, standing) else ()


def movable_ends(timetable: Timetable, now: datetime) -> dict[Phase, datetime]:
    """The phases whose end still lies ahead of ``now``, with that end, in order.

    A round that gives ``ANNOUNCED`` no start is announced until submission begins all the same.
    """
    ends = {phase: end for phase in timetable.phases if (end := timetable.end_of(phase)) and end > now}
    first = timetable.phases[0]
    if first is not Phase.ANNOUNCED and timetable.starts[first] > now:
        return {Phase.ANNOUNCED: timetable.starts[first], **ends}
    return ends


def with_later_end(timetable: Timetable, phase: Phase, ends_at: datetime, now: datetime) -> Timetable:
    """The timetable with the end of ``phase`` moved to ``ends_at``: the phase after it starts then, nothing else moves.

    Raises ``RuleBroken``: ``extension.phase_over`` (with ``phase``) where the end has passed or there is none,
    ``extension.not_later`` where the new end is not after the old one, ``extension.collides`` (with ``phase``, the
    one that has to move first) where the phase after it would last no time.
    """
    ends = movable_ends(timetable, now)
    if phase not in ends:
        raise RuleBroken("extension.phase_over", phase=phase.value)
    if ends_at <= ends[phase]:
        raise RuleBroken("extension.not_later")
    following = next(other for other in timetable.phases if timetable.starts[other] == ends[phase])
    until = timetable.end_of(following)
    if until is not None and ends_at >= until:
        raise RuleBroken("extension.collides", phase=following.value)
    return Timetable({**timetable.starts, following: ends_at})


def starts_from(raw: Mapping[str, str]) -> dict[Phase, datetime]:
    """Starts as they are stored, ``{"submission": "2026-03-01T08:00:00+00:00"}``, by phase."""
    return {phase: datetime.fromisoformat(raw[phase.value]) for phase in SCHEDULED if raw.get(phase.value)}


def short_name(text: str) -> str:
    """A text as a short name for an address: ``Jaunā Forštate 2026`` → ``jauna-forstate-2026``; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
