"""Screening, assignments, scorecards, motions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.accounts.models import Department, Person
from app.db.base import db
from app.domain.conflicts import ConflictKind
from app.judging.models import Assignment, Deliberation, Motion, Recusal, Scorecard
from app.proposals.models import Proposal
from app.rounds.models import Round, Rubric
from app.screening.models import Screening
from tests.factories.people_and_places import a_department, a_mentor
from tests.factories.storing import add


def a_screening(proposal: Proposal, department: Department | None = None, **columns: Any) -> Screening:
    """A department's task about a proposal, due in a week, not answered."""
    now = datetime.now(UTC)
    given = {
        "department_id": (department or a_department()).id,
        "due_on": (now + timedelta(days=7)).date(),
        "assigned_at": now,
    }
    return add(Screening(**{"proposal_id": proposal.id, **given, **columns}))


def an_assignment(proposal: Proposal, mentor: Person | None = None, **columns: Any) -> Assignment:
    """A mentor who is to score an entry."""
    given = {"mentor_id": (mentor or a_mentor()).id, "assigned_at": datetime.now(UTC)}
    return add(Assignment(**{"proposal_id": proposal.id, "round_id": proposal.round_id, **given, **columns}))


def a_recusal(proposal: Proposal, mentor: Person, **columns: Any) -> Recusal:
    """A mentor who has stepped aside from an entry."""
    given = {"kind": ConflictKind.FAMILY, "reason": "Mana māsa ir komandā.", "declared_at": datetime.now(UTC)}
    mine = {"proposal_id": proposal.id, "round_id": proposal.round_id, "mentor_id": mentor.id}
    return add(Recusal(**{**mine, **given, **columns}))


def a_scorecard(
    assignment: Assignment, rubric: Rubric, *, at: datetime | None = None, **columns: Any
) -> Scorecard:
    """A submitted scorecard; ``levels`` are stored as given, ``submitted_at=None`` makes it a draft."""
    moment = at or datetime.now(UTC)
    given = {"levels": {}, "comments": {}, "saved_at": moment, "submitted_at": moment}
    return add(Scorecard(**{"assignment_id": assignment.id, "rubric_id": rubric.id, **given, **columns}))


def a_motion(round: Round, *order: Proposal, closed_at: datetime | None = None, **columns: Any) -> Motion:
    """An open motion in the deliberation of the round, which these entries are on the agenda of."""
    now = datetime.now(UTC)
    if db.session.get(Deliberation, round.id) is None:
        places = [
            {"id": str(each.id), "position": place, "best": 1, "worst": len(order)}
            for place, each in enumerate(order, start=1)
        ]
        ended = {"closed_at": closed_at, "statement": "Paliek." if closed_at else ""}
        add(Deliberation(round_id=round.id, agenda={"cut": 1, "entries": places}, opened_at=now, **ended))
    given = {"order": [], "reason": "Paliek, kā ir.", "moved_at": now, "recused": []}
    return add(Motion(**{"round_id": round.id, **given, **columns}))
