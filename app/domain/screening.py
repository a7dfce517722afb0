"""What departments say of a proposal, and how several answers become one."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.domain.proposal_states import ProposalMove


class Verdict(StrEnum):
    """What a department says."""

    FEASIBLE = "feasible"
    FEASIBLE_WITH_CHANGES = "feasible_with_changes"
    NOT_FEASIBLE = "not_feasible"


FROM_WORST = (Verdict.NOT_FEASIBLE, Verdict.FEASIBLE_WITH_CHANGES, Verdict.FEASIBLE)
"""The order in which one verdict outweighs another."""

MOVES: Mapping[Verdict, ProposalMove] = {
    Verdict.FEASIBLE: ProposalMove.FIND_FEASIBLE,
    Verdict.FEASIBLE_WITH_CHANGES: ProposalMove.FIND_FEASIBLE_WITH_CHANGES,
    Verdict.NOT_FEASIBLE: ProposalMove.FIND_NOT_FEASIBLE,
}
"""The move of the proposal that each combined verdict makes."""


def combined_verdict(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The verdict on the whole: the worst of all, and ``None`` as long as any department (``None``) has not answered.

    One department that says no is enough, because nothing can be built without any of them. Without a department
    there is no verdict either.

    >>> combined_verdict([Verdict.FEASIBLE, Verdict.FEASIBLE_WITH_CHANGES]).value
    'feasible_with_changes'
    >>> combined_verdict([Verdict.NOT_FEASIBLE, None]) is None
    True
    """
    given = list(verdicts)
    if None in given:
        return None
    return next((verdict for verdict in FROM_WORST if verdict in given), None)


def official_cost(estimates: Iterable[int | None]) -> int | None:
    """The estimate in cents that replaces the author's sum: the highest one given, ``None`` where nobody gave any.

    Departments estimate the same work, not parts of it, so the sums are not added; the highest is the safe one.
    """
    return max((cents for cents in estimates if cents is not None), default=None)
