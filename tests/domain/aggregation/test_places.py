"""Both rankings side by side, why a place changed, stability, the agenda, and the page's single call."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.aggregation import (
    MentorShift,
    Part,
    PlaceChange,
    RankingRules,
    adjusted_ranking,
    default_ranking,
    deliberation_agenda,
    entry_scores,
    judging_outcome,
    place_changes,
    place_stability,
)
from app.domain.errors import RuleBroken
from tests.domain.worked_round import CARDS, ENTRIES, RUBRIC, card

RULES = RankingRules(min_scorecards=2, seed="spring", cut=2)
FIGURES = entry_scores(RUBRIC, CARDS, ENTRIES, 2)
APART = [
    card(e, m, level, level) for e, m, level in [("A", "P", 1), ("B", "P", 2), ("C", "Q", 4), ("D", "Q", 5)]
]


def bands(found):
    return {entry: (band.best, band.worst) for entry, band in found.bands.items()}


def test_the_worked_round_adjusted():
    ranking = adjusted_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    assert [(each.entry, each.score) for each in ranking.standings] == [
        ("D", Fraction(125, 2)), ("E", 60), ("C", Fraction(115, 2)), ("B", Fraction(105, 2)), ("A", 35),
    ]  # fmt: skip
    assert ranking.severity.by_mentor == {"P": -20, "Q": 5, "R": 15}
    softer = adjusted_ranking(RUBRIC, CARDS, ENTRIES, replace(RULES, ridge=Fraction(2)))
    assert [each.entry for each in softer.standings] == ["E", "D", "C", "B", "A"]


def test_why_a_place_changed():
    changes = place_changes(
        default_ranking(RUBRIC, CARDS, ENTRIES, RULES), adjusted_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    )
    assert changes[0] == PlaceChange(
        entry="D",
        place=3,
        adjusted_place=1,
        own_mean=Fraction(55),
        adjusted=Fraction(125, 2),
        shift=Fraction(15, 2),
        mentors=(MentorShift("P", Fraction(35), Fraction(-20)), MentorShift("Q", Fraction(75), Fraction(5))),
    )
    assert [(each.entry, each.place, each.adjusted_place) for each in changes] == [
        ("D", 3, 1), ("E", 1, 2), ("C", 2, 3), ("B", 4, 4), ("A", 5, 5),
    ]  # fmt: skip
    assert all(-each.shift == sum(m.severity for m in each.mentors) / len(each.mentors) for each in changes)


def test_place_changes_need_an_adjusted_ranking():
    default = default_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    with pytest.raises(ValueError, match="not adjusted"):
        place_changes(default, default)


def test_groups_without_a_common_mentor_get_no_adjusted_ranking_and_are_named():
    rules = replace(RULES, min_scorecards=1)
    with pytest.raises(RuleBroken) as refusal:
        adjusted_ranking(RUBRIC, APART, "ABCD", rules)
    parts = (Part(("A", "B"), ("P",)), Part(("C", "D"), ("Q",)))
    assert refusal.value.params == {"parts": parts}
    outcome = judging_outcome(RUBRIC, APART, "ABCD", rules)
    assert (outcome.adjusted, outcome.parts, outcome.changes) == (None, parts, ())
    assert [each.entry for each in outcome.deciding.standings] == ["D", "C", "B", "A"]


def test_no_ranking_decides_where_the_declared_one_is_refused():
    outcome = judging_outcome(RUBRIC, APART, "ABCD", replace(RULES, min_scorecards=1, adjusted_decides=True))
    assert (outcome.deciding, outcome.stability, outcome.agenda) == (None, None, ())
    assert len(outcome.default.standings) == 4


def test_an_unfinished_entry_apart_does_not_refuse_the_others():
    cards = [*CARDS, card("F", "Z", 5, 5)]
    ranking = adjusted_ranking(RUBRIC, cards, [*ENTRIES, "F"], RULES)
    assert [each.entry for each in ranking.standings] == ["D", "E", "C", "B", "A"]
    assert [figure.entry for figure in ranking.provisional] == ["F"]


def test_an_unfinished_entry_lends_the_link_between_others():
    cards = [card(e, m, 3, 3) for e, m in ["AP", "AQ", "BR", "BS", "CQ"]]
    linked = [*cards, card("C", "R", 4, 4)]
    with pytest.raises(RuleBroken, match="disconnected"):
        adjusted_ranking(RUBRIC, cards, "ABC", replace(RULES, min_scorecards=2))
    ranking = adjusted_ranking(RUBRIC, linked, "ABC", replace(RULES, min_scorecards=2))
    assert {each.entry for each in ranking.standings} == {"A", "B", "C"}
    pending = entry_scores(RUBRIC, linked, "ABC", 2)
    pending["C"] = replace(pending["C"], provisional=True)
    assert place_stability(pending, RULES, adjusted=True).uncomputable == ("Q", "R")


def test_stability_of_the_mean_leaves_out_each_mentor():
    found = place_stability(FIGURES, RULES)
    # A, B, C, D, E without P: 45, 75, 67.5, 75, 70; without Q: 10, 50, 80, 35, 75; without R: 27.5, 25, 55, 55, 65,
    # where Q prefers D to C.
    assert found.bands["C"].without == {"P": 4, "Q": 1, "R": 3}
    assert found.bands["E"].without == {"P": 3, "Q": 2, "R": 1}
    assert {entry: band for entry, band in bands(found).items() if entry in "ACE"} == {
        "A": (4, 5), "C": (1, 4), "E": (1, 3),
    }  # fmt: skip
    assert found.uncomputable == ()


def test_stability_of_the_adjusted_ranking_and_its_agenda():
    found = place_stability(FIGURES, RULES, adjusted=True)
    assert bands(found) == {"D": (1, 4), "E": (2, 2), "C": (1, 4), "B": (3, 4), "A": (5, 5)}
    assert list(found.bands) == ["D", "E", "C", "B", "A"]
    assert deliberation_agenda(found, 2) == ("D", "C")
    assert deliberation_agenda(found, 3) == ("D", "C", "B")
    assert deliberation_agenda(found, 4) == ()
    assert deliberation_agenda(found, 5) == ()


def test_an_entry_that_hangs_on_one_mentor_may_be_anywhere_below():
    cards = [
        card("a", "P", 5, 5),
        card("b", "Q", 4, 4),
        card("b", "R", 4, 4),
        card("c", "Q", 3, 3),
        card("c", "R", 3, 3),
    ]
    figures = entry_scores(RUBRIC, cards, "abc", 1)
    found = place_stability(figures, replace(RULES, min_scorecards=1))
    assert found.bands["a"].without == {"P": None, "Q": 1, "R": 1}
    assert bands(found) == {"a": (1, 3), "b": (1, 2), "c": (2, 3)}


def test_an_unfinished_entry_stays_out_of_every_recomputation():
    cards = [*CARDS, card("F", "P", 5, 5)]
    found = place_stability(entry_scores(RUBRIC, cards, [*ENTRIES, "F"], 2), RULES)
    assert found.bands == place_stability(FIGURES, RULES).bands


def test_without_a_mentor_ties_by_criterion_forget_that_mentor_too():
    # Every pair of cards is worth the same; in feasibility Q prefers b and R prefers a, so together they cancel out.
    levels = {"P": ((1, 1), (1, 1)), "Q": ((2, 4), (4, 1)), "R": ((5, 2), (3, 5))}
    cards = [
        card(entry, m, *given) for m, pair in levels.items() for entry, given in zip("ab", pair, strict=True)
    ]
    rules = replace(RULES, tie_order=("criterion:feasibility", "jury"))
    band = place_stability(entry_scores(RUBRIC, cards, "ab", 2), rules, jury_order="ba").bands["a"]
    assert (band.position, band.without) == (2, {"P": 2, "Q": 1, "R": 2})
    other = place_stability(entry_scores(RUBRIC, cards, "ab", 2), rules, jury_order="ab").bands["a"]
    assert (other.position, other.without) == (1, {"P": 1, "Q": 1, "R": 2})


def test_an_open_tie_is_a_band():
    cards = [card(entry, mentor, 3, 3) for entry in "ab" for mentor in "PQ"]
    rules = replace(RULES, tie_order=("jury",))
    found = place_stability(entry_scores(RUBRIC, cards, "ab", 2), rules)
    assert bands(found) == {"a": (1, 2), "b": (1, 2)}
    assert deliberation_agenda(found, 1) == ("a", "b")


def test_one_call_gives_the_whole_page():
    outcome = judging_outcome(RUBRIC, CARDS, ENTRIES, RULES)
    assert outcome.figures == FIGURES
    assert outcome.default == outcome.deciding == default_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    assert outcome.adjusted == adjusted_ranking(RUBRIC, CARDS, ENTRIES, RULES)
    assert outcome.changes == place_changes(outcome.default, outcome.adjusted)
    assert outcome.stability == place_stability(FIGURES, RULES)
    assert outcome.agenda == deliberation_agenda(outcome.stability, 2)
    adjusted = judging_outcome(RUBRIC, CARDS, ENTRIES, replace(RULES, adjusted_decides=True))
    assert (adjusted.deciding, adjusted.agenda) == (outcome.adjusted, ("D", "C"))
    assert judging_outcome(RUBRIC, CARDS, ENTRIES, replace(RULES, cut=None)).agenda == ()


def test_a_round_without_scorecards_is_an_empty_page():
    outcome = judging_outcome(RUBRIC, [], ENTRIES, RULES)
    assert (outcome.default.standings, outcome.adjusted.standings, outcome.agenda) == ((), (), ())
    assert len(outcome.default.provisional) == 5


def test_a_card_under_another_rubric_is_not_taken_for_a_refused_ranking():
    with pytest.raises(RuleBroken, match="level_outside_scale"):
        judging_outcome(RUBRIC, [card("A", "P", 9, 1)], ENTRIES, RULES)
