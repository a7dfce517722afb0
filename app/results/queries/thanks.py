"""The badges of thanks of a team: read from what happened, never stored."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select

from app.db.base import db
from app.proposals.models import Origin, Proposal
from app.results.models import Publication, TallyRun, Winner


class Thanks(StrEnum):
    """What a team is thanked for, the rarest last."""

    PARTICIPANT = "participant"
    WINNER = "winner"
    JURYS_CHOICE = "jurys_choice"
    PEOPLES_CHOICE = "peoples_choice"
    BUILT = "built"


def thanks_of(team_id: int, built: Collection[int] = ()) -> list[Thanks]:
    """The badges of a team by the published results; ``built`` are the proposals whose project is open.

    A team takes part once it has handed in an entry. What has grown out of an entry in a later round counts for the
    team too: it wins there by the people's choice, and it is built.
    """
    entries = select(Proposal.id, Proposal.round_id).where(
        Proposal.team_id == team_id, Proposal.submitted_at.is_not(None)
    )
    rounds = {row[0]: row[1] for row in db.session.execute(entries)}
    if not rounds:
        return []
    grown = select(Origin.proposal_id, Origin.round_id).where(Origin.source_id.in_(rounds))
    rounds |= {row[0]: row[1] for row in db.session.execute(grown)}
    won = set(db.session.scalars(select(Winner.proposal_id).where(Winner.proposal_id.in_(rounds))))
    found = {Thanks.PARTICIPANT}
    if won:
        outputs = _outputs({rounds[each] for each in won})
        found |= {_choice(outputs.get(rounds[each], {}), str(each)) for each in won} | {Thanks.WINNER}
    if set(built) & rounds.keys():
        found.add(Thanks.BUILT)
    return [each for each in Thanks if each in found]


def entries_and_grown(team_id: int) -> list[int]:
    """The ids of the team's entries that everybody can read, and of what has grown out of them."""
    entries = select(Proposal.id).where(Proposal.team_id == team_id, Proposal.submitted_at.is_not(None))
    ids = list(db.session.scalars(entries))
    grown = db.session.scalars(select(Origin.proposal_id).where(Origin.source_id.in_(ids)))
    return [*ids, *grown]


def _outputs(round_ids: Collection[int]) -> dict[int, dict[str, object]]:
    found = (
        select(Publication.round_id, TallyRun.output)
        .join(TallyRun, TallyRun.id == Publication.tally_run_id)
        .where(Publication.round_id.in_(round_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def _choice(output: dict[str, object], proposal_id: str) -> Thanks:
    """Who chose the winner: the people where there was a vote, else the jury."""
    return Thanks.PEOPLES_CHOICE if output.get("electorates") else Thanks.JURYS_CHOICE
