"""The result of a round that its mentors decide: places in their order, prizes for the first of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.domain.aggregation import display_score
from app.domain.errors import RuleBroken
from app.judging.queries import JuryPlace, jury_result
from app.proposals.models import Proposal
from app.proposals.queries import proposals_by_ids
from app.results.services.outcome import shown_proposals
from app.rounds.models import Round
from app.rounds.queries import canonical_json, pots_of, rules_hash, rules_of

DEFAULT_PRIZES = 3


@dataclass(frozen=True)
class JuryInput:
    """The jury's places with their proposals, best first, and how many of them win."""

    round: Round
    rules: Mapping[str, Any]
    places: Sequence[tuple[Proposal, JuryPlace]]
    prizes: int
    sha256: str


def read_jury(round: Round, now: datetime) -> JuryInput:
    """Read the jury's places.

    Raises ``RuleBroken``: ``ranking.scoring_open``, ``jury.nothing_scored`` where no entry has a place.
    """
    entries = jury_result(round, now)
    if not any(entry.position for entry in entries):
        raise RuleBroken("jury.nothing_scored")
    proposals = proposals_by_ids([entry.proposal_id for entry in entries])
    rules = rules_of(round)
    canonical = {
        "rules": rules,
        "places": [[one.proposal_id, one.position, str(one.score), one.n_scorecards] for one in entries],
    }
    digest = sha256(canonical_json(canonical).encode()).hexdigest()
    places = [(proposals[entry.proposal_id], entry) for entry in entries]
    return JuryInput(round, rules, places, _prizes(round), digest)


def outcome_of_jury(counted: JuryInput) -> dict[str, Any]:
    """The jury's result in the shape of :func:`app.results.services.outcome.outcome_of_vote`, without ballots.

    ``"jury": {"prizes", "selected": [ids], "projects": {id: {"place", "score", "scorecards", "reason"}}}``; scores are
    decimals of 0 to 100 in text.
    """
    lines = {str(proposal.id): _line(place, counted.prizes) for proposal, place in counted.places}
    selected = [key for key, line in lines.items() if line["reason"]["code"] == "jury_prize"]
    shown = shown_proposals([place[0] for place in counted.places], pots_of(counted.round.id))
    rules = {**counted.rules, "sha256": rules_hash(counted.round)}
    jury = {"prizes": counted.prizes, "selected": selected, "projects": lines}
    return {**shown, "rules": rules, "electorates": [], "jury": jury}


def _line(found: JuryPlace, prizes: int) -> dict[str, Any]:
    """One entry. Of entries on the same place the jury's tie order says who has the prize."""
    told = {
        "place": found.place,
        "score": None if found.score is None else str(display_score(found.score)),
        "scorecards": found.n_scorecards,
        "prizes": prizes,
    }
    if found.position is None or found.score is None:
        return {**told, "reason": {"code": "jury_unscored", **told}}
    code = "jury_prize" if found.position <= prizes else "jury_no_prize"
    return {**told, "reason": {"code": code, **told}}


def _prizes(round: Round) -> int:
    given = round.allocation.get("prizes") or round.judging.get("places") or DEFAULT_PRIZES
    return int(given)
