"""One run of Equal Shares from a given start: fund the project with the smallest ρ, charge its supporters, repeat."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from app.domain.allocation.equal_shares.exact import ExactPurses
from app.domain.allocation.equal_shares.proposing import CLOSE, Proposal, propose
from app.domain.allocation.equal_shares.supporters import Floats, Support, Supporters
from app.domain.allocation.payments import Paid, Payments
from app.domain.allocation.spending import Spending
from app.domain.tally import Election, Tie

EACH_LOOK = 3000
"""A look at a project costs as much as so many supporters even if it has few, when work is counted."""


@dataclass(frozen=True)
class Funded:
    """One round: the project funded, its ρ as a float, and exactly where that was needed or free."""

    support: Support
    rho: float
    exact: Fraction | None


@dataclass
class Run:
    """The outcome of one start, in cents a voter: rounds in order, the cost of all of them, and ties in ρ.

    ``same_between`` says, of a run that had a guide, that every start between the guide's and this one funds the
    same projects in the same order.
    """

    start: Fraction
    rounds: list[Funded] = field(default_factory=list)
    tied: list[list[Support]] = field(default_factory=list)
    cost: int = 0
    same_between: bool = False

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids in the order funded."""
        return tuple(one.support.id for one in self.rounds)

    @property
    def was_never_short(self) -> bool:
        """Whether all supporters of all that is funded paid in full: no higher start makes any of it come sooner."""
        return all(one.exact == Fraction(one.support.cost, one.support.total) for one in self.rounds)


class Runner:
    """Runs an election from any start with the ``eligible`` projects; rivals drop out as their group fills.

    ``looked_at`` counts the supporters whose purses all runs have looked into: the work done so far. With
    ``only_exact`` floats tell no more than the order in which to look: slow, and the same result.
    """

    def __init__(
        self,
        election: Election,
        supporters: Supporters,
        eligible: Iterable[Support],
        *,
        only_exact: bool = False,
    ) -> None:
        self.only_exact = only_exact
        self.election = election
        self.supporters = supporters
        self.eligible = tuple(eligible)
        self._bounds = [
            (one.cost / one.total_float * (1 - CLOSE), at) for at, one in enumerate(self.eligible)
        ]
        heapq.heapify(self._bounds)
        self.tie_key = {one.id: election.ties.key(one.id, election.facts) for one in self.eligible}
        self.looked_at = 0

    def run(self, start: Fraction, guide: Run | None = None) -> Run:
        """All rounds from this start. The result is the exact one, whatever floats proposed on the way.

        With a ``guide`` (a run from a lower start) it also finds out whether all starts in between agree. For one and
        the same sequence of projects a higher start leaves every purse as full or fuller, so every ρ only falls
        as the start rises. If in each round the project funded has a smaller ρ at the lower start than any other
        has at the higher start, it is therefore the one funded everywhere in between.
        """
        return Running(self, start, guide).to_the_end()

    def lowest(self, support: Support) -> tuple[Fraction, object]:
        """The lowest ρ that any start gives a project, with its place in the tie order."""
        return Fraction(support.cost, support.total), self.tie_key[support.id]

    def bounds(self) -> list[tuple[float, int]]:
        """A heap of lower bounds of ρ with the index of the project, before anything is paid."""
        return list(self._bounds)


@dataclass(frozen=True)
class _Entry:
    support: Support
    proposal: Proposal
    at: int


