"""Places, and which step of the tie order decided."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aggregation import (
    RankingRules,
    TieDecision,
    check_ranking_rules,
    default_ranking,
    lot,
)
from app.domain.errors import RuleBroken
from tests.domain.worked_round import CARDS, ENTRIES, RUBRIC, card

RULES = RankingRules(min_scorecards=2, seed="spring")


def summary(ranking):
    return [(each.entry, each.place, each.position, each.decided_by) for each in ranking.standings]


def test_the_worked_round_is_ranked_by_the_mean():
    ranking = default_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    assert [(each.entry, each.place) for each in ranking.standings] == [
        ("E", 1), ("C", 2), ("D", 3), ("B", 4), ("A", 5),
    ]  # fmt: skip
    assert (ranking.ties, ranking.provisional, ranking.severity) == ((), (), None)
    assert ranking.of("C").score == Fraction(135, 2)
    assert ranking.of("Z") is None


def test_entries_below_the_minimum_are_unranked():
    ranking = default_ranking(RUBRIC, CARDS, ENTRIES, replace(RULES, min_scorecards=3))
    assert ranking.standings == ()
    assert [figure.entry for figure in ranking.provisional] == list(ENTRIES)


def test_equal_scores_share_a_place_and_the_next_is_skipped():
    levels = {"a": 5, "b": 3, "c": 3, "d": 1}
    cards = [card(entry, "P", level, level) for entry, level in levels.items()]
    ranking = default_ranking(
        RUBRIC, cards, list(levels), replace(RULES, min_scorecards=1, tie_order=("jury",))
    )
    assert [(each.entry, each.place, each.position, each.last_position) for each in ranking.standings] == [
        ("a", 1, 1, 1), ("b", 2, 2, 3), ("c", 2, 2, 3), ("d", 4, 4, 4),
    ]  # fmt: skip
    assert ranking.ties == (TieDecision("open", (("b", "c"),)),)


def test_the_vote_of_the_jury_closes_an_open_tie():
    cards = [card(entry, "P", 3, 3) for entry in "abc"]
    rules = replace(RULES, min_scorecards=1, tie_order=("median", "jury"))
    decided = default_ranking(RUBRIC, cards, "abc", rules, jury_order=["c", "a", "b"])
    assert summary(decided) == [("c", 1, 1, ("jury",)), ("a", 1, 2, ("jury",)), ("b", 1, 3, ("jury",))]
    partly = default_ranking(RUBRIC, cards, "abc", rules, jury_order=["c"])
    assert summary(partly) == [
        ("c", 1, 1, ("jury",)),
        ("a", 1, 2, ("jury", "open")),
        ("b", 1, 2, ("jury", "open")),
    ]


def test_the_named_criterion_comes_first():
    cards = [card("a", "P", 4, 1), card("b", "P", 2, 4), card("c", "P", None, 1)]  # a and b: 45, c: 0
    rules = replace(RULES, min_scorecards=1, tie_order=("criterion:benefit", "lot"))
    ranking = default_ranking(RUBRIC, cards, "abc", rules)
    assert summary(ranking) == [
        ("b", 1, 1, ("criterion:benefit",)), ("a", 1, 2, ("criterion:benefit",)), ("c", 3, 3, ()),
    ]  # fmt: skip
    assert ranking.ties == (TieDecision("criterion:benefit", (("b",), ("a",))),)


def test_an_entry_that_nobody_scored_on_the_criterion_comes_last_in_its_tie():
    cards = [card("a", "P", 1, None), card("b", "P", 1, 1)]
    rules = replace(RULES, min_scorecards=1, tie_order=("criterion:benefit", "lot"))
    assert [each.entry for each in default_ranking(RUBRIC, cards, "ab", rules).standings] == ["b", "a"]


def test_the_median_scorecard_decides_between_equal_means():
    given = {"a": (1, 3, 5), "b": (2, 2, 5), "c": (1, 4, 4)}  # means 50, medians 50, 25, 75
    cards = [
        card(e, f"{e}{n}", level, level) for e, levels in given.items() for n, level in enumerate(levels)
    ]
    ranking = default_ranking(RUBRIC, cards, "abc", RULES)
    assert ranking.ties == (TieDecision("median", (("c",), ("a",), ("b",))),)


def test_head_to_head_counts_only_mentors_who_scored_both():
    cards = [card("a", "P", 3, 3), card("b", "P", 2, 2), card("a", "Q", 2, 2), card("b", "R", 3, 3)]
    ranking = default_ranking(RUBRIC, cards, "ab", RULES)
    assert summary(ranking) == [("a", 1, 1, ("head_to_head",)), ("b", 1, 2, ("head_to_head",))]


def test_a_duel_is_asked_again_of_those_it_left_level():
    duels = ["ab", "bc", "ca", "bd"]  # winner first: a, b and c go round; b alone also meets d, and wins
    alone = {"a": [3, 3], "b": [2, 3], "c": [3, 3], "d": [4]}  # brings every mean to level 3
    cards = [
        card(entry, duel, level, level) for duel in duels for entry, level in zip(duel, (4, 2), strict=True)
    ]
    cards += [
        card(e, f"{e}{n}", level, level) for e, levels in alone.items() for n, level in enumerate(levels)
    ]
    ranking = default_ranking(RUBRIC, cards, "abcd", replace(RULES, tie_order=("head_to_head", "lot")))
    assert {each.score for each in ranking.standings} == {50}
    assert ranking.ties == (
        TieDecision("head_to_head", (("b",), ("a", "c"), ("d",))),
        TieDecision("head_to_head", (("c",), ("a",))),
    )


def test_the_lot_is_the_published_hash_and_is_reported():
    cards = [card(entry, "P", 3, 3) for entry in ("1", "2", "10")]
    ranking = default_ranking(RUBRIC, cards, ["1", "2", "10"], replace(RULES, min_scorecards=1))
    by_hash = sorted(
        ["1", "2", "10"], key=lambda entry: hashlib.sha256(f"spring:{entry}".encode()).hexdigest()
    )
    assert [each.entry for each in ranking.standings] == by_hash
    assert ranking.ties == (TieDecision("lot", tuple((entry,) for entry in by_hash)),)
    assert lot("spring", "1") == "76458cd107213ddde19358a236f7801ff613cf0ca6c38b4d25e74590d5455037"


def test_another_seed_draws_another_order():
    cards = [card(str(number), "P", 3, 3) for number in range(20)]
    entries = [str(number) for number in range(20)]

    def order(seed):
        rules = replace(RULES, min_scorecards=1, seed=seed)
        return [each.entry for each in default_ranking(RUBRIC, cards, entries, rules).standings]

    assert order("spring") == order("spring") != order("autumn")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_renaming_mentors_and_shuffling_cards_changes_nothing(number):
    rng = Random(number)
    entries = [f"e{i}" for i in range(6)]
    cards = [
        card(e, m, rng.randint(1, 3), rng.randint(1, 3))
        for e in entries
        for m in "PQRS"
        if rng.random() < 0.7
    ]
    names = dict(zip("PQRS", rng.sample("PQRSTUVW", 4), strict=True))
    renamed = [replace(each, mentor=names[each.mentor]) for each in rng.sample(cards, len(cards))]
    rules = replace(RULES, min_scorecards=1, tie_order=("criterion:benefit", "median", "head_to_head", "lot"))
    one = default_ranking(RUBRIC, cards, entries, rules)
    two = default_ranking(RUBRIC, renamed, rng.sample(entries, 6), rules)
    assert (summary(one), one.ties) == (summary(two), two.ties)
    assert [each.position for each in one.standings] == list(range(1, len(one.standings) + 1))
    assert all(each.place <= each.position for each in one.standings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"min_scorecards": 0}, "ranking.min_scorecards_invalid"),
        ({"ridge": Fraction(0)}, "ranking.ridge_invalid"),
        ({"ridge": Fraction(-1)}, "ranking.ridge_invalid"),
        ({"cut": 0}, "ranking.cut_invalid"),
        ({"tie_order": ("mean", "lot")}, "ties.step_unknown"),
        ({"tie_order": ("criterion:price", "lot")}, "ties.criterion_unknown"),
        ({"tie_order": ("median", "median", "lot")}, "ties.step_repeated"),
        ({"tie_order": ()}, "ties.must_end_decided"),
        ({"tie_order": ("median",)}, "ties.must_end_decided"),
        ({"tie_order": ("lot", "median", "jury")}, "ties.must_end_decided"),
        ({"seed": " "}, "ties.seed_missing"),
    ],
)
def test_rules_that_could_not_decide_are_refused_before_opening(change, code):
    with pytest.raises(RuleBroken) as refusal:
        check_ranking_rules(RUBRIC, replace(RULES, **change))
    assert refusal.value.code == code


def test_rules_that_decide_are_accepted():
    assert check_ranking_rules(RUBRIC, replace(RULES, cut=3, tie_order=("criterion:benefit", "lot"))) is None
    assert check_ranking_rules(RUBRIC, RankingRules(tie_order=("median", "jury"))) is None
