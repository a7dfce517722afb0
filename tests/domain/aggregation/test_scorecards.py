"""Exact default scores: the worked round, what counts, and what does not."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.aggregation import display_score, entry_scores, score_table, scorecard_score
from app.domain.errors import RuleBroken
from app.domain.rubric import Criterion, Rubric
from tests.domain.worked_round import CARDS, ENTRIES, RUBRIC, TABLE, card


def test_the_worked_round_has_these_scorecards_and_means():
    assert score_table(RUBRIC, CARDS) == TABLE
    scores = {entry: figure.score for entry, figure in entry_scores(RUBRIC, CARDS, ENTRIES, 2).items()}
    assert scores == {"A": Fraction(55, 2), "B": 50, "C": Fraction(135, 2), "D": 55, "E": 70}


def test_not_applicable_leaves_both_sums():
    assert scorecard_score(RUBRIC, {"feasibility": None, "benefit": 4}) == 75
    assert scorecard_score(RUBRIC, {"benefit": 4}) == 75
    assert scorecard_score(RUBRIC, {"feasibility": 1, "benefit": 4}) == 30
    assert scorecard_score(RUBRIC, {"feasibility": None, "benefit": None}) is None


def test_scales_and_weights_of_every_kind_are_exact():
    rubric = Rubric(1, (Criterion("a", weight=1, lo=0, hi=3), Criterion("b", weight=2, lo=1, hi=10)))
    assert scorecard_score(rubric, {"a": 1, "b": 2}) == Fraction(500, 27)
    assert scorecard_score(rubric, {"a": 3, "b": 10}) == 100
    assert scorecard_score(rubric, {"a": 0, "b": 1}) == 0


def test_drafts_recused_trainee_and_calibration_cards_never_count():
    kept_apart = [
        card("A", "P", 5, 5, submitted=False),
        card("A", "Q", 5, 5, recused=True),
        card("A", "R", 5, 5, trainee=True),
        card("A", "S", 5, 5, calibration=True),
    ]
    figures = entry_scores(RUBRIC, [*kept_apart, card("A", "T", 1, 1)], ["A"], 1)["A"]
    assert (figures.score, figures.count) == (0, 1)
    assert score_table(RUBRIC, kept_apart) == {}


def test_spread_range_count_median_and_means_by_criterion():
    cards = [card("A", "P", 1, 2), card("A", "Q", 2, 4), card("A", "R", None, 5), card("A", "S", 5, 5)]
    figures = entry_scores(RUBRIC, cards, ["A"])["A"]
    assert (figures.lowest, figures.highest, figures.spread, figures.count) == (10, 100, 90, 4)
    assert figures.median == Fraction(145, 2)
    assert figures.criterion_mean("feasibility") == Fraction(5, 12)
    assert figures.criterion_mean("price") is None


def test_too_few_scorecards_are_provisional_and_none_is_no_score():
    figures = entry_scores(RUBRIC, CARDS[:2], ["A", "B"], 3)
    assert (figures["A"].provisional, figures["A"].score) == (True, Fraction(55, 2))
    none = figures["B"]
    assert (none.provisional, none.score, none.spread, none.median, none.lowest) == (
        True,
        None,
        None,
        None,
        None,
    )
    assert not entry_scores(RUBRIC, CARDS[:2], ["A"], 2)["A"].provisional


def test_a_card_where_nothing_applied_is_no_scorecard():
    figures = entry_scores(RUBRIC, [card("A", "P", None, None), card("A", "Q", 3, 3)], ["A"], 2)["A"]
    assert (figures.count, figures.provisional, figures.score) == (1, True, 50)


def test_cards_of_withdrawn_entries_are_left_out():
    assert list(entry_scores(RUBRIC, CARDS, ["E", "C"], 2)) == ["E", "C"]


@pytest.mark.parametrize(
    ("cards", "code"),
    [
        ([card("A", "P", 1, 1), card("A", "P", 2, 2)], "scorecard.counted_twice"),
        ([card("A", "P", 6, 1)], "scorecard.level_outside_scale"),
        ([card("A", "P", 0, 1)], "scorecard.level_outside_scale"),
    ],
)
def test_cards_that_would_falsify_a_mean_are_refused(cards, code):
    with pytest.raises(RuleBroken, match=code):
        entry_scores(RUBRIC, cards, ["A"])
    with pytest.raises(RuleBroken, match=code):
        score_table(RUBRIC, cards)


def test_a_level_for_a_criterion_of_another_version_is_refused():
    with pytest.raises(RuleBroken, match=r"scorecard\.criterion_unknown\(criterion='price'\)"):
        scorecard_score(RUBRIC, {"price": 1})


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(55, 2), "27.5"),
        (Fraction(2, 3), "0.7"),
        (Fraction(1245, 100), "12.4"),
        (Fraction(1235, 100), "12.4"),
        (Fraction(70), "70.0"),
        (Fraction(100), "100.0"),
        (Fraction(-1, 4), "-0.2"),
    ],
)
def test_a_score_is_shown_half_even_with_one_decimal(score, shown):
    assert str(display_score(score)) == shown
    assert isinstance(display_score(score), Decimal)
