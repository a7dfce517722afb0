"""Entering what mentors wrote on paper."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.queries import people_by_id
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.scorecard_states import ScoringState
from app.judging.models import Assignment
from app.judging.queries import assignment_by_id, conflicting_entries, sheets_of
from app.judging.services.scoring import Given, checked_values, rubric_seen, write_draft
from app.notices.tell import tell
from app.rounds.models import Round
from app.rounds.queries import round_by_id, standing_in


def enter_sheets(
    actor: Actor, round_id: int, mentor_id: int, sheets: Mapping[int, Given], *, now: datetime
) -> int:
    """Submit what a mentor wrote on paper: assignment id → what is on its sheet; gives back how many were entered.

    All are entered or none. Rows that the actor must not see are no part of it. The mentor is told. Raises
    ``NotAllowed``, and ``RuleBroken``: ``sheet.empty``, ``assignment.gone``, ``scorecard.submitted_already`` where the
    mentor has submitted one, and as :func:`save_draft`.
    """
    if not sheets:
        raise RuleBroken("sheet.empty")
    with transaction() as session:
        round = round_by_id(round_id)
        if round is None:
            raise NotAllowed(Permission.ENTER_SHEETS.value)
        require(actor, Permission.ENTER_SHEETS, standing_in(round, now))
        for assignment_id, given in sheets.items():
            _enter(session, actor, round, mentor_id, assignment_id, given, now)
        mentor = people_by_id({mentor_id})[mentor_id]
        if mentor_id != actor.person_id:
            tell([mentor], "sheet_entered", "/mentor", {"round": round.title}, now=now)
    return len(sheets)


def _enter(
    session: Session,
    actor: Actor,
    round: Round,
    mentor_id: int,
    assignment_id: int,
    given: Given,
    now: datetime,
) -> None:
    session.get(Assignment, assignment_id, with_for_update=True, populate_existing=True)
    assignment = assignment_by_id(assignment_id)
    is_meant = assignment is not None and (assignment.round_id, assignment.mentor_id) == (round.id, mentor_id)
    if assignment is None or not is_meant:
        raise RuleBroken("assignment.gone")
    if assignment.proposal_id in conflicting_entries(round.id, actor.person_id or 0):
        raise NotAllowed(Permission.ENTER_SHEETS.value)
    sheet = sheets_of([assignment], round, now)[0]
    if sheet.state in (ScoringState.SUBMITTED, ScoringState.RECUSED):
        raise RuleBroken("scorecard.submitted_already")
    rubric = rubric_seen(assignment, given)
    row = write_draft(session, sheet, rubric, checked_values(rubric, given, final=True), now)
    row.submitted_at, row.entered_by = now, actor.person_id
    session.flush()
    after = {"revision": row.revision, "rubric_version": rubric.version, "from": "paper"}
    record(actor, "enter_sheet", "assignment", assignment.id, now=now, round_id=round.id, after=after)
