"""The allocation rules: a file or folder each, one line each in :data:`RULES`; all give a reason for every project."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.domain.allocation import equal_shares, greedy, ranking
from app.domain.allocation.payments import Paid, Payments
from app.domain.allocation.result import MONEY_PARAMS, Allocation, Reason
from app.domain.errors import RuleBroken
from app.domain.tally import Election, Tie


class Rule(Protocol):
    """A way to decide: validates its settings and allocates an election."""

    key: str

    def settings_from(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as canonical JSON-able data; raises ``RuleBroken``."""

    def allocate(self, election: Election, settings: Mapping[str, Any]) -> Allocation:
        """Decide, with a reason for every project."""


RULES: dict[str, Rule] = {
    "greedy": greedy.RULE,
    "equal-shares": equal_shares.RULE,
    "ranking": ranking.RULE,
}

__all__ = [
    "MONEY_PARAMS",
    "RULES",
    "Allocation",
    "Paid",
    "Payments",
    "Reason",
    "Rule",
    "Tie",
    "allocate",
    "allocation_rule",
    "winners_by",
]


def allocation_rule(key: str) -> Rule:
    """The rule of this name. Raises ``RuleBroken("rule.unknown")``."""
    try:
        return RULES[key]
    except KeyError:
        raise RuleBroken("rule.unknown", key=key) from None


def allocate(key: str, election: Election, settings: Mapping[str, Any] | None = None) -> Allocation:
    """Run one rule on one election."""
    return allocation_rule(key).allocate(election, settings or {})


def winners_by(key: str, election: Election, settings: Mapping[str, Any] | None = None) -> Allocation:
    """As :func:`allocate`, for who only wants to see what the rule funds: further votes are estimates."""
    rule = equal_shares.ESTIMATING if key == equal_shares.RULE.key else allocation_rule(key)
    return rule.allocate(election, settings or {})
