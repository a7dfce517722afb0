"""Points: a ballot shares a number of points among proposals."""

from collections.abc import Mapping

from app.domain.ballots.base import Choices, NumberBallot, check_count, describe_count
from app.domain.ballots.limits import LimitField, refuse_upside_down
from app.domain.ballots.options import Options
from app.domain.errors import RuleBroken


class Points(NumberBallot):
    """Share up to ``total`` points, at most ``max_each`` to one proposal, among ``min`` to ``max`` proposals."""

    key = "points"
    pb_vote_type = "cumulative"
    limit_fields = (
        LimitField("total", required=True, lowest=1),
        LimitField("max_each", lowest=1),
        LimitField("min", default=1),
        LimitField("max", lowest=1),
    )

    def _read(self, raw: object) -> Choices:
        # No points is the same as not being on the ballot.
        return tuple(pair for pair in super()._read(raw) if pair[1] > 0)

    def _check_limits(self, limits: Mapping[str, int]) -> None:
        refuse_upside_down(limits, "min", "max")
        refuse_upside_down(limits, "max_each", "total")
        refuse_upside_down(limits, "min", "total")

    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None:
        check_count(pot, len(choices), limits)
        most = limits.get("max_each", limits["total"])
        for proposal_id, points in choices:
            if points > most:
                raise RuleBroken("ballot.over_each", pot=pot, proposal=proposal_id, points=points, max=most)
        given = sum(points for _, points in choices)
        if given > limits["total"]:
            raise RuleBroken("ballot.over_total", pot=pot, points=given, total=limits["total"])

    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]:
        texts = [("limit.points_total", {"total": limits["total"]})]
        if limits.get("max_each", limits["total"]) < limits["total"]:
            texts.append(("limit.points_each", {"max": limits["max_each"]}))
        if "max" in limits or limits.get("min", 0) > 1:
            texts += describe_count(limits, "choose")
        return texts
