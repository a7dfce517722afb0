"""What grew out of what: an entry of one round that became a proposal of another."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.domain.permissions import VISITOR
from app.domain.phases import Phase
from app.domain.rounds import RoundKind
from app.proposals.models import Origin, Proposal
from app.rounds.models import Round
from app.rounds.queries import phase_of, rounds_shown


class Offspring(NamedTuple):
    """What grew out of an entry: the proposal and its round; drafts of others are no links."""

    proposal: Proposal
    round: Round


def origin_of(proposal_id: int) -> Origin | None:
    """What the proposal grew out of, with the entry and its round."""
    found = select(Origin).where(Origin.proposal_id == proposal_id)
    return db.session.scalar(found.options(joinedload(Origin.source).joinedload(Proposal.round)))


def grown_from(proposal_id: int, *, with_drafts: bool = False) -> list[Offspring]:
    """What has grown out of an entry, oldest first; drafts only for those who may see them."""
    found = (
        select(Proposal)
        .join(Origin, Origin.proposal_id == Proposal.id)
        .where(Origin.source_id == proposal_id)
        .options(joinedload(Proposal.round))
    )
    if not with_drafts:
        found = found.where(Proposal.submitted_at.is_not(None))
    return [Offspring(one, one.round) for one in db.session.scalars(found.order_by(Proposal.id))]


def rounds_to_hand_over_to(proposal: Proposal, now: datetime) -> list[Round]:
    """The rounds that take ideas now and in which an entry can go on: public ones with money to give."""
    return [
        round
        for round in rounds_shown(VISITOR, now)
        if round.id != proposal.round_id
        and round.kind is not RoundKind.HACKATHON
        and phase_of(round, now) is Phase.SUBMISSION
    ]
