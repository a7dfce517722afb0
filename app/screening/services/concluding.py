"""How the answers of all departments become the state and the official cost of a proposal.

The state follows once the last department that was asked has answered: not feasible if any says so, else feasible
with changes if any asks for changes, else feasible. The highest estimate becomes the official cost. A department that
revises its answer moves the state anew; one that is asked later leaves it as it is until it has answered.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.record import changed, record
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.domain.proposal_states import PROPOSAL
from app.domain.screening import MOVES, combined_verdict, official_cost
from app.notices.tell import tell
from app.proposals.models import Proposal
from app.proposals.queries import authors_of, followers_of
from app.screening.models import Screening
from app.screening.queries import screening_by_id, screenings_of


def conclude(actor: Actor, proposal: Proposal, *, now: datetime) -> None:
    """Let the answers decide the state and the official cost of the proposal once none is missing."""
    tasks = screenings_of(proposal.id)
    verdict = combined_verdict(task.verdict for task in tasks)
    if verdict is None or proposal.submitted_at is None:
        return
    before = {"state": proposal.state, "official_cost_cents": proposal.official_cost_cents}
    proposal.state = PROPOSAL.after(proposal.state, MOVES[verdict])
    proposal.official_cost_cents = official_cost(task.estimate_cents for task in tasks)
    after = {"state": proposal.state, "official_cost_cents": proposal.official_cost_cents}
    was, has_become = changed(before, after)
    if not has_become:
        return
    record(
        actor,
        "conclude_screening",
        "proposal",
        proposal.id,
        now=now,
        round_id=proposal.round_id,
        before=was,
        after=has_become,
    )
    if "state" in has_become:
        told = {person.id: person for person in followers_of(proposal.id)}
        for author in authors_of(proposal):
            told.pop(author.id, None)
        params = {"title": proposal.title, "verdict": verdict.value}
        tell(told.values(), "screening_ended", f"/proposals/{proposal.id}", params, now=now)


def locked_task(session: Session, screening_id: int) -> tuple[Screening, Proposal]:
    """The task and its proposal, which is locked: two departments must not each miss the other's answer."""
    found = session.get(Screening, screening_id)
    if found is None:
        raise RuleBroken("screening.gone")
    proposal = session.get(Proposal, found.proposal_id, with_for_update=True, populate_existing=True)
    session.expire(found)
    screening = screening_by_id(screening_id)
    if screening is None or proposal is None:
        raise RuleBroken("screening.gone")
    return screening, proposal
