"""Krippendorff's alpha against worked figures and the published package, and the list for the meeting."""

from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aggregation import mentor_severity
from app.domain.agreement import (
    Agreement,
    Disagreement,
    agreement_words,
    alpha,
    criterion_agreement,
    disagreements,
    scorecard_agreement,
)
from tests.domain.worked_round import CARDS, RUBRIC, TABLE, card

MISSING = float("nan")
matrices = st.lists(
    st.lists(st.sampled_from([MISSING, 1, 2, 3, 5]), min_size=5, max_size=5), min_size=2, max_size=5
)
"""mentors × entries, with holes."""


def units_of(matrix):
    return [[int(value) for value in column if value == value] for column in zip(*matrix, strict=True)]


def test_the_worked_round_before_and_after_taking_severity_out():
    assert scorecard_agreement(TABLE) == Agreement(Fraction(-7, 356), "little", entries=5, scorecards=10)
    by_mentor = mentor_severity(TABLE, 1).by_mentor
    rest = [[score - by_mentor[mentor] for mentor, score in scores.items()] for scores in TABLE.values()]
    assert alpha(rest, "interval") == Fraction(262, 541)
    assert round(float(alpha(rest, "interval")), 6) == 0.484288


def test_krippendorff_s_own_example_with_missing_data():
    """Computing Krippendorff's Alpha-Reliability, 2011, section C: 12 units, 4 observers; 0.815 and 0.849."""
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    rows = [row.split() for row in observers]
    units = [[int(value) for value in column if value != "."] for column in zip(*rows, strict=True)]
    assert round(float(alpha(units, "ordinal")), 3) == 0.815
    assert round(float(alpha(units, "interval")), 3) == 0.849


def test_the_example_in_the_docstring():
    assert alpha([[1, 2], [3, 3]], "interval") == Fraction(8, 11)


@settings(max_examples=60, deadline=None)
@given(matrices, st.sampled_from(["ordinal", "interval"]))
def test_alpha_equals_the_package(matrix, metric):
    mine = alpha(units_of(matrix), metric)
    paired = {value for unit in units_of(matrix) if len(unit) > 1 for value in unit}
    if len(paired) < 2:
        assert mine is None
        return
    # The package counts a level given only to entries with one scorecard as part of the domain, at no weight.
    theirs = krippendorff.alpha(np.array(matrix, dtype=float), level_of_measurement=metric)
    assert abs(float(mine) - theirs) < 1e-9


@settings(max_examples=30, deadline=None)
@given(matrices, st.sampled_from(["ordinal", "interval"]), st.integers(1, 9), st.integers(-5, 5))
def test_alpha_knows_no_order_of_mentors_and_no_unit_of_measure(matrix, metric, factor, offset):
    units = units_of(matrix)
    turned = [[factor * value + offset for value in reversed(unit)] for unit in reversed(units)]
    assert alpha(units, metric) == alpha(turned, metric)


@pytest.mark.parametrize("units", [[], [[]], [[1], [2]], [[3, 3], [3, 3, 3]], [[2, 2], [5]]])
def test_alpha_is_undefined_without_two_values_to_compare(units):
    assert alpha(units, "interval") is None
    assert alpha(units, "ordinal") is None


def test_full_agreement_is_one_and_an_unknown_metric_is_a_mistake():
    assert alpha([[1, 1], [4, 4, 4], [9]], "ordinal") == 1
    with pytest.raises(ValueError, match="nominal"):
        alpha([[1, 2]], "nominal")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(1), "a_lot"),
        (Fraction(4, 5), "a_lot"),
        (Fraction(799, 1000), "somewhat"),
        (Fraction(2, 3), "somewhat"),
        (Fraction(666, 1000), "little"),
        (Fraction(-1), "little"),
        (None, "unknown"),
    ],
)
def test_agreement_in_words(value, words):
    assert agreement_words(value) == words


def test_agreement_by_criterion_counts_only_cards_that_count():
    trainee = card("A", "T", 5, 5, trainee=True)
    found = criterion_agreement(RUBRIC, [*CARDS, trainee, card("F", "P", 3, None)])
    assert list(found) == ["feasibility", "benefit"]
    assert (found["feasibility"].entries, found["feasibility"].scorecards) == (5, 10)
    assert found["feasibility"].alpha == alpha([[1, 2], [2, 4], [4, 5], [2, 4], [4, 4]], "ordinal")
    assert found["benefit"].alpha == alpha([[2, 4], [2, 4], [2, 3], [3, 4], [3, 4]], "ordinal")


def test_what_mentors_disagree_on_most():
    found = disagreements(RUBRIC, CARDS, limit=5)
    assert [(each.entry, each.criterion) for each in found] == [
        ("B", "feasibility"), ("D", "feasibility"), ("A", "benefit"), ("B", "benefit"), ("A", "feasibility"),
    ]  # fmt: skip
    assert found[0] == Disagreement("B", "feasibility", lowest=2, highest=4, count=2, size=Fraction(1, 4))


def test_mentors_who_agree_are_not_on_the_list():
    assert disagreements(RUBRIC, [card("A", "P", 3, 3), card("A", "Q", 3, 3), card("B", "P", 1, 1)]) == ()
    assert len(disagreements(RUBRIC, CARDS)) == 9
