"""How money flowed under Equal Shares: what groups of voters paid for together, never what one voter did."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from app.domain.allocation.result import Allocation
from app.domain.ballots import Choices
from app.domain.tally import Election, Profile
from app.domain.turnout import SMALL, published_cells

SEVERAL = "*"
"""The group of those whose choices lie in several places, none of them holding more than half."""

NAMED_TOGETHER = 3
"""Of the ideas that shared their payers with one, so many are named."""

Groups = Mapping[str, Mapping[Choices, int]]


@dataclass(frozen=True)
class Flows:
    """Who paid for what; all amounts in rounded cents.

    ``average``: what a supporter of a project paid. ``together``: project → other projects that most of the same voters
    paid for too, with how many of them there are, never fewer than ten. ``paid``: project → place → amount, where a
    voter belongs to the place (the projects' group) that holds more than half of their choices; ``None`` where fewer
    than ten paid, or where the sum would tell of them; empty where voters do not divide by place. ``share`` is the
    budget divided by all voters, ``start`` what the completion raised it to.
    """

    average: Mapping[str, int]
    together: Mapping[str, Mapping[str, int]]
    paid: Mapping[str, Mapping[str, int | None]]
    share: int
    start: int

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return {
            "average": dict(self.average),
            "together": {project: dict(others) for project, others in self.together.items()},
            "paid": {project: dict(cells) for project, cells in self.paid.items()},
            "share": self.share,
            "start": self.start,
        }


def money_flows(election: Election, allocation: Allocation) -> Flows | None:
    """The flows of a fresh allocation by Equal Shares; ``None`` for other rules and where no shares were paid."""
    payments = allocation.payments
    if payments is None or not payments.paid or allocation.start is None:
        return None
    votes = election.facts.votes
    return Flows(
        average={one: round(Fraction(election.by_id[one].cost, votes[one])) for one in payments.paid},
        together=_together(election.profile, payments.paid),
        paid=_paid(election, allocation),
        share=round(Fraction(election.budget, election.profile.voters)),
        start=round(allocation.start),
    )


def _together(profile: Profile, funded: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """For each funded project the others that it shares most supporters with."""
    common: Counter[tuple[str, str]] = Counter()
    for _choices, chosen, many in _supported(profile):
        for pair in combinations(sorted(one for one in chosen if one in funded), 2):
            common[pair] += many
    shared: dict[str, list[tuple[str, int]]] = {one: [] for one in funded}
    for (one, other), many in common.most_common():
        if many >= SMALL:
            shared[one].append((other, many))
            shared[other].append((one, many))
    return {one: dict(others[:NAMED_TOGETHER]) for one, others in shared.items()}


def _paid(election: Election, allocation: Allocation) -> dict[str, dict[str, int | None]]:
    """What each place's voters paid for each funded project; empty unless two places have voters of their own."""
    groups = _by_place(election)
    if allocation.payments is None or len(groups.keys() - {SEVERAL}) < 2:
        return {}
    amounts = allocation.payments.by_group(groups)
    profile = election.profile
    supporters = {
        name: Profile(profile.type_key, counts, profile.limits).votes for name, counts in groups.items()
    }
    paid = {}
    for project in allocation.payments.paid:
        cells = published_cells({name: supporters[name].get(project, 0) for name in groups})
        paid[project] = {
            name: None if cell is None else round(amounts[name].get(project, Fraction(0)))
            for name, cell in cells.items()
        }
    return paid


def _by_place(election: Election) -> Groups:
    """Ballots by the place that holds more than half of their choices; places with few voters count as several."""
    place_of = {project.id: project.group for project in election.projects}
    groups: defaultdict[str, dict[Choices, int]] = defaultdict(dict)
    for choices, chosen, many in _supported(election.profile):
        place, most = Counter(place_of[one] for one in chosen).most_common(1)[0] if chosen else (SEVERAL, 0)
        groups[place if 2 * most > len(chosen) else SEVERAL][choices] = many
    for name in [name for name, counts in groups.items() if sum(counts.values()) < SMALL]:
        if name != SEVERAL:
            groups[SEVERAL].update(groups.pop(name))
    return dict(groups)


def _supported(profile: Profile) -> Iterator[tuple[Choices, list[str], int]]:
    """Each distinct ballot with the projects to which it gives more than nothing, and its multiplicity."""
    for choices, many in profile.counts.items():
        given = profile.kind.support(choices, profile.limits)
        yield choices, [one for one, points in given.items() if points > 0], many
