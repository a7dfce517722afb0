"""Greedy: by score, fund what still fits the pot, skip what does not. Real cities mostly decide so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.domain.allocation.result import Allocation, Reason, standing
from app.domain.allocation.settings import flag, known_only, whole
from app.domain.allocation.spending import Spending
from app.domain.tally import Election, Tie


@dataclass
class Walk:
    """Going down the list once: the pot, and a reason for every project passed."""

    spending: Spending
    min_votes: int = 0
    stop_at_first_misfit: bool = False
    funded_code: str = "funded"
    misfit: str | None = None
    reasons: dict[str, Reason] = field(default_factory=dict)

    def down(self, order: Iterable[str]) -> None:
        """Pass the projects in this order, funding what can be."""
        for project_id in order:
            self.reasons[project_id] = self.step(project_id)

    def step(self, project_id: str) -> Reason:
        """Fund the project or say why not."""
        spending = self.spending
        known = standing(spending.election, project_id)
        obstacle = self.obstacle(project_id)
        if obstacle is not None:
            if obstacle.code == "does_not_fit" and self.stop_at_first_misfit:
                self.misfit = project_id
            return Reason(obstacle.code, {**known, **obstacle.params})
        spending.fund(project_id)
        place = len(spending.selected)
        params = {**known, "place": place, "left": spending.left, "budget": spending.election.budget}
        return Reason(self.funded_code, params)

    def obstacle(self, project_id: str) -> Reason | None:
        """What stands between the project and the money just now, or None."""
        spending, election = self.spending, self.spending.election
        if election.scores[project_id] <= 0:
            return Reason("no_support", {})
        if election.facts.votes[project_id] < self.min_votes:
            return Reason("below_minimum", {"minimum": self.min_votes})
        return self.blocked(project_id, len(spending.selected))

    def blocked(self, project_id: str, after: int) -> Reason | None:
        """The obstacles that more votes could have avoided by being earlier on the list."""
        spending = self.spending
        if self.misfit is not None:
            return Reason("stopped", {"after": after, "misfit": self.misfit})
        excluded = spending.excluded_by(project_id)
        if excluded is not None:
            group, winners = excluded
            return Reason(
                "excluded_by_rival", {"rivals": winners, "group": group.key, "at_most": group.at_most}
            )
        if not spending.fits(project_id):
            short = spending.election.by_id[project_id].cost - spending.left
            return Reason("does_not_fit", {"left": spending.left, "short": short, "after": after})
        return None


class Greedy:
    """Settings: ``min_votes`` (ballots a project needs to be considered), ``stop_at_first_misfit``."""

    key = "greedy"

    def settings_from(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Validate settings from a form or JSON. Raises ``RuleBroken`` with ``rule.unknown_setting`` and the like."""
        known_only(raw, ("min_votes", "stop_at_first_misfit"))
        return {
            "min_votes": whole(raw, "min_votes", default=0),
            "stop_at_first_misfit": flag(raw, "stop_at_first_misfit"),
        }

    def allocate(self, election: Election, settings: Mapping[str, Any]) -> Allocation:
        """Fund greedily; a project without any support is never funded."""
        chosen = self.settings_from(settings)
        walk = Walk(Spending(election), chosen["min_votes"], chosen["stop_at_first_misfit"])
        walk.down(election.order)
        for project_id in set(election.order) - set(walk.spending.selected):
            missed = {"more_votes": more_votes(election, project_id, chosen)}
            reason = walk.reasons[project_id]
            walk.reasons[project_id] = Reason(reason.code, {**reason.params, **missed})
        return Allocation(
            rule=self.key,
            settings=chosen,
            budget=election.budget,
            selected=tuple(walk.spending.selected),
            spent=election.budget - walk.spending.left,
            votes=election.facts.votes,
            scores=election.scores,
            reasons={one.id: walk.reasons[one.id] for one in election.projects},
            ties=ties_that_decided(election, chosen),
        )


RULE = Greedy()


def more_votes(election: Election, project_id: str, settings: Mapping[str, Any]) -> int | None:
    """Smallest number of further ballots for this project alone that fund it; None where no number does.

    Each further ballot gives it as much as any ballot gave any project. The others keep their order, so the
    project must only come before the first of them after which it would no longer be funded.
    """
    walk = Walk(Spending(election), settings["min_votes"], settings["stop_at_first_misfit"])
    if walk.blocked(project_id, 0) is not None:
        return None
    must_beat = None
    for other in election.order:
        if other == project_id:
            continue
        walk.step(other)
        if walk.blocked(project_id, 0) is not None:
            must_beat = other
            break
    to_be_supported = 1 - election.scores[project_id]
    least: int = max(
        1,
        settings["min_votes"] - election.facts.votes[project_id],
        -(-to_be_supported // election.profile.most_given),
    )
    return least if must_beat is None else max(least, _votes_to_beat(election, project_id, must_beat))


def _votes_to_beat(election: Election, project_id: str, other: str) -> int:
    gap = election.scores[other] - election.scores[project_id]
    each = election.profile.most_given
    votes = -(-gap // each)
    if votes * each > gap or _wins_tie(election, project_id, other, votes):
        return votes
    return votes + 1


def _wins_tie(election: Election, project_id: str, other: str, votes: int) -> bool:
    raised = {**election.facts.votes, project_id: election.facts.votes[project_id] + votes}
    facts = type(election.facts)(raised, election.facts.costs)
    return election.ties.key(project_id, facts) < election.ties.key(other, facts)


def ties_that_decided(
    election: Election, settings: Mapping[str, Any], before: Iterable[str] = ()
) -> tuple[Tie, ...]:
    """Ties of score in which some loser would have been funded, had it been taken first among the tied.

    ``before`` lists what was funded before the walk begins.
    """
    walk = Walk(Spending(election, before), settings["min_votes"], settings["stop_at_first_misfit"])
    taken = set(walk.spending.selected)
    found = []
    order = [one for one in election.order if one not in taken]
    for _, tied in groupby(order, key=election.scores.__getitem__):
        group = list(tied)
        open_at_first = [one for one in group if walk.obstacle(one) is None]
        walk.down(group)
        lost = [one for one in open_at_first if one not in walk.spending.selected]
        if len(group) > 1 and lost:
            considered = [one for one in group if one in open_at_first]
            found.append(election.ties.record("score", considered, election.facts))
    return tuple(found)
