"""Equal Shares as its definition reads, voter by voter in fractions: slow, short, and written to be compared with."""

from collections.abc import Callable
from fractions import Fraction

from app.domain.tally import Election

Utility = Callable[[str, int], int]


def utility_of(election: Election, name: str) -> Utility:
    """The utility of a project for a voter who gave it so much."""
    if name == "cost":
        return lambda project, given: election.by_id[project].cost
    return (lambda project, given: 1) if name == "cardinality" else (lambda project, given: given)


def voters_of(election: Election) -> list[dict[str, int]]:
    """What each voter gave to whom."""
    kind, limits = election.profile.kind, election.profile.limits
    counted = election.profile.counts.items()
    return [dict(kind.support(choices, limits)) for choices, many in counted for _ in range(many)]


def smallest_rho(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction | None:
    """Smallest ρ with Σ min(b, ρ·u) ≥ cost: some supporters are drained, the others pay ρ·u."""
    if sum((money for money, _ in supporters), Fraction(0)) < cost:
        return None
    rest, weight = Fraction(cost), sum(utility for _, utility in supporters)
    for money, utility in sorted(supporters, key=lambda one: one[0] / one[1]):
        if money * weight >= rest * utility:
            return rest / weight
        rest -= money
        weight -= utility
    raise AssertionError("unreachable: together they have enough")


def one_run(election: Election, start: Fraction, utility: Utility, min_votes: int = 0) -> list[str]:
    """Projects in the order funded when every voter starts with ``start`` cents."""
    voters = voters_of(election)
    purses = [start] * len(voters)
    funded: list[str] = []
    while True:
        offers = []
        for project in election.projects:
            groups = [group for group in election.conflicts if project.id in group.members]
            full = any(len(group.members & set(funded)) >= group.at_most for group in groups)
            supporters = [
                (purses[at], utility(project.id, voter[project.id]))
                for at, voter in enumerate(voters)
                if voter.get(project.id, 0) > 0
            ]
            if project.id in funded or full or not supporters or len(supporters) < min_votes:
                continue
            rho = smallest_rho(project.cost, supporters)
            if rho is not None:
                offers.append((rho, election.ties.key(project.id, election.facts), project.id))
        if not offers:
            return funded
        rho, _, winner = min(offers)
        funded.append(winner)
        for at, voter in enumerate(voters):
            if voter.get(winner, 0) > 0:
                purses[at] -= min(purses[at], rho * utility(winner, voter[winner]))


def completed(election: Election, utility: Utility, completion: str, step: int) -> list[str]:
    """The whole rule with its completion, one step after the other; the caller's elections are small enough to end.

    Once everything supported is funded nothing is left to raise the start for.
    """
    start = Fraction(election.budget, election.profile.voters)
    funded = one_run(election, start, utility)
    supported = [project for project in election.projects if election.scores[project.id] > 0]
    if completion.startswith("add1"):
        while start <= sum(project.cost for project in supported):
            if len(funded) == len(supported):
                break
            left = election.budget - sum(election.by_id[one].cost for one in funded)
            if "e" in completion and not any(
                project.cost <= left
                and project.id not in funded
                and not _excluded(election, project.id, funded)
                for project in supported
            ):
                break
            start += step
            richer = one_run(election, start, utility)
            if sum(election.by_id[one].cost for one in richer) > election.budget:
                break
            funded = richer
    if completion == "utilitarian" or "u" in completion:
        left = election.budget - sum(election.by_id[one].cost for one in funded)
        for one in election.order:
            fits = election.by_id[one].cost <= left
            if (
                one not in funded
                and election.scores[one] > 0
                and fits
                and not _excluded(election, one, funded)
            ):
                funded = [*funded, one]
                left -= election.by_id[one].cost
    return funded


def _excluded(election: Election, project: str, funded: list[str]) -> bool:
    groups = [group for group in election.conflicts if project in group.members]
    return any(len(group.members & set(funded)) >= group.at_most for group in groups)
