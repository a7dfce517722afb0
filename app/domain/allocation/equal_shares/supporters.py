"""Who supports what, as arrays: each project's supporting ballots, how often each was cast, and their utilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from app.domain.ballots import Choices
from app.domain.errors import RuleBroken
from app.domain.tally import Election

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UTILITIES = ("cost", "cardinality", "given", "borda")


@dataclass(frozen=True)
class Support:
    """One project's supporters. ``ballots`` are indices of distinct ballots, ``many`` their multiplicities.

    ``utilities`` are exact positive integers, one per ballot; ``shared`` is their value where all are equal.
    ``many`` and ``utilities`` are kept as floats too, for proposing. ``total`` is the sum of utilities over all
    supporting voters: cost / total is the smallest ρ that could ever pay for it. ``most`` is the greatest utility.
    """

    id: str
    cost: int
    ballots: Ints
    many: Ints
    utilities: Ints
    shared: int | None
    many_float: Floats
    utilities_float: Floats
    each_once: bool
    voters: int
    total: int
    total_float: float
    most: float


@dataclass(frozen=True)
class Supporters:
    """The whole election in this form; ``projects`` leaves out those that nobody supports."""

    ballots: tuple[Choices, ...]
    voters: int
    projects: tuple[Support, ...]
    utility: str = "cost"

    def utility_of_keen_voter(self, cost: int, most_given: int) -> int:
        """Utility that a project of this cost has for a voter who gives it the most that anybody gave."""
        return {"cost": max(1, cost), "cardinality": 1}.get(self.utility, most_given)


def supporters_of(election: Election, utility: str) -> Supporters:
    """Arrange an election for Equal Shares under a utility.

    ``cost``: u = cost for a supported project (a project without cost gets 1, it is free anyway). ``cardinality``:
    u = 1. ``given`` and ``borda``: what the ballot gives; ``borda`` needs rankings, else raises
    ``RuleBroken("shares.needs_ranking")``. A project is supported by the ballots that give it more than nothing.
    """
    if utility == "borda" and election.profile.type_key != "ranking":
        raise RuleBroken("shares.needs_ranking", type=election.profile.type_key)
    counts = election.profile.counts
    columns, rows, given = _flat(election, counts)
    supported = given > 0
    columns, rows, given = columns[supported], rows[supported], given[supported]
    many = np.fromiter(counts.values(), dtype=np.int64, count=len(counts))
    order = np.argsort(columns, kind="stable")
    bounds = np.searchsorted(columns[order], np.arange(len(election.projects) + 1))
    utilities = _utility(election, utility)
    found = []
    for index, project in enumerate(election.projects):
        own = order[bounds[index] : bounds[index + 1]]
        if len(own):
            ballots = rows[own]
            found.append(
                support_of(project.id, project.cost, ballots, many[ballots], utilities(index, given[own]))
            )
    return Supporters(tuple(counts), int(many.sum()), tuple(found), utility)


def _flat(election: Election, counts: Mapping[Choices, int]) -> tuple[Ints, Ints, Ints]:
    """Triples project index, ballot index, points given, one per line of every distinct ballot."""
    kind, limits = election.profile.kind, election.profile.limits
    index = {project.id: at for at, project in enumerate(election.projects)}
    support = [kind.support(choices, limits) for choices in counts]
    lengths = np.fromiter(map(len, support), dtype=np.int64, count=len(support))
    size = int(lengths.sum())
    columns = np.fromiter((index[one] for one in chain.from_iterable(support)), dtype=np.int64, count=size)
    given = np.fromiter(chain.from_iterable(one.values() for one in support), dtype=np.int64, count=size)
    return columns, np.repeat(np.arange(len(support)), lengths), given


def _utility(election: Election, utility: str) -> Callable[[int, Ints], Ints]:
    if utility == "cost":
        return lambda index, given: np.full(len(given), max(1, election.projects[index].cost), dtype=np.int64)
    if utility == "cardinality":
        return lambda index, given: np.ones(len(given), dtype=np.int64)
    return lambda index, given: given


def support_of(project_id: str, cost: int, ballots: Ints, many: Ints, utilities: Ints) -> Support:
    """Arrange one project's supporters: ballot indices, their multiplicities and positive utilities."""
    shared = int(utilities[0]) if len(utilities) and bool((utilities == utilities[0]).all()) else None
    # 64 bits would not hold the cents of a large project times a hundred million voters.
    total = int(many.sum()) * shared if shared else int(many.astype(object) @ utilities.astype(object))
    return Support(
        id=project_id,
        cost=cost,
        ballots=ballots,
        many=many,
        utilities=utilities,
        shared=shared,
        many_float=many.astype(np.float64),
        utilities_float=utilities.astype(np.float64),
        each_once=bool((many == 1).all()),
        voters=int(many.sum()),
        total=total,
        total_float=float(total),
        most=float(utilities.max(initial=0)),
    )
