"""One run of Equal Shares from a given start: fund the project with the smallest ρ, charge its supporters, repeat."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from app.domain.allocation.equal_shares.exact import ExactPurses
from app.domain.allocation.equal_shares.proposing import Proposal, propose
from app.domain.allocation.equal_shares.supporters import Floats, Support, Supporters
from app.domain.allocation.spending import Spending
from app.domain.tally import Election, Tie


@dataclass(frozen=True)
class Funded:
    """One round: the project funded, its ρ as a float, and exactly where that was needed or free."""

    support: Support
    rho: float
    exact: Fraction | None


@dataclass
class Run:
    """The outcome of one start, in cents a voter: rounds in order, the cost of all of them, and ties in ρ."""

    start: Fraction
    rounds: list[Funded] = field(default_factory=list)
    tied: list[list[Support]] = field(default_factory=list)
    cost: int = 0

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids in the order funded."""
        return tuple(one.support.id for one in self.rounds)


class Runner:
    """Runs an election from any start. ``eligible`` projects only; rivals drop out as their group fills."""

    def __init__(self, election: Election, supporters: Supporters, eligible: Iterable[Support]) -> None:
        self.election = election
        self.supporters = supporters
        self.eligible = tuple(eligible)
        self._first = {one.id: one.cost / one.total_float * (1 - 1e-12) for one in self.eligible}
        self._tie_key = {one.id: election.ties.key(one.id, election.facts) for one in self.eligible}

    def run(self, start: Fraction) -> Run:
        """All rounds from this start. The result is the exact one, whatever floats proposed on the way."""
        return _Running(self, start).to_the_end()

    def first_bounds(self) -> list[tuple[float, int]]:
        """A heap of lower bounds of ρ with the index of the project, before anything is paid."""
        heap = [(self._first[one.id], at) for at, one in enumerate(self.eligible)]
        heapq.heapify(heap)
        return heap

    def best_in_tie_order(self, tied: list[Support]) -> Support:
        """The project that the tie order takes first."""
        return min(tied, key=lambda one: self._tie_key[one.id])


class _Running:
    def __init__(self, runner: Runner, start: Fraction) -> None:
        self.runner = runner
        self.result = Run(start)
        self.spending = Spending(runner.election)
        self.purses: Floats = np.full(len(runner.supporters.ballots), float(start))
        self.heap = runner.first_bounds()
        self._exact: ExactPurses | None = None
        self._exact_rounds = 0

    def to_the_end(self) -> Run:
        while True:
            contest = self._contest()
            if not contest:
                return self.result
            self._fund(*self._decide(contest))

    def _contest(self) -> list[tuple[Support, Proposal, int]]:
        """Projects whose ρ may be the smallest: usually one, several where floats cannot tell them apart."""
        found: list[tuple[Support, Proposal, int]] = []
        ceiling = np.inf
        while self.heap and self.heap[0][0] <= ceiling:
            bound, at = heapq.heappop(self.heap)
            support = self.runner.eligible[at]
            if self.runner.election.conflicts and self.spending.excluded_by(support.id):
                continue
            proposal = propose(support, self.purses, bound)
            if proposal is not None and proposal.doubtful:
                proposal = self._made_exact(support)
            if proposal is not None:
                ceiling = min(ceiling, proposal.high)
                found.append((support, proposal, at))
        contest = []
        for entry in found:
            if entry[1].low <= ceiling:
                contest.append(entry)
            else:
                heapq.heappush(self.heap, (entry[1].low, entry[2]))
        return contest

    def _made_exact(self, support: Support) -> Proposal | None:
        rho = self._exact_purses().rho(support)
        return None if rho is None else Proposal(float(rho) * (1 - 1e-9), float(rho) * (1 + 1e-9), exact=rho)

    def _decide(self, contest: list[tuple[Support, Proposal, int]]) -> tuple[Support, float, Fraction | None]:
        """The project to fund, its ρ, and its exact ρ if known; the others of the contest go back on the heap."""
        if len(contest) == 1:
            support, proposal, _ = contest[0]
            return support, (proposal.low + proposal.high) / 2, proposal.exact
        exact = {}
        for support, proposal, _ in contest:
            rho = proposal.exact
            if rho is None:
                rho = self._exact_purses().rho(support, proposal.low)
            if rho is not None:
                exact[support.id] = rho
        smallest = min(exact.values())
        tied = [support for support, _, _ in contest if exact.get(support.id) == smallest]
        winner = self.runner.best_in_tie_order(tied)
        if len(tied) > 1:
            self.result.tied.append(tied)
        for support, proposal, at in contest:
            if support is not winner and support.id in exact:
                heapq.heappush(self.heap, (proposal.low, at))
        return winner, float(smallest), smallest

    def _fund(self, support: Support, rho: float, exact: Fraction | None) -> None:
        self.result.rounds.append(Funded(support, rho, exact))
        self.result.cost += support.cost
        self.spending.fund(support.id)
        money = self.purses[support.ballots]
        asked = rho * (support.utilities_float if support.shared is None else support.shared)
        self.purses[support.ballots] = np.maximum(money - asked, 0.0)

    def _exact_purses(self) -> ExactPurses:
        """Exact purses after all rounds so far, brought up to date by replaying the rounds since the last call."""
        if self._exact is None:
            self._exact = ExactPurses(self.runner.supporters, self.result.start)
        for funded in self.result.rounds[self._exact_rounds :]:
            replay(self._exact, funded)
        self._exact_rounds = len(self.result.rounds)
        return self._exact


def replay(purses: ExactPurses, funded: Funded) -> tuple[Fraction, object]:
    """Fund a project once more in exact arithmetic; returns its exact ρ and the payments."""
    rho = funded.exact if funded.exact is not None else purses.rho(funded.support, funded.rho)
    if rho is None or abs(float(rho) - funded.rho) > 1e-8 * max(funded.rho, float(rho)):
        raise ArithmeticError(f"floats went astray at project {funded.support.id}")
    return rho, purses.pay(funded.support, rho)


def ties_that_mattered(election: Election, run: Run) -> tuple[Tie, ...]:
    """Ties in ρ that left a project out, or whose supporters overlap, so that the order changed what they paid.

    Three tied projects are told once, not once more for the two that remain.
    """
    selected = set(run.selected)
    found: list[Tie] = []
    for tied in run.tied:
        ids = {one.id for one in tied}
        told = any(ids <= set(tie.projects) for tie in found)
        if not told and (not ids <= selected or _overlap(tied)):
            found.append(election.ties.record("share", ids, election.facts))
    return tuple(found)


def _overlap(tied: list[Support]) -> bool:
    ballots = np.concatenate([one.ballots for one in tied])
    return len(np.unique(ballots)) < len(ballots)
