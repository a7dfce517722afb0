"""What a rule hands back: who is funded in which order, which ties decided, and a reason for every line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.domain.allocation.payments import Payments
from app.domain.tally import Election, Tie

MONEY_PARAMS = frozenset(
    {"cost", "left", "budget", "short", "max_payment", "supporters_left", "most_left", "supporters_short"}
)
"""Parameters of reasons that are amounts in cents, for pages and files that write them in currency units."""


@dataclass(frozen=True)
class Reason:
    """Why a project is funded or not: a code whose sentence stands in the catalogue, and JSON-able numbers for it.

    Amounts are integer cents. ``more_votes`` is the smallest number of further ballots for this project alone
    that would have funded it, or None where no number would have.
    """

    code: str
    params: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form: the code beside its numbers."""
        return {"code": self.code, **self.params}


@dataclass(frozen=True)
class Allocation:
    """The result of one rule on one election.

    ``selected`` holds ids in the order funded; ``budget`` and ``spent`` are cents; ``start`` is, for Equal Shares,
    the share in cents with which every voter set out in the deciding run, and ``payments`` who paid what in it.
    """

    rule: str
    settings: Mapping[str, Any]
    budget: int
    selected: tuple[str, ...]
    spent: int
    votes: Mapping[str, int]
    scores: Mapping[str, int]
    reasons: Mapping[str, Reason]
    ties: tuple[Tie, ...] = ()
    start: Fraction | None = None
    payments: Payments | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form, amounts in cents, for storing a tally run. Equal elections give equal text."""
        return {
            "rule": self.rule,
            "settings": dict(self.settings),
            "budget": self.budget,
            "spent": self.spent,
            "selected": list(self.selected),
            "start": None if self.start is None else str(self.start),
            "ties": [tie.as_dict() for tie in self.ties],
            "projects": {
                project_id: {
                    "votes": self.votes[project_id],
                    "score": self.scores[project_id],
                    "reason": reason.as_dict(),
                }
                for project_id, reason in self.reasons.items()
            },
        }


def standing(election: Election, project_id: str) -> dict[str, int]:
    """The numbers that stand in nearly every reason: votes, score, cost in cents and rank by score (1 is best)."""
    return {
        "votes": election.facts.votes[project_id],
        "score": election.scores[project_id],
        "cost": election.by_id[project_id].cost,
        "rank": election.rank[project_id],
    }
