"""Jury and votes in one number: the declared scaling decides, so it is declared."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aggregation import SCALINGS, combine, mentor_severity
from app.domain.errors import RuleBroken
from tests.domain.worked_round import TABLE

MEANS = {entry: sum(scores.values()) / len(scores) for entry, scores in TABLE.items()}
ADJUSTED = mentor_severity(TABLE).adjusted
VOTES = {"A": 120, "B": 30, "C": 60, "D": 45, "E": 15}
SHARE = Fraction(7, 10)


def order(jury, jury_scaling, vote_scaling):
    scores = combine(jury, VOTES, jury_share=SHARE, jury_scaling=jury_scaling, vote_scaling=vote_scaling)
    return "".join(sorted(scores, key=scores.get, reverse=True))


def test_shares_of_the_maximum_exactly():
    scores = combine(MEANS, VOTES, jury_share=SHARE, jury_scaling="share_of_max", vote_scaling="share_of_max")
    assert scores == {
        "A": Fraction(46, 80), "B": Fraction(46, 80), "C": Fraction(66, 80),
        "D": Fraction(53, 80), "E": Fraction(59, 80),
    }  # fmt: skip


def test_shares_of_the_sum_exactly():
    scores = combine(MEANS, VOTES, jury_share=SHARE, jury_scaling="share_of_sum", vote_scaling="share_of_sum")
    assert scores["A"] == SHARE * Fraction(55, 540) + Fraction(3, 10) * Fraction(120, 270)
    assert sum(scores.values()) == 1


def test_min_max_exactly():
    scores = combine(MEANS, VOTES, jury_share=SHARE, jury_scaling="min_max", vote_scaling="min_max")
    assert (scores["A"], scores["E"]) == (Fraction(3, 10), Fraction(7, 10))
    assert scores["C"] == SHARE * Fraction(80, 85) + Fraction(3, 10) * Fraction(45, 105)


@pytest.mark.parametrize(
    ("jury", "jury_scaling", "vote_scaling", "expected"),
    [
        (MEANS, "share_of_max", "share_of_max", "CEDAB"),
        (MEANS, "min_max", "min_max", "CEDBA"),
        (MEANS, "share_of_sum", "share_of_sum", "CAEDB"),
        (MEANS, "of_hundred", "share_of_max", "CEDAB"),
        (ADJUSTED, "of_hundred", "share_of_max", "CDAEB"),
        (ADJUSTED, "min_max", "share_of_sum", "DECBA"),
        (ADJUSTED, "min_max", "min_max", "DCEBA"),
        (ADJUSTED, "share_of_sum", "share_of_sum", "ACDEB"),
    ],
)
def test_the_same_scores_and_votes_come_out_differently(jury, jury_scaling, vote_scaling, expected):
    if (
        jury_scaling == vote_scaling == "share_of_max"
    ):  # A and B are equal there; the ranking's tie order decides
        assert order(jury, jury_scaling, vote_scaling)[:3] == expected[:3]
    else:
        assert order(jury, jury_scaling, vote_scaling) == expected


def test_a_side_that_says_nothing_adds_nothing():
    nobody, equal = {"A": 0, "B": 0}, {"A": Fraction(50), "B": Fraction(50)}
    for scaling in SCALINGS:
        scores = combine(equal, nobody, jury_share=SHARE, jury_scaling="min_max", vote_scaling=scaling)
        assert scores == {"A": 0, "B": 0}
    assert combine({}, {}, jury_share=SHARE, jury_scaling="min_max", vote_scaling="min_max") == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"jury_scaling": "rank"}, "combination.scaling_unknown"),
        ({"vote_scaling": ""}, "combination.scaling_unknown"),
        ({"jury_share": Fraction(0)}, "combination.share_invalid"),
        ({"jury_share": Fraction(1)}, "combination.share_invalid"),
        ({"votes": {"A": 1}}, "combination.entries_differ"),
    ],
)
def test_what_was_not_declared_is_refused(change, code):
    declared = {
        "votes": VOTES,
        "jury_share": SHARE,
        "jury_scaling": "min_max",
        "vote_scaling": "min_max",
        **change,
    }
    with pytest.raises(RuleBroken) as refusal:
        combine(MEANS, **declared)
    assert refusal.value.code == code


def test_entries_of_one_side_only_are_named():
    with pytest.raises(RuleBroken) as refusal:
        combine(
            {"A": Fraction(1)}, {"B": 1}, jury_share=SHARE, jury_scaling="min_max", vote_scaling="min_max"
        )
    assert refusal.value.params == {"entries": ("A", "B")}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("ABCDE"), st.tuples(st.integers(0, 100), st.integers(0, 500)), min_size=2
    ),
    st.sampled_from(sorted(SCALINGS)),
    st.sampled_from(["share_of_max", "share_of_sum", "min_max"]),
)
def test_better_on_both_sides_is_never_worse_together(pairs, jury_scaling, vote_scaling):
    jury = {entry: Fraction(score) for entry, (score, _) in pairs.items()}
    votes = {entry: count for entry, (_, count) in pairs.items()}
    scores = combine(jury, votes, jury_share=SHARE, jury_scaling=jury_scaling, vote_scaling=vote_scaling)
    for one in pairs:
        for two in pairs:
            if jury[one] >= jury[two] and votes[one] >= votes[two]:
                assert scores[one] >= scores[two]
    assert all(0 <= score <= 1 for score in scores.values())
