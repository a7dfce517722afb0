"""A guardian's consent to what a child does here: asked for by the child, answered by the guardian's link."""

import secrets
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.models import GuardianConsent, Person
from app.accounts.queries import consent_by_token, consent_state, latest_consent, person_by_id
from app.audit.record import record
from app.config import consent_age
from app.db.session import transaction
from app.domain.consents import CONSENT, ConsentMove, ConsentState, ends_at, needs_guardian
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import queue_mail, tell

GUARDIAN_NAME_LENGTH = 80


def ask_guardian(actor: Actor, *, address: str, language: str, now: datetime) -> GuardianConsent:
    """Invite one's guardian, by mail to ``address`` or, where that is empty, by a sheet to print.

    An earlier invitation works no more; a consent that holds stays as it is until the guardian answers again.
    Raises ``NotAllowed``, and ``RuleBroken("guardian.not_needed")``.
    """
    require(actor, Permission.HOLD_ACCOUNT)
    with transaction() as session:
        person = person_by_id(actor.person_id) if actor.person_id is not None else None
        if person is None:
            raise NotAllowed(Permission.HOLD_ACCOUNT.value)
        if not needs_guardian(person.age_band, consent_age()):
            raise RuleBroken("guardian.not_needed")
        _end_invitations(person.id, now)
        consent = GuardianConsent(
            person_id=person.id,
            age_band=person.age_band,
            token=secrets.token_urlsafe(16),
            address=address,
            asked_at=now,
        )
        session.add(consent)
        session.flush()
        if address:
            queue_mail(address, language, "guardian_asked", f"/guardian/{consent.token}", {}, now=now)
        record(actor, "ask_guardian", "person", person.id, now=now)
    return consent


def give_consent(token: str, *, name: str, now: datetime) -> None:
    """The guardian agrees, or confirms for another year.

    Raises ``RuleBroken``: ``guardian.unknown`` for a link that works no more, ``guardian.nameless``.
    """
    if not name.strip() or len(name) > GUARDIAN_NAME_LENGTH:
        raise RuleBroken("guardian.nameless")
    with transaction():
        consent, person = _answerable(token, now)
        consent.state = CONSENT.after(consent.state, ConsentMove.GIVE)
        consent.given_at, consent.withdrawn_at = now, None
        consent.guardian_name, consent.address = name, ""
        person.consent_until = ends_at(now)
        record(Actor(), "give_consent", "person", person.id, now=now)
        tell([person], "guardian_agreed", "/me/settings", {}, now=now)


def withdraw_consent(token: str, *, now: datetime) -> None:
    """The guardian says no, or no longer; the child's name shows to nobody from now on.

    Raises ``RuleBroken``: ``guardian.unknown``, ``transition.refused``.
    """
    with transaction():
        consent, person = _answerable(token, now)
        consent.state = CONSENT.after(consent.state, ConsentMove.WITHDRAW)
        consent.withdrawn_at = now
        consent.guardian_name = consent.address = ""
        person.consent_until = None
        record(Actor(), "withdraw_consent", "person", person.id, now=now)
        tell([person], "guardian_declined", "/me/settings", {}, now=now)


def let_consent_lapse(person: Person, now: datetime) -> None:
    """End the consent of somebody who has moved to another age band, inside the caller's transaction."""
    latest = latest_consent(person.id)
    if latest is not None and latest.age_band is not person.age_band:
        person.consent_until = None
        _end_invitations(person.id, now)


def _answerable(token: str, now: datetime) -> tuple[GuardianConsent, Person]:
    """The consent behind a guardian's link and the child, held; only the newest of a child can be answered."""
    found = consent_by_token(token)
    if found is None:
        raise RuleBroken("guardian.unknown")
    with transaction() as session:
        person = session.get_one(Person, found.person_id, with_for_update=True, populate_existing=True)
        latest = latest_consent(person.id)
    if person.closed_at is not None or latest is None or latest.token != token:
        raise RuleBroken("guardian.unknown")
    if consent_state(latest, person, now) is ConsentState.EXPIRED and latest.given_at is None:
        raise RuleBroken("guardian.unknown")
    if latest.age_band is not person.age_band:
        raise RuleBroken("guardian.unknown")
    return latest, person


def _end_invitations(person_id: int, now: datetime) -> None:
    with transaction() as session:
        waiting = select(GuardianConsent.id).where(
            GuardianConsent.person_id == person_id, GuardianConsent.state == ConsentState.ASKED
        )
        session.execute(
            update(GuardianConsent)
            .where(GuardianConsent.id.in_(waiting))
            .values(state=ConsentState.WITHDRAWN, withdrawn_at=now, address="")
        )
