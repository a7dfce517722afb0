"""What can be chosen on the ballots of these tests, within which limits."""

import pytest

from app.domain.ballots import ConflictGroup, Option, Options, ballot_type
from app.domain.errors import RuleBroken

OPTIONS = Options.of(
    [
        Option("1", 4_000_00, "city"),
        Option("2", 6_000_00, "city"),
        Option("10", 5_000_00, "city"),
        Option("7", 900_00, "griva"),
    ],
    {"city": 10_000_00, "griva": 1_000_00},
    [ConflictGroup("pond", frozenset({"1", "2"}))],
)

LIMITS = {
    "approval": {"min": 1, "max": 2},
    "knapsack": {"min": 1},
    "ranking": {"min": 1, "max": 3},
    "points": {"total": 10, "max_each": 6, "min": 1, "max": 3},
    "grades": {"lowest": 0, "highest": 5, "min": 1},
}

FEW = {
    "approval": ["10", "1"],
    "knapsack": ["10", "1"],
    "ranking": ["10", "1"],
    "points": {"10": "6", "1": "4"},
    "grades": {"10": "5", "1": "0"},
}


def refusal(key: str, raw: object, limits: dict | None = None) -> tuple[str, dict]:
    """The code and the numbers with which a ballot is refused."""
    with pytest.raises(RuleBroken) as broken:
        ballot_type(key).check(raw, LIMITS[key] if limits is None else limits, OPTIONS)
    return broken.value.code, broken.value.params
