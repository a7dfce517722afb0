"""The ballot types: one file each, one line each in :data:`BALLOT_TYPES`."""

from app.domain.ballots.approval import Approval
from app.domain.ballots.base import BallotType, Choices
from app.domain.ballots.grades import Grades
from app.domain.ballots.knapsack import Knapsack
from app.domain.ballots.limits import LimitField, Limits, LimitText, limits_in_pot
from app.domain.ballots.options import ConflictGroup, Option, Options
from app.domain.ballots.points import Points
from app.domain.ballots.ranking import Ranking
from app.domain.errors import RuleBroken

BALLOT_TYPES: dict[str, BallotType] = {
    "approval": Approval(),
    "knapsack": Knapsack(),
    "ranking": Ranking(),
    "points": Points(),
    "grades": Grades(),
}

__all__ = [
    "BALLOT_TYPES",
    "BallotType",
    "Choices",
    "ConflictGroup",
    "LimitField",
    "LimitText",
    "Limits",
    "Option",
    "Options",
    "ballot_type",
    "limits_in_pot",
]


def ballot_type(key: str) -> BallotType:
    """The ballot type of this name. Raises ``RuleBroken("ballot.unknown_type")``."""
    try:
        return BALLOT_TYPES[key]
    except KeyError:
        raise RuleBroken("ballot.unknown_type", key=key) from None
