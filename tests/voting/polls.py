"""Rounds in which one can vote, made with as little as a test wants to say."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Person
from app.accounts.queries import person_by_id
from app.db.base import db
from app.domain import ledger
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.models import Proposal
from app.rounds.models import Electorate, Pot, Round
from app.rounds.queries import round_by_id
from app.voting import queries, services
from app.voting.models import Ballot
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

    @property
    def ends_at(self) -> datetime:
        """The instant at which voting ends."""
        return datetime.fromisoformat(self.round.timetable[Phase.DECISION.value]).astimezone(UTC)

    def url(self, page: str = "ballot") -> str:
        """The address of a page of this round's vote."""
        return f"/rounds/{self.round.slug}/{page}"

    def voter(self, person: Person) -> queries.Voter | None:
        """The voter that this person is."""
        return queries.voter_by_account(self.round, person, queries.frozen_rules(self.round))

    def cast(self, person: Person, choices: Any, form: str = "", **kwargs: Any) -> services.Cast:
        """Cast a ballot as a service, with a fresh form unless one is given."""
        voter = self.voter(person)
        assert voter is not None, f"{person.display_name} may not vote"
        return services.cast_ballot(voter, form or nonce(), choices, **kwargs)

    def stored(self) -> int:
        """How many ballots the box holds, superseded ones too."""
        return db.session.scalar(select(func.count()).where(Ballot.round_id == self.round.id)) or 0

    def chain_fault(self) -> ledger.Fault | None:
        """Where the ledger fails when it is recomputed up to the published head; ``None`` where it holds."""
        batches = [
            ledger.Batch(each.batch_no, each.n_leaves, each.prev_hash, each.batch_hash)
            for each in queries.batches_of(self.round.id)
        ]
        lines = [
            ledger.Ballot(
                each.batch_no, each.leaf_hash, each.receipt_hash, each.channel, each.choices, each.superseded
            )
            for each in queries.all_ballots(self.round.id)
        ]
        return ledger.verify_chain(self.round.id, batches, lines, queries.poll_of(self.round.id).head_hash)


def cast_anew(round_id: int, person_id: int, choices: list[str], form: str = "") -> services.Cast:
    """Cast a ballot as a request does: everything is read in the session of the calling thread."""
    round, person = round_by_id(round_id), person_by_id(person_id)
    voter = queries.voter_by_account(round, person, queries.frozen_rules(round))
    return services.cast_ballot(voter, form or nonce(), choices)


def a_vote(
    phase: Phase = Phase.VOTING, proposals: int = 4, amount_cents: int = 10_000_000, **columns: Any
) -> Vote:
    """A round in ``phase`` with one pot, everybody as electorate, and proposals of 10,000 €, 20,000 €, 30,000 € …"""
    round = round_in(phase, **columns)
    pot = a_pot(round, amount_cents)
    electorate = an_electorate(round)
    ideas = [on_ballot(round, pot, number * 1_000_000) for number in range(1, proposals + 1)]
    return Vote(round, pot, electorate, ideas)


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


def at(moment: datetime, seconds: float = 0) -> Any:
    """A clock that stands still, ``seconds`` after ``moment``."""
    return lambda: moment + timedelta(seconds=seconds)
