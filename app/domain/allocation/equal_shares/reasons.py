"""A reason with numbers for every project under Equal Shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from app.domain.allocation.equal_shares.more_votes import Missed
from app.domain.allocation.equal_shares.rounds import Run
from app.domain.allocation.equal_shares.supporters import Support, Supporters
from app.domain.allocation.greedy import Walk
from app.domain.allocation.payments import Payments
from app.domain.allocation.result import Reason, standing
from app.domain.allocation.spending import Spending
from app.domain.tally import Election


@dataclass(frozen=True)
class Told:
    """What the reasons are told from: the deciding run, its exact payments and, if any, the greedy walk after it."""

    election: Election
    supporters: Supporters
    run: Run
    payments: Payments
    walk: Walk
    missed: Mapping[str, Missed]

    def reasons(self) -> dict[str, Reason]:
        """One reason for each project, in ballot order."""
        by_shares = self._by_shares()
        found = {}
        for project in self.election.projects:
            reason = by_shares.get(project.id) or self._not_by_shares(project.id)
            found[project.id] = reason
        return found

    def _by_shares(self) -> dict[str, Reason]:
        spending = Spending(self.election)
        found = {}
        for place, project_id in enumerate(self.run.selected, start=1):
            spending.fund(project_id)
            params = {
                **standing(self.election, project_id),
                "place": place,
                "left": spending.left,
                "budget": self.election.budget,
                "max_payment": round(self.payments.paid[project_id].most),
            }
            found[project_id] = Reason("funded_by_shares", params)
        return found

    def _not_by_shares(self, project_id: str) -> Reason:
        completed = self.walk.reasons.get(project_id)
        if completed is not None and completed.code == "funded_by_completion":
            return completed
        obstacle = completed or self._obstacle(project_id)
        params = {**standing(self.election, project_id), **obstacle.params, **self._short_of(project_id)}
        missed = self.missed[project_id]
        params |= {"more_votes": missed.votes, "more_votes_exact": missed.exact}
        return Reason(obstacle.code, params)

    def _obstacle(self, project_id: str) -> Reason:
        reason = self.walk.obstacle(project_id)
        if reason is None or reason.code == "does_not_fit":
            return Reason("supporters_short", {})
        return reason

    def _short_of(self, project_id: str) -> dict[str, Any]:
        """What the supporters of a project had left together and at most each, and what was missing."""
        support = self._supports.get(project_id)
        if support is None:
            return {}
        held, most = self._held_by(support)
        missing = max(Fraction(0), support.cost - held)
        # Money that exists is rounded down and money that is missing up, so that the two never seem to suffice.
        return {"supporters_left": int(held), "most_left": int(most), "supporters_short": -int(-missing // 1)}

    def _held_by(self, support: Support) -> tuple[Fraction, Fraction]:
        left = self.payments.left
        members = left.member[support.ballots].tolist()
        counts = support.many.tolist()
        whole = sum(left.amounts[member] * many for member, many in zip(members, counts, strict=True))
        most = max(left.amounts[member] for member in set(members))
        return Fraction(whole, left.denominator), Fraction(most, left.denominator)

    @cached_property
    def _supports(self) -> dict[str, Support]:
        return {one.id: one for one in self.supporters.projects}
