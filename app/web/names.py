"""What is read in place of a person: a name only where the person wishes it, is old enough, and a guardian agrees."""

from typing import Any

from flask_babel import gettext as _

from app.config import consent_age
from app.domain.consents import needs_guardian, waits_for_guardian
from app.domain.people import inside_name, public_name
from app.web.clock import now
from app.web.formats import local


def public_label(person: Any) -> str:
    """The public name of an account, else "a resident" of their neighbourhood; ``None`` is somebody who has left."""
    if person is None or person.closed_at is not None:
        return _("A former resident")
    waits = waits_for_guardian(person.age_band, person.consent_until, now=now(), consent_age=consent_age())
    name = public_name(person.display_name, person.age_band, person.shows_name and not waits)
    if name:
        return name
    if person.neighbourhood is not None:
        return _("A resident of %(place)s", place=local(person.neighbourhood.name))
    return _("A resident")


def inside_label(person: Any) -> str:
    """The name that a team and the city's staff read; a child below the city's age has one only with consent."""
    if person is None or person.closed_at is not None:
        return _("A former resident")
    name = inside_name(
        person.display_name,
        needs_guardian=needs_guardian(person.age_band, consent_age()),
        has_consent=person.consent_until is not None and now() < person.consent_until,
    )
    return name or _("A young participant")
