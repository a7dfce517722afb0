"""Finding people, their roles, and departments."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Grant, GuardianConsent, MentorProfile, Person
from app.db.base import db
from app.domain.consents import ConsentState, state_at
from app.domain.permissions import POLICY, Actor, Permission, Role

MOST_PEOPLE = 50


def email_key(email: str) -> str:
    """The form in which addresses are compared: without edges, case-folded."""
    return email.strip().casefold()


def person_by_id(person_id: int) -> Person | None:
    """The account with this id, closed ones included."""
    return db.session.get(Person, person_id)


def people_by_id(person_ids: Collection[int]) -> dict[int, Person]:
    """The accounts with these ids, closed ones included, by id."""
    return {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}


def person_by_email(email: str) -> Person | None:
    """The open account with this address."""
    found = select(Person).where(Person.email_key == email_key(email), Person.closed_at.is_(None))
    return db.session.scalar(found)


def person_of_session(session_id: str) -> Person | None:
    """The open account that a session value ``id.epoch`` stands for; ``None`` once the epoch has moved on."""
    number, _, epoch = session_id.partition(".")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    person = db.session.get(Person, int(number))
    if person is None or person.closed_at or person.session_epoch != int(epoch):
        return None
    return person


def actor_of(person: Person) -> Actor:
    """The person as services know them: id and granted roles."""
    rows = db.session.execute(select(Grant.role, Grant.round_id).where(Grant.person_id == person.id))
    return Actor(person.id, frozenset((role, round_id) for role, round_id in rows))


def grants_of(person: Person) -> Sequence[Grant]:
    """The roles a person holds, those for everywhere first."""
    found = select(Grant).where(Grant.person_id == person.id)
    return db.session.scalars(found.order_by(Grant.round_id.is_not(None), Grant.role)).all()


def people_found(words: str) -> Sequence[Person]:
    """Open accounts whose name or address contains the words, at most 50, by name."""
    found = select(Person).where(Person.closed_at.is_(None))
    if words:
        part = f"%{_escaped(words)}%"
        found = found.where(
            or_(
                Person.email_key.like(part.casefold(), escape="\\"),
                Person.display_name.ilike(part, escape="\\"),
            )
        )
    return db.session.scalars(found.order_by(Person.display_name, Person.id).limit(MOST_PEOPLE)).all()


def people_in_role(role: Role, round_id: int | None) -> Sequence[Person]:
    """Open accounts that hold the role everywhere or in this round, by name."""
    held = select(Grant.person_id).where(
        Grant.role == role, or_(Grant.round_id.is_(None), Grant.round_id == round_id)
    )
    found = select(Person).where(Person.id.in_(held), Person.closed_at.is_(None))
    return db.session.scalars(found.order_by(Person.display_name, Person.id)).all()


def people_able(permission: Permission, round_id: int | None) -> Sequence[Person]:
    """Open accounts whose roles, everywhere or in this round, carry the permission, by name."""
    held = select(Grant.person_id).where(
        Grant.role.in_(POLICY[permission].roles), or_(Grant.round_id.is_(None), Grant.round_id == round_id)
    )
    found = select(Person).where(Person.id.in_(held), Person.closed_at.is_(None))
    return db.session.scalars(found.order_by(Person.display_name, Person.id)).all()


def demo_people() -> Sequence[Person]:
    """The invented people of the demo city whose accounts are open, with their places and offices."""
    found = select(Person).where(Person.is_demo, Person.closed_at.is_(None))
    found = found.options(joinedload(Person.neighbourhood), joinedload(Person.department))
    return db.session.scalars(found.order_by(Person.id)).all()


def roles_by_person(person_ids: Collection[int]) -> dict[int, list[Role]]:
    """The roles granted to these people anywhere, each once, in the order of the roles; residents have none."""
    rows = db.session.execute(select(Grant.person_id, Grant.role).where(Grant.person_id.in_(person_ids)))
    held: dict[int, set[Role]] = {}
    for person_id, role in rows:
        held.setdefault(person_id, set()).add(role)
    return {person_id: sorted(roles, key=list(Role).index) for person_id, roles in held.items()}


def latest_consent(person_id: int) -> GuardianConsent | None:
    """The newest invitation to the person's guardian, whatever became of it."""
    found = select(GuardianConsent).where(GuardianConsent.person_id == person_id)
    return db.session.scalar(found.order_by(GuardianConsent.id.desc()).limit(1))


def consent_by_token(token: str) -> GuardianConsent | None:
    """The invitation that a guardian's link belongs to."""
    return db.session.scalar(select(GuardianConsent).where(GuardianConsent.token == token))


def consent_state(consent: GuardianConsent, person: Person, now: datetime) -> ConsentState:
    """How far a consent of this child is at ``now``."""
    return state_at(
        consent.state,
        asked_at=consent.asked_at,
        given_at=consent.given_at,
        band_then=consent.age_band,
        band_now=person.age_band,
        now=now,
    )


def mentor_profile(person_id: int) -> MentorProfile | None:
    """What a mentor says of their themes and neighbourhoods."""
    return db.session.get(MentorProfile, person_id)


def count_of_people() -> int:
    """How many open accounts there are."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.closed_at.is_(None))) or 0


def departments() -> Sequence[Department]:
    """All departments in the order in which they were entered."""
    return db.session.scalars(select(Department).order_by(Department.id)).all()


def department_by_id(department_id: int) -> Department | None:
    """The department with this id."""
    return db.session.get(Department, department_id)


def reviewers_of(department_id: int) -> Sequence[Person]:
    """Open accounts that work for the department."""
    found = select(Person).where(Person.department_id == department_id, Person.closed_at.is_(None))
    return db.session.scalars(found.order_by(Person.id)).all()


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
