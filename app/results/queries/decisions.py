"""What the council said of the winners."""

from collections.abc import Collection

from sqlalchemy import select

from app.db.base import db
from app.results.models import Decision


def decision_of(proposal_id: int) -> Decision | None:
    """The council's word on one proposal, if it has spoken."""
    return db.session.scalar(select(Decision).where(Decision.proposal_id == proposal_id))


def decisions_of(round_id: int) -> list[Decision]:
    """The council's words on the winners of a round, first to last."""
    found = select(Decision).where(Decision.round_id == round_id)
    return list(db.session.scalars(found.order_by(Decision.decided_at, Decision.id)))


def decisions_on(proposal_ids: Collection[int]) -> dict[int, Decision]:
    """The council's words on these proposals, by proposal."""
    found = select(Decision).where(Decision.proposal_id.in_(proposal_ids))
    return {decision.proposal_id: decision for decision in db.session.scalars(found)}
