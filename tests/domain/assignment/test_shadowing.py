"""What trainees score."""

from app.domain.aggregation import lot
from app.domain.assignment import Pair, shadows


def drawn(trainees, conflicts=(), existing=()):
    return shadows(
        list("ABCD"), trainees, conflicts, existing, draw=lambda pair: lot("sēkla", ":".join(pair))
    )


def test_trainees_spread_over_the_entries():
    pairs = drawn({"x": 2, "y": 2})
    assert sorted(pair.entry for pair in pairs) == list("ABCD")
    assert pairs == drawn({"y": 2, "x": 2})


def test_conflicts_and_what_exists_are_respected():
    pairs = drawn({"x": 3}, [Pair("A", "x"), Pair("B", "x")], [Pair("C", "x")])
    assert pairs == (Pair("D", "x"),)
