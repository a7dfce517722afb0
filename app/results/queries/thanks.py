"""The badges of thanks of a team: read from what happened, never stored."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import select, union

from app.db.base import db
from app.proposals.models import Origin, Proposal
from app.results.models import Publication, TallyRun, Winner

JURY = "jury"
"""The algorithm of a run that takes down what mentors decided."""


class Thanks(StrEnum):
    """What a team is thanked for, the rarest last."""

    PARTICIPANT = "participant"
    WINNER = "winner"
    JURYS_CHOICE = "jurys_choice"
    PEOPLES_CHOICE = "peoples_choice"
    BUILT = "built"


def thanks_of(entries: Collection[int], built: Collection[int] = ()) -> list[Thanks]:
    """The badges of a team by the published results.

    ``entries`` as :func:`entries_and_grown` says, ``built`` those of them whose project is open. A team takes part once
    it has handed in an entry. What has grown out of one in a later round counts for the team too: it wins there by the
    people's choice, and it is built.
    """
    found = {Thanks.PARTICIPANT} if entries else set()
    for algorithm in _won(entries):
        found |= {Thanks.WINNER, Thanks.JURYS_CHOICE if algorithm == JURY else Thanks.PEOPLES_CHOICE}
    if set(built) & set(entries):
        found.add(Thanks.BUILT)
    return [each for each in Thanks if each in found]


def entries_and_grown(team_id: int) -> list[int]:
    """The ids of the team's entries that everybody can read, and of what has grown out of them."""
    entries = select(Proposal.id).where(Proposal.team_id == team_id, Proposal.submitted_at.is_not(None))
    grown = select(Origin.proposal_id).where(Origin.source_id.in_(entries))
    return list(db.session.scalars(union(entries, grown)))


def _won(entries: Collection[int]) -> Sequence[str | None]:
    """By which rule each of the entries that won has won."""
    if not entries:
        return []
    found = (
        select(TallyRun.algorithm)
        .select_from(Winner)
        .outerjoin(Publication, Publication.round_id == Winner.round_id)
        .outerjoin(TallyRun, TallyRun.id == Publication.tally_run_id)
        .where(Winner.proposal_id.in_(entries))
    )
    return db.session.scalars(found).all()
