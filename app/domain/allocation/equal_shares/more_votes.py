"""How many further voters a project would have needed under Equal Shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, inf

import numpy as np

from app.domain.allocation.equal_shares.rounds import Run, Runner, Running
from app.domain.allocation.equal_shares.supporters import Support, support_of
from app.domain.tally import Election, Facts

Each = Callable[[Support], int]
"""Utility that a further voter has for a project."""

FURTHER = ("further voters",)

EFFORT = 150_000_000
"""Supporters looked at before the search stops being exact for the projects that are furthest from being funded."""


@dataclass(frozen=True)
class Missed:
    """``votes`` further voters are needed; where not ``exact``, at least so many. None: no number would do."""

    votes: int | None
    exact: bool = True


class MissedVotes:
    """For each project not funded: the smallest number k of further voters who choose only it and so fund it.

    The money raised in the deciding run, n · start, is then shared by n + k voters, and each further voter gives
    the project as much as any ballot gave any project. Found by trying: from a lower bound of k, a run says
    whether the project is funded, and if not, how many voters it lacked at the closest. Projects that lack
    fewest come first; beyond :data:`EFFORT` only the lower bound is told.
    """

    def __init__(self, runner: Runner, run: Run, min_votes: int) -> None:
        self.runner = runner
        self.run = run
        self.election: Election = runner.election
        self.min_votes = min_votes
        self.money = run.start * runner.supporters.voters
        self.found: dict[str, Missed] = {}

    def find(self, ids: Iterable[str]) -> dict[str, Missed]:
        """Missed votes of these projects."""
        supports = {one: self._support(one) for one in ids}
        lacking = lacked(self.runner, self.run.start, list(supports.values()), self._each)
        effort = EFFORT
        each_run = 10 * sum(len(one.ballots) for one in self.runner.eligible) + 1
        for project_id in sorted(supports, key=lambda one: (lacking[one], one)):
            least = max(1, self._below_minimum(project_id), _whole(lacking[project_id]))
            if self.election.by_id[project_id].cost > min(Fraction(self.election.budget), self.money):
                self.found[project_id] = Missed(None)
            elif effort <= 0:
                self.found[project_id] = Missed(least, exact=False)
            else:
                votes, runs = self._search(supports[project_id], least)
                effort -= runs * each_run
                self.found[project_id] = Missed(votes)
        return self.found

    def _search(self, support: Support, votes: int) -> tuple[int | None, int]:
        for runs in range(1, 100):
            runner, richer = self._with(support, votes)
            start = self.money / runner.supporters.voters
            watching = Watching(runner, start, [richer], self._each)
            if support.id in watching.to_the_end().selected:
                return votes, runs
            votes += max(1, _whole(watching.lacking[support.id]))
            if votes > 10**9:
                break
        return None, runs

    def _with(self, support: Support, votes: int) -> tuple[Runner, Support]:
        """The election with this many further voters for one project."""
        supporters = self.runner.supporters
        everyone = replace(
            supporters, ballots=(*supporters.ballots, FURTHER), voters=supporters.voters + votes
        )
        richer = support_of(
            support.id,
            support.cost,
            np.append(support.ballots, np.int32(len(supporters.ballots))),
            np.append(support.many, votes),
            np.append(support.utilities, self._each(support)),
        )
        others = [one for one in self.runner.eligible if one.id != support.id]
        facts = self.election.facts
        raised = Facts({**facts.votes, support.id: facts.votes[support.id] + votes}, facts.costs)
        return Runner(self.election, everyone, [*others, richer], raised), richer

    def _support(self, project_id: str) -> Support:
        known = next((one for one in self.runner.supporters.projects if one.id == project_id), None)
        if known is not None:
            return known
        nobody = np.zeros(0, dtype=np.int64)
        cost = self.election.by_id[project_id].cost
        return support_of(project_id, cost, nobody.astype(np.int32), nobody, nobody)

    def _each(self, support: Support) -> int:
        """Utility of one further voter."""
        return self.runner.supporters.utility_of_keen_voter(support.cost, self.election.profile.most_given)

    def _below_minimum(self, project_id: str) -> int:
        return self.min_votes - self.election.facts.votes[project_id]


class Watching(Running):
    """A run that notes, for projects not funded, the smallest number of further voters they lacked in any round."""

    def __init__(self, runner: Runner, start: Fraction, watched: Iterable[Support], each: Each) -> None:
        super().__init__(runner, start)
        self.watched = {one.id: one for one in watched}
        self.each = each
        self.lacking = dict.fromkeys(self.watched, inf)

    def to_the_end(self) -> Run:
        """Run on, then look at what would have been affordable when nothing else was any more."""
        result = super().to_the_end()
        self._note(inf)
        return result

    def _fund(self, support: Support, rho: float, exact: Fraction | None) -> None:
        self.watched.pop(support.id, None)
        self._note(rho)
        super()._fund(support, rho, exact)

    def _note(self, rho: float) -> None:
        """To be taken now, a project's supporters and the further ones must raise its cost with no more than ρ."""
        for project_id, support in list(self.watched.items()):
            if self.runner.election.conflicts and self.spending.excluded_by(project_id):
                del self.watched[project_id]
                continue
            money = self.purses[support.ballots]
            asked = rho * support.utilities_float
            missing = support.cost - float(np.minimum(money, asked) @ support.many_float)
            from_each = min(float(self.result.start), rho * self.each(support))
            votes = missing / from_each if from_each > 0 else inf
            self.lacking[project_id] = min(self.lacking[project_id], votes)


def lacked(runner: Runner, start: Fraction, watched: Iterable[Support], each: Each) -> dict[str, float]:
    """For each project, a lower bound of the further voters it needs, from one run as it was."""
    watching = Watching(runner, start, watched, each)
    watching.to_the_end()
    return watching.lacking


def _whole(votes: float) -> int:
    """Rounded up, unless floats may have carried it over a whole number: the search then tries that number first."""
    return 0 if votes == inf else max(0, ceil(votes - 1e-6))

