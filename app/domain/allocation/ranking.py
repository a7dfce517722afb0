"""Ranking: places by score for prizes, as a hackathon awards them; no budget."""

from collections.abc import Mapping
from typing import Any

from app.domain.allocation.result import Allocation, Reason, standing
from app.domain.allocation.settings import known_only, whole
from app.domain.tally import Election, Tie


class Ranking:
    """Setting: ``prizes``, the number of places that win one."""

    key = "ranking"

    def settings_from(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Validate settings. Raises ``RuleBroken``."""
        known_only(raw, ("prizes",))
        return {"prizes": whole(raw, "prizes", default=3, lowest=1)}

    def allocate(self, election: Election, settings: Mapping[str, Any]) -> Allocation:
        """Give the places; rivals of a full conflict group and projects without support win nothing."""
        chosen = self.settings_from(settings)
        prizes = chosen["prizes"]
        winners: list[str] = []
        reasons = {}
        for project_id in election.order:
            params = {**standing(election, project_id), "prizes": prizes}
            group = next((one for one in election.conflicts if project_id in one.members), None)
            rivals = [one for one in winners if group and one in group.members]
            if election.scores[project_id] <= 0:
                reasons[project_id] = Reason("no_support", params)
            elif group and len(rivals) >= group.at_most:
                known = {"rivals": rivals, "group": group.key, "at_most": group.at_most}
                reasons[project_id] = Reason("excluded_by_rival", {**params, **known})
            elif len(winners) < prizes:
                winners.append(project_id)
                reasons[project_id] = Reason("prize", {**params, "place": len(winners)})
            else:
                reasons[project_id] = Reason("no_prize", params)
        return Allocation(
            rule=self.key,
            settings=chosen,
            budget=election.budget,
            selected=tuple(winners),
            spent=0,
            votes=election.facts.votes,
            scores=election.scores,
            reasons={one.id: reasons[one.id] for one in election.projects},
            ties=_ties_for_places(election, winners),
        )


RULE = Ranking()


def _ties_for_places(election: Election, winners: list[str]) -> tuple[Tie, ...]:
    """Equal scores on a prize's place: who got the better place, or one at all, was the tie order's choice."""
    found = []
    for score in dict.fromkeys(election.scores[one] for one in winners):
        tied = [one for one, own in election.scores.items() if own == score]
        if len(tied) > 1:
            found.append(election.ties.record("score", tied, election.facts))
    return tuple(found)
