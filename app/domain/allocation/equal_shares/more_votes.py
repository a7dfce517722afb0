"""How many further votes a project would have needed under Equal Shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, inf

import numpy as np

from app.domain.allocation.equal_shares.rounds import Run, Runner, Running
from app.domain.allocation.equal_shares.supporters import Support, support_of

EFFORT = 100_000_000
"""Supporters looked at before the search stops and tells estimates for the projects furthest from being funded:
about a second. Where deciding once is already a good part of that, all are estimates."""

CITY_CHOICES = 120_000
CITY_EFFORT = 1_000_000_000
"""Up to so many choices on all ballots together, as 20,000 voters make in a city's round, the search may take some
seconds, so that nearly all of it is exact."""

MOST_VOTES = 10**9

FURTHER = ("further votes",)

Funded = Callable[[Runner], tuple[frozenset[str], Run]]
"""The whole rule with its completion: what it funds, and the deciding run."""


@dataclass(frozen=True)
class Missed:
    """``votes`` further votes are needed, or None where no number would do.

    ``exact``: with so many further ballots for this project alone the rule funds it, with one fewer it does not.
    Otherwise an estimate from the deciding run.
    """

    votes: int | None
    exact: bool = True


class MissedVotes:
    """For projects not funded, the number k of further ballots for one of them alone that would have funded it.

    Each further ballot gives it as much as any ballot gave any project, and all n + k voters share the budget.
    The deciding run tells how many the project lacked at the closest; with so many more the whole rule is run again,
    and tells how many are still lacking, until k suffices and k − 1 does not. Projects that lack fewest come first.
    """

    def __init__(self, runner: Runner, run: Run, min_votes: int, funded: Funded) -> None:
        self.runner = runner
        self.run = run
        self.min_votes = min_votes
        self.funded = funded
        choices = sum(one.voters for one in runner.supporters.projects)
        self.effort = CITY_EFFORT if choices <= CITY_CHOICES else EFFORT
        self.each_try = runner.looked_at

    def find(self, ids: Iterable[str]) -> dict[str, Missed]:
        """Missed votes of these projects."""
        supports = [self._support(one) for one in ids]
        watching = Watching(self.runner, self.run.start, supports, self._each)
        watching.to_the_end()
        lacking = watching.lacking
        nearest = sorted(supports, key=lambda one: (lacking[one.id], one.id))
        return {support.id: self._missed(support, lacking[support.id]) for support in nearest}

    def _missed(self, support: Support, lacking: float) -> Missed:
        if support.cost > self.runner.election.budget:
            return Missed(None)
        guess = self._estimate(support, lacking)
        return self._search(support, guess) if self._can_try() else Missed(guess, exact=False)

    def _can_try(self) -> bool:
        return self.effort > 4 * self.each_try

    def _estimate(self, support: Support, lacking: float) -> int:
        """What was lacking in the deciding run, and more because further voters also thin out everyone's share."""
        lacking = max(0.0, lacking)  # below nought: affordable, and kept out by the least number of votes
        voters = self.runner.supporters.voters
        thinned = lacking / (1 - lacking / voters) if lacking < voters * 0.9 else lacking * 10
        least = max(1, self.min_votes - self.runner.election.facts.votes[support.id])
        return least if thinned == inf else min(MOST_VOTES, max(least, ceil(thinned - 1e-6)))

    def _search(self, support: Support, guess: int) -> Missed:
        """Go up by what is lacking until it suffices, then down by 1, 2, 4 … and by halves to the first that does."""
        low, high, stride = 0, guess, 1
        while lacks := self._lacks(support, high):
            if high >= MOST_VOTES:
                return Missed(None)
            if not self._can_try():
                return Missed(high, exact=False)
            low, high, stride = high, min(MOST_VOTES, high + max(lacks, stride)), stride * 2
        stride = 1
        while high - low > 1 and self._can_try():
            middle = max((low + high) // 2, high - stride) if low else max(1, high - stride)
            stride *= 2
            if self._lacks(support, middle):
                low = middle
            else:
                high = middle
        return Missed(high, exact=high - low <= 1)

    def _lacks(self, support: Support, votes: int) -> int:
        """How many more votes than these the deciding run asks for; 0 where these suffice."""
        runner, richer = self._with(support, votes)
        funded, run = self.funded(runner)
        lacking = 0
        if support.id not in funded:
            watching = Watching(runner, run.start, [richer], self._each)
            watching.to_the_end()
            lacking = self._estimate(richer, watching.lacking[support.id])
        self.effort -= runner.looked_at
        return lacking

    def _with(self, support: Support, votes: int) -> tuple[Runner, Support]:
        """The election with this many further ballots for one project, and that project in it."""
        supporters, election = self.runner.supporters, self.runner.election
        more = replace(supporters, ballots=(*supporters.ballots, FURTHER), voters=supporters.voters + votes)
        richer = support_of(
            support.id,
            support.cost,
            np.append(support.ballots, len(supporters.ballots)),
            np.append(support.many, votes),
            np.append(support.utilities, self._each(support)),
        )
        others = [one for one in self.runner.eligible if one.id != support.id]
        enough = election.facts.votes[support.id] + votes >= self.min_votes
        eligible = [*others, richer] if enough else others
        return Runner(election.with_further(support.id, votes), more, eligible), richer

    def _support(self, project_id: str) -> Support:
        known = next((one for one in self.runner.supporters.projects if one.id == project_id), None)
        if known is not None:
            return known
        nobody = np.zeros(0, dtype=np.int64)
        cost = self.runner.election.by_id[project_id].cost
        return support_of(project_id, cost, nobody, nobody, nobody)

    def _each(self, support: Support) -> int:
        """Utility of one further voter."""
        most_given = self.runner.election.profile.most_given
        return self.runner.supporters.utility_of_keen_voter(support.cost, most_given)


class Watching(Running):
    """A run that notes, for projects not funded, the smallest number of further voters they lacked in any round."""

    def __init__(
        self, runner: Runner, start: Fraction, watched: Iterable[Support], each: Callable[[Support], int]
    ) -> None:
        super().__init__(runner, start)
        self.watched = {one.id: (one, each(one)) for one in watched}
        self.lacking = dict.fromkeys(self.watched, inf)

    def to_the_end(self) -> Run:
        """Run on, then look at what would have been affordable when nothing else was any more."""
        result = super().to_the_end()
        self._note(inf)
        return result

    def _fund(self, support: Support, rho: float, exact: Fraction | None) -> None:
        self._note(rho)
        super()._fund(support, rho, exact)

    def _note(self, rho: float) -> None:
        """To be taken now, a project's supporters and the further ones must raise its cost with no more than ρ."""
        for project_id, (support, each) in list(self.watched.items()):
            if self.runner.election.conflicts and self.spending.excluded_by(project_id):
                del self.watched[project_id]
                continue
            money = self.purses[support.ballots]
            missing = support.cost - float(
                np.minimum(money, rho * support.utilities_float) @ support.many_float
            )
            from_each = min(self.start, rho * each)
            votes = missing / from_each if from_each > 0 else inf
            self.lacking[project_id] = min(self.lacking[project_id], votes)
