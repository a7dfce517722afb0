"""Who may not score what, and what is therefore hidden from whom."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.domain.assignment import Pair
from app.judging.models import Recusal
from app.proposals.models import Proposal
from app.teams.models import Membership


def own_pairs(round_id: int) -> set[Pair]:
    """Entry and person for everybody whose own entry it is: its author, and the present members of its team."""
    entries = select(Proposal.id, Proposal.author_id).where(
        Proposal.round_id == round_id, Proposal.author_id.is_not(None)
    )
    members = (
        select(Proposal.id, Membership.person_id)
        .join(Membership, Membership.team_id == Proposal.team_id)
        .where(Proposal.round_id == round_id, Membership.left_at.is_(None))
    )
    return {Pair(str(row[0]), str(row[1])) for row in db.session.execute(entries.union(members))}


def recusals_in(round_id: int) -> list[Recusal]:
    """Everybody who has stepped aside in the round, with the entries and the people, oldest first."""
    found = select(Recusal).where(Recusal.round_id == round_id)
    loaded = found.options(joinedload(Recusal.proposal), joinedload(Recusal.mentor))
    return list(db.session.scalars(loaded.order_by(Recusal.id)))


def conflict_pairs(round_id: int) -> set[Pair]:
    """Entry and person for every conflict of interest: declared, noted by the system, or plain from the authors."""
    declared = select(Recusal.proposal_id, Recusal.mentor_id).where(Recusal.round_id == round_id)
    noted = {Pair(str(row[0]), str(row[1])) for row in db.session.execute(declared)}
    return noted | own_pairs(round_id)


def conflicting_entries(round_id: int, person_id: int) -> set[int]:
    """The entries that the person stands too near to: neither their scores nor their mentors are shown to them."""
    mine = str(person_id)
    return {int(pair.entry) for pair in conflict_pairs(round_id) if pair.mentor == mine}
