"""In which ways somebody may propose in a round."""

from dataclasses import dataclass

from app.accounts.models import Person
from app.domain.errors import RuleBroken
from app.domain.rounds import ProposesAs, check_proposer
from app.rounds.models import Round
from app.teams.models import Team
from app.teams.queries import teams_of_person


@dataclass(frozen=True)
class WaysToPropose:
    """Whether a person may propose alone, for which teams, and why not where neither."""

    alone: bool
    teams: list[Team]
    refusal: RuleBroken | None

    @property
    def any(self) -> bool:
        """Whether there is a way at all."""
        return self.alone or bool(self.teams)


def ways_to_propose(round: Round, person: Person, *, writes_examples: bool = False) -> WaysToPropose:
    """How the person may propose in the round now; ``refusal`` says what stands in the way of doing it alone.

    Somebody who could propose with a team but is in none gets no way, and the refusal ``proposer.capacity``. Who writes
    the mentors' guide also ``writes_examples`` to calibrate with: drafts that the rules of the round do not let them
    hand in.
    """
    alone = None if writes_examples else _refusal(round, person, ProposesAs.RESIDENT)
    in_team = _refusal(round, person, ProposesAs.TEAM)
    teams = [] if in_team else teams_of_person(person.id, round.id)
    return WaysToPropose(alone is None, teams, alone)


def _refusal(round: Round, person: Person, capacity: ProposesAs) -> RuleBroken | None:
    try:
        check_proposer(round.proposers, capacity, person.age_band, person.neighbourhood_id)
    except RuleBroken as error:
        return error
    return None
