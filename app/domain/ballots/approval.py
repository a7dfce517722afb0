"""Approval: a ballot is a set of proposals, between a least and a most number of them."""

from collections.abc import Mapping

from app.domain.ballots.base import Choices, ListBallot, check_count, describe_count
from app.domain.ballots.limits import LimitField, Limits
from app.domain.ballots.options import Options


class Approval(ListBallot):
    """Choose ``min`` to ``max`` proposals; each counts one."""

    key = "approval"
    pb_vote_type = "approval"
    takes = "set"
    limit_fields = (LimitField("min", default=1), LimitField("max", lowest=1))

    def support(self, choices: Choices, limits: Limits) -> dict[str, int]:
        """One for every chosen proposal."""
        return dict.fromkeys(choices, 1)

    def _in_canonical_order(self, choices: Choices, options: Options) -> Choices:
        return tuple(sorted(choices))

    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None:
        check_count(pot, len(choices), limits)

    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]:
        return describe_count(limits, "choose")
