"""Equal Shares: every voter gets the same share of the budget, and supporters pay together for what they chose.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021;
completions as named on equalshares.net.
"""

from collections.abc import Mapping
from typing import Any

from app.domain.allocation.equal_shares.completion import COMPLETIONS, deciding_run
from app.domain.allocation.equal_shares.more_votes import MissedVotes
from app.domain.allocation.equal_shares.reasons import Told
from app.domain.allocation.equal_shares.rounds import Run, Runner, replayed, ties_that_mattered
from app.domain.allocation.equal_shares.supporters import UTILITIES, Supporters, supporters_of
from app.domain.allocation.greedy import Walk, ties_that_decided
from app.domain.allocation.payments import Payments
from app.domain.allocation.result import Allocation
from app.domain.allocation.settings import known_only, one_of, whole
from app.domain.allocation.spending import Spending
from app.domain.tally import Election


class EqualShares:
    """Settings: ``utility``, ``completion``, ``step`` (cents added to every start, default 100), ``min_votes``.

    With ``searches`` off, the further votes that the others would have needed are estimates.
    """

    key = "equal-shares"

    def __init__(self, *, searches: bool = True) -> None:
        self.searches = searches

    def settings_from(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Validate settings from a form or JSON. Raises ``RuleBroken``."""
        known_only(raw, ("utility", "completion", "step", "min_votes"))
        return {
            "utility": one_of(raw, "utility", UTILITIES, "cost"),
            "completion": one_of(raw, "completion", COMPLETIONS, "none"),
            "step": whole(raw, "step", default=100, lowest=1),
            "min_votes": whole(raw, "min_votes", default=0),
        }

    def allocate(self, election: Election, settings: Mapping[str, Any]) -> Allocation:
        """Run the rule.

        Worked example: budget 9 €, one voter for A (3 €), two for B (6 €). Each of the three starts with 3 €. With
        utility ``cardinality`` both have ρ = 3; with ``cost`` A has ρ = 1 and B ρ = 1/2, so B comes first.
        """
        chosen = self.settings_from(settings)
        supporters = supporters_of(election, chosen["utility"])
        runner = Runner(election, supporters, _eligible(election, supporters, chosen))
        run, walk, payments = _decided_and_replayed(runner, chosen)
        lost = [one.id for one in election.projects if one.id not in walk.spending.selected]
        missed = MissedVotes(runner, run, chosen["min_votes"], lambda other: _funded(other, chosen))
        if not self.searches:
            missed.effort = 0
        ties = ties_that_mattered(election, run)
        if COMPLETIONS[chosen["completion"]].then_greedy:
            ties += ties_that_decided(election, {**chosen, "stop_at_first_misfit": False}, run.selected)
        return Allocation(
            rule=self.key,
            settings=chosen,
            budget=election.budget,
            selected=tuple(walk.spending.selected),
            spent=election.budget - walk.spending.left,
            votes=election.facts.votes,
            scores=election.scores,
            reasons=Told(election, supporters, run, payments, walk, missed.find(lost)).reasons(),
            ties=ties,
            start=run.start,
            payments=payments,
        )


RULE = EqualShares()
ESTIMATING = EqualShares(searches=False)
"""The same winners, without the search for further votes."""


def _eligible(election: Election, supporters: Supporters, settings: Mapping[str, Any]) -> list[Any]:
    votes = election.facts.votes
    return [one for one in supporters.projects if votes[one.id] >= settings["min_votes"]]


def _decided_and_replayed(runner: Runner, settings: Mapping[str, Any]) -> tuple[Run, Walk, Payments]:
    """The decision with its exact payments. Should they disagree with the floats, all is decided in fractions."""
    try:
        run, walk = _decided(runner, settings)
        return run, walk, replayed(runner.supporters, run)
    except ArithmeticError:
        careful = Runner(runner.election, runner.supporters, runner.eligible, only_exact=True)
        run, walk = _decided(careful, settings)
        return run, walk, replayed(runner.supporters, run)


def _decided(runner: Runner, settings: Mapping[str, Any]) -> tuple[Run, Walk]:
    """The deciding run, and what greedy spending adds, if the completion asks for it."""
    run = deciding_run(runner, settings["completion"], settings["step"])
    spending = Spending(runner.election, run.selected)
    walk = Walk(spending, settings["min_votes"], funded_code="funded_by_completion")
    if COMPLETIONS[settings["completion"]].then_greedy:
        taken = set(run.selected)
        walk.down(one for one in runner.election.order if one not in taken)
    return run, walk


def _funded(runner: Runner, settings: Mapping[str, Any]) -> tuple[frozenset[str], Run]:
    run, walk = _decided(runner, settings)
    return frozenset(walk.spending.selected), run
