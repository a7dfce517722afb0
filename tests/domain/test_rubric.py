"""Rubrics and scorecards: what may be published, what may be submitted, and which rule says no."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RuleBroken
from app.domain.rubric import (
    MAX_COMMENT,
    Answers,
    Criterion,
    Rubric,
    changed_criteria,
    check_rubric,
    check_scorecard,
    rubric_problems,
    scorecard_problems,
)

WORDS = {level: f"what {level} means" for level in range(1, 6)}
USE = Criterion("usefulness", weight=2, descriptors=WORDS)
GREEN = Criterion("green", required=False, allows_not_applicable=True, descriptors=WORDS)
SHOW = Criterion("presentation", lo=0, hi=1, comment_required=True, descriptors={0: "no", 1: "yes"})
RUBRIC = Rubric(1, (USE, GREEN, SHOW))


def said(problems):
    """Codes with the criterion they name."""
    return [(problem.code, problem.params.get("criterion")) for problem in problems]


def test_a_complete_rubric_may_be_published():
    assert rubric_problems(RUBRIC) == []
    assert check_rubric(RUBRIC) is None


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"weight": 0}, "rubric.weight_invalid", {"limit": 1000}),
        ({"weight": 1001}, "rubric.weight_invalid", {"limit": 1000}),
        ({"lo": 5}, "rubric.scale_invalid", {"limit": 11}),
        ({"lo": -1}, "rubric.scale_invalid", {"limit": 11}),
        ({"lo": 0, "hi": 11}, "rubric.scale_invalid", {"limit": 11}),
        ({"descriptors": WORDS | {3: "  "}}, "rubric.descriptor_missing", {"level": 3}),
        ({"hi": 4}, "rubric.descriptor_outside_scale", {"level": 5}),
    ],
)
def test_a_broken_criterion_is_named(change, code, params):
    with pytest.raises(RuleBroken) as refusal:
        check_rubric(Rubric(1, (GREEN, replace(USE, **change))))
    assert (refusal.value.code, refusal.value.params) == (code, {"criterion": "usefulness", **params})


@pytest.mark.parametrize("key", ["", "Green", "2nd", "a b", "ā", "x" * 41, "a\n"])
def test_a_key_is_a_plain_word(key):
    assert said(rubric_problems(Rubric(1, (replace(USE, key=key),)))) == [("rubric.key_invalid", key)]


def test_a_rubric_has_some_criteria_but_not_too_many_and_none_twice():
    many = tuple(replace(USE, key=f"c{number}") for number in range(21))
    assert said(rubric_problems(Rubric(1, ()))) == [("rubric.no_criteria", None)]
    assert said(rubric_problems(Rubric(1, many))) == [("rubric.too_many_criteria", None)]
    assert said(rubric_problems(Rubric(1, (USE, GREEN, USE)))) == [("rubric.key_repeated", "usefulness")]


def test_all_problems_of_a_rubric_are_listed_in_order():
    bare = replace(USE, descriptors={}, weight=0, lo=1, hi=2)
    assert said(rubric_problems(Rubric(1, (bare,)))) == [
        ("rubric.weight_invalid", "usefulness"),
        ("rubric.descriptor_missing", "usefulness"),
        ("rubric.descriptor_missing", "usefulness"),
    ]


def test_a_new_version_asks_for_the_criteria_whose_levels_mean_something_else():
    new = Rubric(
        2, (replace(USE, weight=5), replace(GREEN, descriptors=WORDS | {1: "other"}), Criterion("safety"))
    )
    assert changed_criteria(RUBRIC, new) == ("green", "safety")
    assert changed_criteria(RUBRIC, replace(RUBRIC, version=2)) == ()


def test_a_draft_may_be_empty_or_half_done():
    assert check_scorecard(RUBRIC, {}, {}, final=False) == Answers({}, {})
    half = check_scorecard(RUBRIC, {"usefulness": "4", "green": ""}, {"usefulness": " good "}, final=False)
    assert half == Answers({"usefulness": 4}, {"usefulness": "good"})


def test_a_complete_scorecard_may_be_submitted():
    levels = {"usefulness": "5", "green": "na", "presentation": 0}
    answers = check_scorecard(RUBRIC, levels, {"presentation": "Nobody heard it."}, final=True)
    expected = {"usefulness": 5, "green": None, "presentation": 0}
    assert answers == Answers(expected, {"presentation": "Nobody heard it."})
    assert check_scorecard(RUBRIC, answers.levels, answers.comments, final=True) == answers


def test_an_optional_criterion_may_stay_unanswered_without_its_comment():
    rubric = Rubric(1, (USE, replace(GREEN, comment_required=True)))
    assert check_scorecard(rubric, {"usefulness": "1"}, {}, final=True) == Answers({"usefulness": 1}, {})
    problems = scorecard_problems(rubric, {"usefulness": "1", "green": "2"}, {}, final=True)
    assert said(problems) == [("scorecard.comment_missing", "green")]


def test_a_submission_lists_everything_that_is_missing():
    assert said(scorecard_problems(RUBRIC, {"green": "1"}, {"presentation": " "}, final=True)) == [
        ("scorecard.level_missing", "usefulness"),
        ("scorecard.level_missing", "presentation"),
        ("scorecard.comment_missing", "presentation"),
    ]


def test_a_submission_scores_at_least_one_criterion():
    rubric = Rubric(1, (GREEN, replace(GREEN, key="water")))
    levels = {"green": "na", "water": ""}
    assert said(scorecard_problems(rubric, levels, {}, final=True)) == [("scorecard.nothing_answered", None)]
    assert scorecard_problems(rubric, levels, {}, final=False) == []


@pytest.mark.parametrize(
    "raw", ["²", "٣", "５", "+1", "-1", "1.0", " 1", "1e0", "0x1", "1_0", "1\n", "nan", "1000", True, 1.0]
)
def test_a_level_is_ascii_digits(raw):
    problems = scorecard_problems(RUBRIC, {"usefulness": raw}, {}, final=False)
    assert said(problems) == [("scorecard.level_unreadable", "usefulness")]


@pytest.mark.parametrize(
    ("levels", "comments", "code", "criterion"),
    [
        ({"usefulness": "0"}, {}, "scorecard.level_outside_scale", "usefulness"),
        ({"usefulness": "6"}, {}, "scorecard.level_outside_scale", "usefulness"),
        ({"presentation": 2}, {}, "scorecard.level_outside_scale", "presentation"),
        ({"usefulness": "na"}, {}, "scorecard.not_applicable_refused", "usefulness"),
        ({"usefulness": None}, {}, "scorecard.not_applicable_refused", "usefulness"),
        ({"price": "3"}, {}, "scorecard.criterion_unknown", "price"),
        ({}, {"price": "high"}, "scorecard.criterion_unknown", "price"),
        ({}, {"green": "x" * (MAX_COMMENT + 1)}, "scorecard.comment_too_long", "green"),
    ],
)
def test_even_a_draft_holds_only_what_the_rubric_knows(levels, comments, code, criterion):
    with pytest.raises(RuleBroken) as refusal:
        check_scorecard(RUBRIC, levels, comments, final=False)
    assert (refusal.value.code, refusal.value.params["criterion"]) == (code, criterion)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(RUBRIC.keys), st.text(max_size=3)), st.booleans())
def test_whatever_is_typed_is_read_or_refused(levels, final):
    problems = scorecard_problems(RUBRIC, levels, {"presentation": "seen"}, final=final)
    if not problems:
        answers = check_scorecard(RUBRIC, levels, {"presentation": "seen"}, final=final)
        assert all(v is None or v in RUBRIC.criterion(key).levels for key, v in answers.levels.items())
    assert all(problem.code.startswith("scorecard.") for problem in problems)
