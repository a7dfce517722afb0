"""What the published program says of a ballot that goes beyond the rules."""

import json

import pytest

from app.results import verify

LIMITS = {
    "approval": ({"min": 1, "max": 2}, ["1", "2"], ["1", "2", "3"]),
    "knapsack": ({"min": 1}, ["1", "2"], ["2", "3"]),
    "ranking": ({"min": 2, "max": 3}, ["3", "1"], ["3"]),
    "points": ({"min": 1, "total": 5, "max_each": 4}, {"1": 4, "2": 1}, {"1": 4, "2": 2}),
    "grades": ({"min": 1, "lowest": 1, "highest": 3}, {"1": 3}, {"1": 4}),
}
WRONG_SHAPES = (["1", "1"], ["7"], [], {"1": 1.5}, {"1": True})


def a_ledger(kind, limits, *ballots):
    """Ballots under these limits, for three projects of 10, 20 and 90 cents in one pot of 100."""
    bundle = verify.Bundle.__new__(verify.Bundle)
    bundle.projects = {
        key: {"pot_id": "9", "cost_cents": cost} for key, cost in (("1", 10), ("2", 20), ("3", 90))
    }
    bundle.rules = {
        "ballot": {"type": kind, "limits": limits},
        "electorates": [{"key": "all", "neighbourhood_ids": []}],
        "pots": [{"id": 9, "amount_cents": 100, "neighbourhood_id": None}],
    }
    bundle.ledger = [
        {"where": f"line {line}", "electorate": "all", "choices": json.dumps(ballot)}
        for line, ballot in enumerate(ballots, start=2)
    ]
    return bundle


@pytest.mark.parametrize("kind", sorted(LIMITS))
def test_a_ballot_beyond_its_limits_is_named(kind):
    limits, good, bad = LIMITS[kind]
    assert "All 2 ballots keep" in verify.check_ballots(a_ledger(kind, limits, good, good))
    with pytest.raises(verify.Wrong, match="line 3 breaks the rules"):
        verify.check_ballots(a_ledger(kind, limits, good, bad))
    for shape in WRONG_SHAPES:
        with pytest.raises(verify.Wrong, match="line 2 breaks the rules"):
            verify.check_ballots(a_ledger(kind, limits, shape))


def test_a_voter_has_one_area_only():
    bundle = a_ledger("approval", {"min": 1, "one_of": ["8", "9"]}, ["1"], ["1", "2"])
    bundle.projects["2"]["pot_id"] = "8"
    bundle.rules["pots"].append({"id": 8, "amount_cents": 100, "neighbourhood_id": 4})
    with pytest.raises(verify.Wrong, match="line 3 breaks the rules: 2 areas"):
        verify.check_ballots(bundle)
    bundle.rules["ballot"]["limits"] = {"min": 1}
    bundle.rules["pots"][0]["neighbourhood_id"] = 5
    with pytest.raises(verify.Wrong, match="line 3 breaks the rules: 2 areas"):
        verify.check_ballots(bundle)
    bundle.rules["electorates"][0]["neighbourhood_ids"] = [4]
    assert "All 2 ballots keep" in verify.check_ballots(bundle)
