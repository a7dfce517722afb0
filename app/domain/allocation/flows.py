"""How money flowed under Equal Shares: which groups of voters paid for what, never which voter."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from app.domain.allocation.result import Allocation
from app.domain.ballots import Choices
from app.domain.tally import Election, Profile
from app.domain.turnout import SMALL, published_cells

SEVERAL = "*"
"""The group of those whose choices lie in several places, none of them holding more than half."""

MANY = 3
"""Voters of so many funded projects or more are one group."""

Groups = Mapping[str, Mapping[Choices, int]]


@dataclass(frozen=True)
class Flows:
    """Who paid for what. ``kind`` says what the groups are: ``places`` (the group of projects that holds more than half
    of a voter's choices) or ``funded`` (how many of a voter's choices are funded: 0, 1, 2, 3 or more).

    ``voters`` by group, and ``paid`` by project and group in cents, rounded; ``None`` where fewer than ten people paid,
    or where the sum would tell of them. ``average`` is what a supporter of a project paid, in rounded cents. ``start``
    is what every voter had, ``left`` what all of them together did not spend, in rounded cents.
    """

    kind: Literal["places", "funded"]
    voters: Mapping[str, int | None]
    paid: Mapping[str, Mapping[str, int | None]]
    average: Mapping[str, int]
    start: int
    left: int

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        paid = {project: dict(cells) for project, cells in self.paid.items()}
        return {
            "kind": self.kind,
            "voters": dict(self.voters),
            "paid": paid,
            "average": dict(self.average),
            "start": self.start,
            "left": self.left,
        }


def money_flows(election: Election, allocation: Allocation) -> Flows | None:
    """The flows of a fresh allocation by Equal Shares; ``None`` for other rules and where no shares were paid."""
    payments = allocation.payments
    if payments is None or not payments.paid or allocation.start is None:
        return None
    places = _by_place(election)
    kind: Literal["places", "funded"] = "places" if len(places.keys() - {SEVERAL}) > 1 else "funded"
    groups = places if kind == "places" else _by_funded(election.profile, allocation.selected)
    amounts = payments.by_group(groups)
    supporters = {
        name: Profile(election.profile.type_key, counts, election.profile.limits).votes
        for name, counts in groups.items()
    }
    paid = {}
    for project in payments.paid:
        cells = published_cells({name: supporters[name].get(project, 0) for name in groups})
        paid[project] = {
            name: None if cell is None else round(amounts[name].get(project, Fraction(0)))
            for name, cell in cells.items()
        }
    everybody = {"": election.profile.counts}
    spent = sum(payments.by_group(everybody).get("", {}).values(), Fraction(0))
    return Flows(
        kind=kind,
        voters=published_cells({name: sum(counts.values()) for name, counts in groups.items()}),
        paid=paid,
        average={one: round(Fraction(election.by_id[one].cost, election.facts.votes[one])) for one in paid},
        start=round(allocation.start),
        left=round(allocation.start * election.profile.voters - spent),
    )


def _by_place(election: Election) -> Groups:
    """Ballots by the place that holds more than half of their choices; places with few voters count as several."""
    place_of = {project.id: project.group for project in election.projects}
    groups: defaultdict[str, dict[Choices, int]] = defaultdict(dict)
    for choices, chosen, many in _supported(election.profile):
        place, most = Counter(place_of[one] for one in chosen).most_common(1)[0] if chosen else (SEVERAL, 0)
        groups[place if 2 * most > len(chosen) else SEVERAL][choices] = many
    small = [name for name, counts in groups.items() if sum(counts.values()) < SMALL]
    for name in small:
        if name != SEVERAL:
            groups[SEVERAL].update(groups.pop(name))
    return dict(groups)


def _by_funded(profile: Profile, selected: Collection[str]) -> Groups:
    """Ballots by how many of their choices are funded."""
    winners = frozenset(selected)
    groups: dict[str, dict[Choices, int]] = {str(count): {} for count in range(MANY + 1)}
    for choices, chosen, many in _supported(profile):
        groups[str(min(MANY, len(winners.intersection(chosen))))][choices] = many
    return {name: counts for name, counts in groups.items() if counts}


def _supported(profile: Profile) -> Iterator[tuple[Choices, list[str], int]]:
    """Each distinct ballot with the projects to which it gives more than nothing, and its multiplicity."""
    for choices, many in profile.counts.items():
        given = profile.kind.support(choices, profile.limits)
        yield choices, [one for one, points in given.items() if points > 0], many
