"""Reminding departments: once before an answer is due, and once after."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import update

from app.accounts.models import Person
from app.accounts.queries import people_in_role, reviewers_of
from app.audit.record import record
from app.db.session import transaction
from app.domain.permissions import POLICY, VISITOR, Permission, Role
from app.notices.tell import tell
from app.rounds.queries import phase_of
from app.screening.models import Screening
from app.screening.queries import screenings_to_remind

DAYS_BEFORE = 3
"""How long before the day a department hears of what it has not answered."""


def remind_departments(*, today: date, now: datetime) -> int:
    """Remind of answers due within three days, and once more of those that are late; returns how many reminders.

    The late ones are told to the organisers too. ``today`` is the day it is in the city. Each reminder is sent and
    logged once, whoever runs this and how often; rounds in which departments can no longer answer are left in peace.
    """
    with transaction():
        soon = screenings_to_remind(today, today + timedelta(days=DAYS_BEFORE), is_late=False)
        late = screenings_to_remind(today, today, is_late=True)
        return sum(
            _remind(screening, is_late=is_late, now=now)
            for is_late, screenings in ((False, soon), (True, late))
            for screening in screenings
            if phase_of(screening.proposal.round, now) in POLICY[Permission.SCREEN].phases
        )


def _remind(screening: Screening, *, is_late: bool, now: datetime) -> bool:
    column = Screening.reminded_after_at if is_late else Screening.reminded_before_at
    with transaction() as session:
        unsent = update(Screening).where(Screening.id == screening.id, column.is_(None))
        if session.execute(unsent.values({column: now})).rowcount != 1:  # type: ignore[attr-defined]
            return False
        event = "screening_overdue" if is_late else "screening_due_soon"
        params = {"title": screening.proposal.title, "due_on": screening.due_on.isoformat()}
        tell(_people(screening, is_late=is_late), event, f"/screening/{screening.id}", params, now=now)
        after = {"kind": "after" if is_late else "before", "due_on": screening.due_on}
        record(
            VISITOR,
            "remind_department",
            "screening",
            screening.id,
            now=now,
            round_id=screening.proposal.round_id,
            after=after,
        )
        return True


def _people(screening: Screening, *, is_late: bool) -> Iterable[Person]:
    people = {person.id: person for person in reviewers_of(screening.department_id)}
    if is_late:
        people |= {
            person.id: person for person in people_in_role(Role.ORGANISER, screening.proposal.round_id)
        }
    return people.values()
