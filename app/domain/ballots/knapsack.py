"""Knapsack: a ballot is a set of proposals whose official costs fit the pot."""

from collections.abc import Mapping

from app.domain.ballots.approval import Approval
from app.domain.ballots.base import Choices, check_count, describe_count
from app.domain.ballots.options import Options
from app.domain.errors import RuleBroken


class Knapsack(Approval):
    """Spend up to the pot's amount; costs are those of the options, whatever the voter's page may have sent.

    Counted like approval. Goel, Krishnaswamy, Sakshuwong and Aitamurto, "Knapsack Voting for Participatory
    Budgeting", ACM Transactions on Economics and Computation, 2019.
    """

    key = "knapsack"

    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None:
        check_count(pot, len(choices), limits)
        cost, amount = options.cost_of(choices), options.pots[pot]
        if cost > amount:
            raise RuleBroken(
                "ballot.over_budget", pot=pot, cost=cost, amount=amount, over_cents=cost - amount
            )

    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]:
        count = describe_count(limits, "choose") if "max" in limits or limits.get("min", 0) > 1 else []
        return [("limit.spend_up_to", {"amount": amount}), *count]
