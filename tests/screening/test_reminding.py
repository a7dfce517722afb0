"""Departments are reminded once before their answer is due and once after, and each reminder is logged."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import Entry
from app.db.clock import database_now
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.screening import Verdict
from app.notices.models import Note
from app.screening.services import remind_departments
from tests.factories import a_department, a_person, a_reviewer, a_screening, an_entry, round_in


@pytest.fixture
def reviewer(app):
    return a_reviewer(a_department())


def a_task(round, reviewer, days, **columns):
    """A task that is due in so many days."""
    due_on = (database_now() + timedelta(days=days)).date()
    return a_screening(an_entry(round), reviewer.department, due_on=due_on, **columns)


def remind():
    """Do the chore now."""
    now = database_now()
    return remind_departments(today=now.date(), now=now)


def test_one_reminder_before_and_one_after(reviewer, session):
    round = round_in(Phase.SCREENING)
    organiser = a_person("", Role.ORGANISER, round=round)
    soon, late = a_task(round, reviewer, 2), a_task(round, reviewer, -1)
    a_task(round, reviewer, 9)
    a_task(round, reviewer, -1, verdict=Verdict.FEASIBLE, reason="Var.", decided_at=database_now())
    a_task(round_in(Phase.VOTING), reviewer, -1)
    assert (remind(), remind()) == (2, 0)
    notes = Counter((note.event, note.person_id, note.path) for note in session.scalars(select(Note)))
    assert notes == {
        ("screening_due_soon", reviewer.id, f"/screening/{soon.id}"): 1,
        ("screening_overdue", reviewer.id, f"/screening/{late.id}"): 1,
        ("screening_overdue", organiser.id, f"/screening/{late.id}"): 1,
    }
    logged = session.scalars(select(Entry.subject_id).where(Entry.action == "remind_department")).all()
    assert sorted(map(int, logged)) == sorted([soon.id, late.id])
