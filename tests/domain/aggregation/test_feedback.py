"""Feedback to teams: levels with their descriptor, and quarters instead of places."""

from fractions import Fraction

from app.domain.aggregation import CriterionFeedback, criterion_feedback, entry_scores, quartiles
from tests.domain.worked_round import CARDS, ENTRIES, RUBRIC, card


def test_feedback_on_the_worked_round():
    found = criterion_feedback(RUBRIC, entry_scores(RUBRIC, CARDS, ENTRIES, 2))
    assert found["C"] == (
        CriterionFeedback("feasibility", mean_level=Fraction(9, 2), level=4, quartile=1),
        CriterionFeedback("benefit", mean_level=Fraction(5, 2), level=2, quartile=4),
    )
    assert found["A"][0] == CriterionFeedback("feasibility", Fraction(3, 2), 2, 4)
    assert [part.quartile for entry in ENTRIES for part in found[entry]][::2] == [4, 2, 1, 2, 1]


def test_a_criterion_that_nobody_scored_is_left_out():
    found = criterion_feedback(RUBRIC, entry_scores(RUBRIC, [card("A", "P", None, 3)], ["A", "B"], 1))
    assert found == {"A": (CriterionFeedback("benefit", Fraction(3), 3, None),), "B": ()}


def test_quarters_are_even_and_equals_share_the_better_one():
    values = {str(number): Fraction(number) for number in range(8)}
    assert quartiles(values) == {"7": 1, "6": 1, "5": 2, "4": 2, "3": 3, "2": 3, "1": 4, "0": 4}
    tied = dict(zip("abcdefgh", map(Fraction, [9, 9, 9, 5, 5, 1, 1, 1]), strict=True))
    assert quartiles(tied) == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3, "g": 3, "h": 3}


def test_few_or_equal_entries_have_no_quarters():
    assert quartiles({"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}) == {}
    assert quartiles(dict.fromkeys("abcde", Fraction(1, 2))) == {}
    assert quartiles({}) == {}
