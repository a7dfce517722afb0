"""Published results: read from what the tally wrote down, never from ballots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.proposals.models import Proposal
from app.results.models import Publication, TallyRun, Winner
from app.rounds.models import Round


@dataclass(frozen=True)
class Published:
    """The published result of a round. ``output`` is the tally's own record, as ``docs/rules.md`` describes it."""

    round_id: int
    published_at: datetime
    run: TallyRun
    winners: Mapping[str, Any]

    @property
    def output(self) -> Mapping[str, Any]:
        """All that the tally found."""
        return self.run.output

    @property
    def winner_ids(self) -> list[int]:
        """The winners that count, in their order."""
        return [int(proposal_id) for proposal_id in self.winners["deciding"]]

    @property
    def winner_titles(self) -> list[str]:
        """What the winners are called, in their order."""
        return [self.output["proposals"][proposal_id]["title"] for proposal_id in self.winners["deciding"]]

    @property
    def ballots(self) -> int:
        """How many ballots were counted; 0 where a jury decided."""
        return sum(electorate["ballots"] for electorate in self.output["electorates"])


@dataclass(frozen=True)
class Standing:
    """How one proposal came out among one group of voters, or before the jury.

    ``electorate`` is the group's name by language (empty for a jury), ``decides`` whether its vote is the one that
    counts, ``reason`` the code with its numbers, ``titles`` the names of the ideas that the reason mentions.
    """

    electorate: Mapping[str, str]
    decides: bool
    won: bool
    reason: Mapping[str, Any]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Won:
    """One publication for a list: its round, when, and how many won."""

    round: Round
    published_at: datetime
    winners: list[Winner]


def is_published(round_id: int) -> bool:
    """Whether the result of the round is public."""
    return db.session.get(Publication, round_id) is not None


def published_result(round_id: int) -> Published | None:
    """The published result of a round."""
    publication = db.session.get(Publication, round_id)
    run = db.session.get(TallyRun, publication.tally_run_id) if publication else None
    if publication is None or run is None:
        return None
    return Published(round_id, publication.published_at, run, publication.winners)


def result_of_proposal(proposal_id: int) -> list[Standing]:
    """How the proposal came out, the vote that counts first; empty until the result is published."""
    round_id = db.session.scalar(select(Proposal.round_id).where(Proposal.id == proposal_id))
    result = published_result(round_id) if round_id is not None else None
    if result is None:
        return []
    found = [*_by_vote(result.output, str(proposal_id)), *_by_jury(result.output, str(proposal_id))]
    return sorted(found, key=lambda one: not one.decides)


def _by_vote(output: Mapping[str, Any], proposal_id: str) -> list[Standing]:
    found = []
    for electorate in output["electorates"]:
        for pot in electorate["pots"]:
            allocation = pot["allocation"]
            if proposal_id in allocation["projects"]:
                reason = allocation["projects"][proposal_id]["reason"]
                won = proposal_id in allocation["selected"]
                named = _titles(output, reason)
                found.append(Standing(electorate["name"], electorate["decides"], won, reason, named))
    return found


def _by_jury(output: Mapping[str, Any], proposal_id: str) -> list[Standing]:
    jury = output.get("jury") or {"selected": [], "projects": {}}
    if proposal_id not in jury["projects"]:
        return []
    reason = jury["projects"][proposal_id]["reason"]
    return [Standing({}, True, proposal_id in jury["selected"], reason, {})]


def _titles(output: Mapping[str, Any], reason: Mapping[str, Any]) -> dict[str, str]:
    named = [*reason.get("rivals", []), *([reason["misfit"]] if "misfit" in reason else [])]
    return {proposal_id: output["proposals"][proposal_id]["title"] for proposal_id in named}


def winners_of(round_id: int) -> list[Winner]:
    """The winners of a round by its published result, in their order, with their proposals."""
    found = _with_proposals(select(Winner).where(Winner.round_id == round_id))
    return list(db.session.scalars(found.order_by(Winner.place)))


def winner_of(proposal_id: int) -> Winner | None:
    """The proposal's win, if it won."""
    return db.session.get(Winner, proposal_id)


def latest_publications(limit: int) -> list[Won]:
    """The newest published results with their winners, for a list."""
    found = select(Publication, Round).join(Round, Round.id == Publication.round_id)
    newest = db.session.execute(found.order_by(Publication.published_at.desc()).limit(limit)).all()
    rounds = [round.id for _publication, round in newest]
    winners: dict[int, list[Winner]] = {round_id: [] for round_id in rounds}
    chosen = _with_proposals(select(Winner).where(Winner.round_id.in_(rounds)))
    for winner in db.session.scalars(chosen.order_by(Winner.round_id, Winner.place)):
        winners[winner.round_id].append(winner)
    return [Won(round, publication.published_at, winners[round.id]) for publication, round in newest]


def _with_proposals(found: Select[Winner]) -> Select[Winner]:
    return found.options(joinedload(Winner.proposal).joinedload(Proposal.neighbourhood))
