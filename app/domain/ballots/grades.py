"""Grades: a ballot gives proposals a grade on a scale."""

from collections.abc import Mapping

from app.domain.ballots.base import Choices, NumberBallot, check_count, describe_count
from app.domain.ballots.limits import LimitField, refuse_upside_down
from app.domain.ballots.options import Options
from app.domain.errors import RuleBroken


class Grades(NumberBallot):
    """Grade at least ``min`` proposals (and at most ``max``) from ``lowest`` to ``highest``, whole numbers.

    An ungraded proposal gets nothing; that differs from the grade 0 only in the number of ballots it appears on.
    """

    key = "grades"
    pb_vote_type = "scoring"
    limit_fields = (
        LimitField("lowest", default=0),
        LimitField("highest", required=True, lowest=1),
        LimitField("min", default=1),
        LimitField("max", lowest=1),
    )

    def _check_limits(self, limits: Mapping[str, int]) -> None:
        refuse_upside_down(limits, "min", "max")
        refuse_upside_down(limits, "lowest", "highest", strict=True)

    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None:
        check_count(pot, len(choices), limits)
        lowest, highest = limits["lowest"], limits["highest"]
        for proposal_id, grade in choices:
            if not lowest <= grade <= highest:
                raise RuleBroken(
                    "ballot.off_scale",
                    pot=pot,
                    proposal=proposal_id,
                    grade=grade,
                    lowest=lowest,
                    highest=highest,
                )

    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]:
        scale = ("limit.grade_between", {"lowest": limits["lowest"], "highest": limits["highest"]})
        count = describe_count(limits, "choose") if "max" in limits or limits.get("min", 0) > 1 else []
        return [scale, *count]
