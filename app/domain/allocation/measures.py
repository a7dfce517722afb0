"""How well an allocation serves the voters: what to put side by side when a council compares rules."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.domain.tally import Election, Profile, Project

PARTS = 10**12
"""Parts into which one voter's satisfied share is divided. Shares of thousands of different ballots have no common
denominator that could be printed, and this one decides nothing."""


@dataclass(frozen=True)
class Measures:
    """``coverage``: number n → share of voters with at least n funded projects among those they chose.

    ``cost_satisfaction``: cents that were spent on what a voter chose, averaged over voters. ``share_satisfied``:
    the same as a share of the cost of all that the voter chose, to 10⁻¹² for each voter, averaged.
    ``money_by_group``: cents for each neighbourhood. The others are exact.
    """

    coverage: Mapping[int, Fraction]
    cost_satisfaction: Fraction
    share_satisfied: Fraction
    money_by_group: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form; fractions as text such as ``"3/8"``, which ``Fraction`` reads back."""
        return {
            "coverage": {str(count): str(share) for count, share in self.coverage.items()},
            "cost_satisfaction": str(self.cost_satisfaction),
            "share_satisfied": str(self.share_satisfied),
            "money_by_group": dict(self.money_by_group),
        }


def measured(election: Election, selected: Collection[str], at_least: Sequence[int] = (1, 2, 3)) -> Measures:
    """All measures of one result; ``selected`` are the ids of what is funded. Without voters all shares are 0."""
    costs = {project.id: project.cost for project in election.projects}
    winners = frozenset(selected)
    spent = parts = 0
    for chosen, many in _chosen(election.profile):
        served = sum(costs[one] for one in chosen if one in winners)
        wanted = sum(costs[one] for one in chosen)
        spent += served * many
        parts += served * PARTS // (wanted or 1) * many
    voters = election.profile.voters or 1
    return Measures(
        coverage=coverage(election.profile, winners, at_least),
        cost_satisfaction=Fraction(spent, voters),
        share_satisfied=Fraction(parts, PARTS * voters),
        money_by_group=money_by_group(election.projects, winners),
    )


def coverage(
    profile: Profile, selected: Collection[str], at_least: Sequence[int] = (1, 2, 3)
) -> dict[int, Fraction]:
    """Share of voters of whose choices at least so many are funded. Blank ballots count as voters.

    >>> coverage(Profile("approval", {("1", "2"): 3, ("3",): 1}), {"1", "2"})
    {1: Fraction(3, 4), 2: Fraction(3, 4), 3: Fraction(0, 1)}
    """
    winners = frozenset(selected)
    served = dict.fromkeys(at_least, 0)
    for chosen, many in _chosen(profile):
        funded = len(winners.intersection(chosen))
        for count in at_least:
            served[count] += many if funded >= count else 0
    return {count: Fraction(people, profile.voters or 1) for count, people in served.items()}


def money_by_group(projects: Iterable[Project], selected: Collection[str]) -> dict[str, int]:
    """Cents that go to each group (neighbourhood) of the projects, 0 included, in ballot order."""
    money: dict[str, int] = {}
    for project in projects:
        money[project.group] = money.get(project.group, 0) + (project.cost if project.id in selected else 0)
    return money


def _chosen(profile: Profile) -> Iterator[tuple[list[str], int]]:
    """Each distinct ballot as the projects that it gives more than nothing, with its multiplicity."""
    for choices, many in profile.counts.items():
        given = profile.kind.support(choices, profile.limits)
        yield [one for one, points in given.items() if points > 0], many
