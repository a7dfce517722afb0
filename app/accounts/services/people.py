"""Making, changing and closing accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Grant, GuardianConsent, MentorProfile, Person, SignInLink
from app.accounts.queries import department_by_id, email_key, person_by_email, person_by_id
from app.accounts.services.guardians import let_consent_lapse
from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Permission, require


@dataclass(frozen=True)
class Registration:
    """All that somebody who signs up is asked for. ``language`` may be empty: the city's default."""

    email: str
    display_name: str
    language: str
    neighbourhood_id: int | None
    age_band: AgeBand


def create_person(
    actor: Actor, registration: Registration, *, now: datetime, is_demo: bool = False
) -> Person:
    """Make an account for somebody, without a mail.

    Raises ``NotAllowed``, and ``RuleBroken("person.email_taken")``.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    try:
        with transaction():
            if person_by_email(registration.email):
                raise RuleBroken("person.email_taken")
            person = add_person(registration, now=now, is_demo=is_demo)
            record(actor, "create_person", "person", person.id, now=now)
    except IntegrityError as error:
        raise RuleBroken("person.email_taken") from error
    return person


def add_person(registration: Registration, *, now: datetime, is_demo: bool = False) -> Person:
    """Add the row of a new account inside the caller's transaction."""
    with transaction() as session:
        person = Person(
            email=registration.email.strip(),
            email_key=email_key(registration.email),
            display_name=registration.display_name,
            language=registration.language or "lv",
            neighbourhood_id=registration.neighbourhood_id,
            age_band=registration.age_band,
            created_at=now,
            is_demo=is_demo,
        )
        session.add(person)
        session.flush()
        return person


def change_person(
    actor: Actor,
    *,
    display_name: str,
    language: str,
    neighbourhood_id: int | None,
    age_band: AgeBand,
    shows_name: bool,
    now: datetime,
) -> None:
    """Change one's own account. Raises ``NotAllowed`` for somebody without one."""
    with transaction():
        person = _own_account(actor)
        before = {"language": person.language, "age_band": person.age_band, "shows_name": person.shows_name}
        person.display_name = display_name
        person.language = language
        person.neighbourhood_id = neighbourhood_id
        person.age_band = age_band
        person.shows_name = shows_name
        let_consent_lapse(person, now)
        after = {"language": language, "age_band": age_band, "shows_name": shows_name}
        was, is_now = changed(before, after)
        record(actor, "change_person", "person", person.id, now=now, before=was, after=is_now)


def close_account(actor: Actor, *, now: datetime) -> None:
    """Close one's own account and erase what it says about the person; what they published stays, nameless."""
    with transaction() as session:
        person = _own_account(actor)
        person.email = person.email_key = f"closed-{person.id}"
        person.display_name = "–"
        person.neighbourhood_id = person.department_id = person.password_hash = None
        person.shows_name = False
        person.session_epoch += 1
        person.closed_at = now
        session.execute(delete(Grant).where(Grant.person_id == person.id))
        session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
        session.execute(delete(GuardianConsent).where(GuardianConsent.person_id == person.id))
        session.execute(delete(MentorProfile).where(MentorProfile.person_id == person.id))
        person.consent_until = None
        record(actor, "close_account", "person", person.id, now=now)


def place_in_department(actor: Actor, person_id: int, department_id: int | None, *, now: datetime) -> None:
    """Say which department a person works for, or none.

    Raises ``NotAllowed``, and ``RuleBroken("department.unknown")``.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        person = person_by_id(person_id)
        if person is None or (department_id is not None and department_by_id(department_id) is None):
            raise RuleBroken("department.unknown")
        before = {"department_id": person.department_id}
        person.department_id = department_id
        after = {"department_id": department_id}
        record(actor, "place_in_department", "person", person.id, now=now, before=before, after=after)


def _own_account(actor: Actor) -> Person:
    require(actor, Permission.HOLD_ACCOUNT)
    person = person_by_id(actor.person_id) if actor.person_id is not None else None
    if person is None:
        raise NotAllowed(Permission.HOLD_ACCOUNT.value)
    return person
