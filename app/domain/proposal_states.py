"""The states of a proposal and the moves between them.

Only decisions of people are stored. Whether a proposal is frozen, on the ballot or being built follows from the
round's clock, the published result and the projects.
"""

from enum import StrEnum

from app.domain.transitions import Machine


class ProposalState(StrEnum):
    """What people have decided about a proposal so far."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    FEASIBLE = "feasible"
    FEASIBLE_WITH_CHANGES = "feasible_with_changes"
    NOT_FEASIBLE = "not_feasible"
    WITHDRAWN = "withdrawn"


class ProposalMove(StrEnum):
    """What people can do to a proposal."""

    SUBMIT = "submit"
    RETURN_TO_DRAFT = "return_to_draft"
    WITHDRAW = "withdraw"
    FIND_FEASIBLE = "find_feasible"
    FIND_FEASIBLE_WITH_CHANGES = "find_feasible_with_changes"
    FIND_NOT_FEASIBLE = "find_not_feasible"


_S, _M = ProposalState, ProposalMove
_SCREENABLE = (_S.SUBMITTED, _S.FEASIBLE, _S.FEASIBLE_WITH_CHANGES, _S.NOT_FEASIBLE)

PROPOSAL = Machine(
    "proposal",
    {
        _M.SUBMIT: {_S.DRAFT: _S.SUBMITTED},
        _M.RETURN_TO_DRAFT: {_S.SUBMITTED: _S.DRAFT},
        _M.WITHDRAW: dict.fromkeys((_S.DRAFT, *_SCREENABLE), _S.WITHDRAWN),
        _M.FIND_FEASIBLE: dict.fromkeys(_SCREENABLE, _S.FEASIBLE),
        _M.FIND_FEASIBLE_WITH_CHANGES: dict.fromkeys(_SCREENABLE, _S.FEASIBLE_WITH_CHANGES),
        _M.FIND_NOT_FEASIBLE: dict.fromkeys(_SCREENABLE, _S.NOT_FEASIBLE),
    },
)

PUBLIC = frozenset(_SCREENABLE)
"""States in which everybody can read the proposal."""

STANDING = frozenset(_SCREENABLE) - {_S.NOT_FEASIBLE}
"""States in which a proposal is still in the race: it can be scored."""

ACCEPTED = frozenset({_S.FEASIBLE, _S.FEASIBLE_WITH_CHANGES})
"""States that admit a proposal to the ballot of a round with a screening phase."""