class Running:
    """The state of a run: purses as floats, the heap of lower bounds, and exact purses once they were needed."""

    def __init__(self, runner: Runner, start: Fraction, guide: Run | None = None) -> None:
        self.runner = runner
        self.guide = guide
        self.result = Run(start, same_between=guide is not None)
        self.spending = Spending(runner.election)
        self.start = float(start)
        self.purses: Floats = np.full(len(runner.supporters.ballots), self.start)
        self.heap = runner.bounds()
        self._exact: ExactPurses | None = None
        self._exact_rounds = 0

    def to_the_end(self) -> Run:
        """Fund round by round until nothing is affordable."""
        while self.round():
            pass
        if self.guide is not None and len(self.guide.rounds) != len(self.result.rounds):
            self.result.same_between = False
        return self.result

    def round(self) -> bool:
        """Fund one project; False where none can be afforded any more."""
        entries = self._affordable_up_to(self._guide_rho())
        if not entries:
            return False
        ceiling = min(entry.proposal.high for entry in entries)
        contest = [entry for entry in entries if entry.proposal.low <= ceiling]
        winner, rho, exact = self._decide(contest)
        if self.result.same_between:
            self.result.same_between = self._agrees_with_guide(winner, entries)
        for entry in entries:
            if entry.support is not winner:
                heapq.heappush(self.heap, (entry.proposal.low, entry.at))
        self._fund(winner, rho, exact)
        return True

    def _guide_rho(self) -> float:
        at = len(self.result.rounds)
        if self.result.same_between and self.guide is not None and at < len(self.guide.rounds):
            return self.guide.rounds[at].rho * (1 + 3 * CLOSE)
        return 0.0

    def _affordable_up_to(self, least: float) -> list[_Entry]:
        """Every project whose ρ may be the smallest or not above ``least``; what cannot be afforded leaves the heap."""
        found = []
        ceiling = np.inf
        while self.heap and self.heap[0][0] <= max(ceiling, least):
            bound, at = heapq.heappop(self.heap)
            support = self.runner.eligible[at]
            if self.runner.election.conflicts and self.spending.excluded_by(support.id):
                continue
            self.runner.looked_at += len(support.ballots) + EACH_LOOK
            proposal = None if self.runner.only_exact else propose(support, self.purses, self.start, bound)
            if self.runner.only_exact or (proposal is not None and proposal.doubtful):
                proposal = self._made_exact(support)
            if proposal is not None:
                ceiling = min(ceiling, proposal.high)
                found.append(_Entry(support, proposal, at))
        return found

    def _made_exact(self, support: Support) -> Proposal | None:
        rho = self._exact_purses().rho(support)
        return (
            None if rho is None else Proposal(float(rho) * (1 - CLOSE), float(rho) * (1 + CLOSE), exact=rho)
        )

    def _decide(self, contest: list[_Entry]) -> tuple[Support, float, Fraction | None]:
        """The project to fund, its ρ, and its exact ρ if known."""
        if len(contest) == 1:
            only = contest[0].proposal
            return contest[0].support, (only.low + only.high) / 2, only.exact
        exact = {entry.support.id: self._exact_rho(entry) for entry in contest}
        smallest = min(exact.values())
        tied = [entry.support for entry in contest if exact[entry.support.id] == smallest]
        if len(tied) > 1:
            self.result.tied.append(tied)
        winner = min(tied, key=lambda one: self.runner.tie_key[one.id])
        return winner, float(smallest), smallest

    def _exact_rho(self, entry: _Entry) -> Fraction:
        if entry.proposal.exact is not None:
            return entry.proposal.exact
        rho = self._exact_purses().rho(entry.support, entry.proposal.low)
        if rho is None:
            raise ArithmeticError(f"floats took project {entry.support.id} for affordable")
        return rho

    def _agrees_with_guide(self, winner: Support, entries: list[_Entry]) -> bool:
        at = len(self.result.rounds)
        if (
            self.guide is None
            or at >= len(self.guide.rounds)
            or self.guide.rounds[at].support.id != winner.id
        ):
            return False
        guided = self.guide.rounds[at]
        return all(
            entry.support is winner
            or entry.proposal.low > guided.rho * (1 + 2 * CLOSE)
            or self._loses_everywhere(entry, guided)
            for entry in entries
        )

    def _loses_everywhere(self, entry: _Entry, guided: Funded) -> bool:
        """Too close for floats, but both known exactly: not smaller, and behind in tie order where equal."""
        if entry.proposal.exact is None or guided.exact is None:
            return False
        key = self.runner.tie_key
        return (guided.exact, key[guided.support.id]) < (entry.proposal.exact, key[entry.support.id])

    def _fund(self, support: Support, rho: float, exact: Fraction | None) -> None:
        self.result.rounds.append(Funded(support, rho, exact))
        self.result.cost += support.cost
        self.spending.fund(support.id)
        money = self.purses.take(support.ballots)
        money -= rho * (support.utilities_float if support.shared is None else support.shared)
        self.purses[support.ballots] = np.maximum(money, 0.0, out=money)

    def _exact_purses(self) -> ExactPurses:
        """Exact purses after all rounds so far, brought up to date by replaying the rounds since the last call."""
        if self._exact is None:
            self._exact = ExactPurses(self.runner.supporters, self.result.start)
        for funded in self.result.rounds[self._exact_rounds :]:
            _replay(self._exact, funded)
        self._exact_rounds = len(self.result.rounds)
        return self._exact


def replayed(supporters: Supporters, run: Run) -> Payments:
    """The whole run once more in exact arithmetic: who paid what for which project, and what they had left."""
    purses = ExactPurses(supporters, run.start)
    paid: Mapping[str, Paid] = {funded.support.id: _replay(purses, funded) for funded in run.rounds}
    return Payments(supporters.ballots, paid, purses.left())


def _replay(purses: ExactPurses, funded: Funded) -> Paid:
    rho = purses.rho(funded.support, funded.rho)
    if rho is None or abs(float(rho) - funded.rho) > 1e-8 * funded.rho:
        raise ArithmeticError(f"floats went astray at project {funded.support.id}")
    return purses.pay(funded.support, rho)


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
