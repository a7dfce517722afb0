"""Rounds in which one can vote, made with as little as a test wants to say."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.models import Proposal
from app.rounds.models import Electorate, Pot, Round
from tests.factories import NOW, a_pot, add, an_electorate, round_in


@dataclass
class Vote:
    """A round in its voting phase, with what belongs to it."""

    round: Round
    pot: Pot
    electorate: Electorate
    proposals: list[Proposal]

    @property
    def ids(self) -> list[str]:
        """The proposals' ids as a form sends them."""
        return [str(proposal.id) for proposal in self.proposals]

    def url(self, page: str = "ballot") -> str:
        """The address of a page of this round's vote."""
        return f"/rounds/{self.round.slug}/{page}"


def a_vote(
    phase: Phase = Phase.VOTING, proposals: int = 4, amount_cents: int = 10_000_000, **columns: Any
) -> Vote:
    """A round in ``phase`` with one pot, everybody as electorate, and proposals of 10,000 €, 20,000 €, 30,000 € …"""
    round = round_in(phase, **columns)
    pot = a_pot(round, amount_cents)
    electorate = an_electorate(round)
    return Vote(
        round,
        pot,
        electorate,
        [on_ballot(round, pot, number * 1_000_000) for number in range(1, proposals + 1)],
    )


def on_ballot(round: Round, pot: Pot | None, cost_cents: int, **columns: Any) -> Proposal:
    """A proposal of the round that the departments found feasible."""
    given = {
        "title": f"Soliņi par {cost_cents // 100} eiro",
        "summary": "Soliņi pagalmā, kur satikties.",
        "language": "lv",
        "state": ProposalState.FEASIBLE,
        "themes": ["green"],
        "created_at": NOW,
        "changed_at": NOW,
        "submitted_at": NOW,
    }
    names = {"round_id": round.id, "pot_id": pot.id if pot else None, "cost_cents": cost_cents}
    return add(Proposal(**{**given, **names, **columns}))


def nonce() -> str:
    """What a fresh form carries."""
    return secrets.token_hex(16)


def after(vote: Vote, seconds: float = 3600) -> datetime:
    """So long after the end of voting."""
    end = datetime.fromisoformat(vote.round.timetable[Phase.DECISION.value]).astimezone(UTC)
    return end + timedelta(seconds=seconds)
