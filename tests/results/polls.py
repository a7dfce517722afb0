"""Rounds whose vote is over, with ballots in the box, made with as little as a test wants to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.accounts.models import Person
from app.accounts.queries import actor_of
from app.domain.permissions import Actor, Role
from app.domain.phases import Phase
from app.proposals.models import Proposal
from app.results import services
from app.results.models import Publication, TallyRun
from app.rounds.models import Electorate, Pot, Round
from app.voting.services import close_poll
from tests.factories import a_counted_ballot, a_person, a_pot, a_proposal, an_electorate, round_in


@dataclass
class Counted:
    """A round after its vote: an organiser, one pot, proposals of the given costs, and ballots for them."""

    round: Round
    pot: Pot
    electorate: Electorate
    proposals: list[Proposal]
    organiser: Person

    @property
    def actor(self) -> Actor:
        """The organiser as services know them."""
        return actor_of(self.organiser)

    def ids(self, *places: int) -> list[str]:
        """The ids of these proposals, as a tally writes them."""
        return [str(self.proposals[place].id) for place in places]

    def url(self, page: str = "results") -> str:
        """The address of a page of the result."""
        return f"/rounds/{self.round.slug}/{page}"


def a_vote_over(
    costs: Sequence[int] = (6_000_000, 5_000_000, 3_000_000),
    ballots: Sequence[Sequence[int]] = ((0, 1), (0,), (0, 2), (1,), (1, 2), (0,)),
    amount_cents: int = 10_000_000,
    *,
    close: bool = True,
    **columns: Any,
) -> Counted:
    """By default three proposals of 60,000, 50,000 and 30,000 € with 4, 3 and 2 votes for a pot of 100,000 €."""
    round = round_in(Phase.DECISION, skipped=[Phase.SCREENING, Phase.SCORING], **columns)
    pot, electorate = a_pot(round, amount_cents), an_electorate(round)
    proposals = [a_proposal(round, pot_id=pot.id, title=f"Ideja {cost}", cost_cents=cost) for cost in costs]
    counted = Counted(round, pot, electorate, proposals, a_person("", Role.ORGANISER))
    for chosen in ballots:
        a_counted_ballot(round, electorate, *(proposals[place] for place in chosen))
    if close:
        closed(counted)
    return counted


def closed(counted: Counted) -> None:
    """Close the vote and seal its ballots."""
    close_poll(counted.actor, counted.round)


def tallied(counted: Counted) -> TallyRun:
    """The run of the round's tally."""
    return services.run_tally(counted.actor, counted.round, now=datetime.now(UTC))


def published(counted: Counted) -> Publication:
    """The published result of the round, by one organiser alone."""
    run = tallied(counted)
    return services.publish_result(counted.actor, counted.round, run.id, now=datetime.now(UTC))
