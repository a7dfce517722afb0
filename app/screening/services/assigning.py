"""Asking departments about proposals, and asking them no more."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.accounts.queries import departments, reviewers_of
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import tell
from app.proposals.models import Proposal
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.screening.models import Screening
from app.screening.queries import proposals_public_among, screenings_by_proposal
from app.screening.services.concluding import conclude, locked_task

LATEST_DUE = timedelta(days=730)
"""A due date further away is a slip of the keyboard."""


def assign_screenings(
    actor: Actor,
    round_id: int,
    proposal_ids: Collection[int],
    department_ids: Collection[int],
    due_on: date,
    *,
    today: date,
    now: datetime,
) -> int:
    """Ask each of the departments about each of the proposals until ``due_on``, and give back how many tasks are new.

    A department that has been asked but has not answered gets the new day. ``today`` is the day it is in the city.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``screening.nothing_chosen``,
    ``screening.unknown_proposal``, ``department.unknown``, ``screening.due_in_past``, ``screening.due_too_late``.
    """
    if not proposal_ids or not department_ids:
        raise RuleBroken("screening.nothing_chosen")
    if due_on < today:
        raise RuleBroken("screening.due_in_past")
    if due_on > today + LATEST_DUE:
        raise RuleBroken("screening.due_too_late")
    with transaction() as session:
        round = _locked_round(session, actor, round_id, now)
        asked = _departments_among(department_ids)
        proposals = proposals_public_among(round.id, proposal_ids)
        if len(proposals) != len(set(proposal_ids)):
            raise RuleBroken("screening.unknown_proposal")
        before = screenings_by_proposal([proposal.id for proposal in proposals])
        count = 0
        for department in asked:
            new = _ask(session, actor, department, proposals, before, due_on, now)
            count += len(new)
            if new:
                params = {"count": len(new), "due_on": due_on.isoformat()}
                tell(reviewers_of(department.id), "screening_assigned", "/screening", params, now=now)
        after = {
            "proposals": [proposal.id for proposal in proposals],
            "departments": [department.slug for department in asked],
            "due_on": due_on,
        }
        record(actor, "assign_screenings", "round", round.id, now=now, round_id=round.id, after=after)
    return count


def _departments_among(department_ids: Collection[int]) -> list[Department]:
    found = [department for department in departments() if department.id in set(department_ids)]
    if len(found) != len(set(department_ids)):
        raise RuleBroken("department.unknown")
    return found


def _ask(
    session: Session,
    actor: Actor,
    department: Department,
    proposals: Collection[Proposal],
    before: dict[int, list[Screening]],
    due_on: date,
    now: datetime,
) -> list[Screening]:
    """Add the department's missing tasks, move the day of its unanswered ones; gives back the new tasks."""
    new = []
    for proposal in proposals:
        held = next((each for each in before[proposal.id] if each.department_id == department.id), None)
        if held is None:
            new.append(
                Screening(
                    proposal_id=proposal.id,
                    department_id=department.id,
                    due_on=due_on,
                    assigned_by=actor.person_id,
                    assigned_at=now,
                )
            )
        elif held.verdict is None:
            held.due_on = due_on
    session.add_all(new)
    session.flush()
    return new


def withdraw_screening(actor: Actor, screening_id: int, *, now: datetime) -> None:
    """Ask a department no more that has not answered yet; the others' answers may then be complete.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``screening.gone``, ``screening.answered_already``.
    """
    with transaction() as session:
        screening, proposal = locked_task(session, screening_id)
        require(actor, Permission.ASSIGN_SCREENING, standing_in(proposal.round, now))
        if screening.verdict is not None:
            raise RuleBroken("screening.answered_already")
        before = {"department": screening.department.slug, "proposal": proposal.id}
        record(
            actor,
            "withdraw_screening",
            "screening",
            screening.id,
            now=now,
            round_id=proposal.round_id,
            before=before,
        )
        session.delete(screening)
        session.flush()
        conclude(actor, proposal, now=now)


def _locked_round(session: Session, actor: Actor, round_id: int, now: datetime) -> Round:
    """The round, locked: two organisers who ask the same department at once make one task."""
    round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if round is None:
        raise NotAllowed(Permission.ASSIGN_SCREENING.value)
    require(actor, Permission.ASSIGN_SCREENING, standing_in(round, now))
    return round
