"""Ranking: a ballot is an ordered list of proposals without repeats, best first."""

from collections.abc import Mapping

from app.domain.ballots.base import Choices, ListBallot, check_count, describe_count
from app.domain.ballots.limits import LimitField, Limits
from app.domain.ballots.options import Options


class Ranking(ListBallot):
    """Rank ``min`` to ``max`` proposals; with k = ``max`` they get k, k−1, … points (Borda with maximum length).

    The length that counts is the one allowed, not the one used: a short ballot's first choice gets k as well.
    """

    key = "ranking"
    pb_vote_type = "ordinal"
    takes = "order"
    limit_fields = (LimitField("min", default=1), LimitField("max", required=True, lowest=1))

    def support(self, choices: Choices, limits: Limits) -> dict[str, int]:
        """Borda points: with ``max`` 3 the list ``("7", "12")`` gives 3 to 7 and 2 to 12."""
        most: int = limits["max"]
        return {one: most - place for place, one in enumerate(choices[:most])}

    def _in_canonical_order(self, choices: Choices, options: Options) -> Choices:
        # Order counts only within a pot; pots follow each other as text so that equal ballots are equal strings.
        return tuple(sorted(choices, key=lambda one: options.proposals[one].pot))

    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None:
        check_count(pot, len(choices), limits)

    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]:
        return describe_count(limits, "rank")
