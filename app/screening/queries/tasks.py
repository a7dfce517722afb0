"""Departments' tasks: what waits, what is late, what is done, and who may open one."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.db.paging import Page, page_of
from app.domain.permissions import Actor, Relation, Role, Standing
from app.proposals.models import Proposal
from app.proposals.queries import open_proposal, relations_to
from app.rounds.queries import standing_in
from app.screening.models import Screening

MOST_WAITING = 500
"""How many tasks a list without pages holds."""


class Part(StrEnum):
    """The parts of a department's desk; late tasks wait too."""

    WAITING = "waiting"
    LATE = "late"
    DONE = "done"


def screenings_of(proposal_id: int) -> list[Screening]:
    """Every department's task about the proposal with the department, answered or not, in the order of assignment."""
    found = select(Screening).where(Screening.proposal_id == proposal_id)
    return list(db.session.scalars(found.options(joinedload(Screening.department)).order_by(Screening.id)))


def screening_by_id(screening_id: int) -> Screening | None:
    """The task with this id, with its department, proposal and round."""
    found = select(Screening).where(Screening.id == screening_id)
    return db.session.scalar(
        found.options(
            joinedload(Screening.department), joinedload(Screening.proposal).joinedload(Proposal.round)
        )
    )


def screenings_waiting(department_id: int) -> list[Screening]:
    """The department's unanswered tasks about public proposals, the most urgent first."""
    found = _with_proposal(_of_public(select(Screening))).where(
        Screening.department_id == department_id, Screening.verdict.is_(None)
    )
    return list(db.session.scalars(found.order_by(Screening.due_on, Screening.id).limit(MOST_WAITING)))


def screenings_late(today: date, round_ids: Collection[int]) -> list[Screening]:
    """Unanswered tasks of these rounds whose day has passed, the longest overdue first, with their departments."""
    found = _with_proposal(_of_public(select(Screening))).where(
        Proposal.round_id.in_(round_ids), *_conditions(Part.LATE, today)
    )
    return list(db.session.scalars(found.order_by(Screening.due_on, Screening.id).limit(MOST_WAITING)))


def screenings_to_remind(today: date, until: date, *, is_late: bool) -> list[Screening]:
    """Unanswered tasks nobody was reminded of yet: those due from ``today`` to ``until``, or those that are late."""
    column = Screening.reminded_after_at if is_late else Screening.reminded_before_at
    when = Screening.due_on < today if is_late else Screening.due_on.between(today, until)
    found = _with_proposal(_of_public(select(Screening)))
    found = found.where(Screening.verdict.is_(None), column.is_(None), when)
    return list(db.session.scalars(found.order_by(Screening.due_on, Screening.id).limit(MOST_WAITING)))


def department_of(actor: Actor) -> int | None:
    """The department that the actor works for."""
    if actor.person_id is None:
        return None
    return db.session.scalar(select(Person.department_id).where(Person.id == actor.person_id))


def tasks_page(actor: Actor, part: Part, today: date, number: int) -> Page[Screening]:
    """One page of a part of the actor's desk, the most urgent first; what is done, the latest first."""
    found = _on_desk(select(Screening), actor).where(*_conditions(part, today))
    order = (
        (Screening.decided_at.desc(), Screening.id) if part is Part.DONE else (Screening.due_on, Screening.id)
    )
    return page_of(_with_proposal(found).order_by(*order), found.with_only_columns(Screening.id), number)


def counts_of_tasks(actor: Actor, today: date) -> dict[Part, int]:
    """How many tasks each part of the actor's desk holds."""
    return {
        part: db.session.scalar(
            _on_desk(select(func.count(Screening.id)), actor).where(*_conditions(part, today))
        )
        or 0
        for part in Part
    }


def relations_to_task(screening: Screening, actor: Actor) -> frozenset[Relation]:
    """Whether the task is the actor's: a reviewer, in this round, of the department that is asked."""
    is_reviewer = Role.REVIEWER in actor.roles_in(screening.proposal.round_id)
    is_asked = is_reviewer and department_of(actor) == screening.department_id
    return frozenset({Relation.ASSIGNED}) if is_asked else frozenset()


def open_task(screening_id: int, actor: Actor, now: datetime) -> tuple[Screening, Standing] | None:
    """A task of the actor's own department about a public proposal; else ``None``."""
    screening = screening_by_id(screening_id)
    if screening is None or screening.proposal.submitted_at is None:
        return None
    relations = relations_to_task(screening, actor)
    if not relations:
        return None
    return screening, standing_in(screening.proposal.round, now, relations)


def open_answer(screening_id: int, actor: Actor, now: datetime) -> tuple[Screening, Standing] | None:
    """A department's published answer about a proposal that the actor may read, and how the actor stands to it."""
    screening = screening_by_id(screening_id)
    if screening is None or screening.verdict is None:
        return None
    found = open_proposal(screening.proposal_id, actor, now)
    return (screening, standing_in(found[0].round, now, relations_to(found[0], actor))) if found else None


def _on_desk(found: Select[Any], actor: Actor) -> Select[Any]:
    """Narrow to the actor's department, and to the rounds in which the actor is a reviewer."""
    narrowed = _of_public(found).where(Screening.department_id == department_of(actor))
    scopes = {scope for role, scope in actor.grants if role is Role.REVIEWER}
    return narrowed if None in scopes else narrowed.where(Proposal.round_id.in_(scopes))


def _of_public(found: Select[Any]) -> Select[Any]:
    joined = found.join(Proposal, Proposal.id == Screening.proposal_id)
    return joined.where(Proposal.submitted_at.is_not(None))


def _conditions(part: Part, today: date) -> list[ColumnElement[bool]]:
    if part is Part.DONE:
        return [Screening.verdict.is_not(None)]
    late = [Screening.due_on < today] if part is Part.LATE else []
    return [Screening.verdict.is_(None), *late]


def _with_proposal(found: Select[Any]) -> Select[Any]:
    return found.options(
        joinedload(Screening.department),
        joinedload(Screening.proposal).joinedload(Proposal.round),
        joinedload(Screening.proposal).joinedload(Proposal.neighbourhood),
    )
