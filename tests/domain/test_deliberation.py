"""Motions that reorder an agenda, and when they are carried."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.deliberation import MotionOutcome, Word, check_order, decided, moved_to, reordered
from app.domain.errors import RuleBroken

AGENDA = {"A": 2, "B": 3, "C": 5}


@pytest.mark.parametrize(
    ("words", "entitled", "outcome"),
    [
        ("for for against", 5, MotionOutcome.CARRIED),
        ("for against", 3, MotionOutcome.LOST),
        ("abstain abstain", 3, MotionOutcome.LOST),
        ("for for", 4, MotionOutcome.NO_QUORUM),
        ("", 0, MotionOutcome.NO_QUORUM),
    ],
)
def test_a_motion_is_carried_by_more_for_than_against_of_more_than_half(words, entitled, outcome):
    assert decided(map(Word, words.split()), entitled) is outcome


def test_moving_an_entry_moves_those_between():
    assert moved_to("C", "A", AGENDA) == ["C", "A", "B"]
    assert moved_to("A", "C", AGENDA) == ["B", "C", "A"]
    assert moved_to("B", "C", AGENDA) == ["C", "B"]


@pytest.mark.parametrize("order", [["A", "X"], ["A", "A"]])
def test_a_motion_cannot_touch_more_than_the_agenda(order):
    with pytest.raises(RuleBroken, match="motion.outside_agenda"):
        check_order(order, AGENDA)


def test_a_motion_must_change_something():
    with pytest.raises(RuleBroken, match="motion.changes_nothing"):
        check_order(["A", "B"], AGENDA)
    with pytest.raises(RuleBroken, match="motion.changes_nothing"):
        moved_to("A", "A", AGENDA)
    check_order([], AGENDA)


def test_carried_orders_share_out_the_places_they_hold():
    assert reordered("VABWC", [["C", "A"]]) == ["V", "C", "B", "W", "A"]
    assert reordered("VABWC", [["C", "A"], ["B", "C"]]) == ["V", "B", "C", "W", "A"]


@settings(max_examples=40)
@given(st.permutations("ABCDEF"), st.data())
def test_whoever_is_not_named_keeps_the_place(ranking, data):
    order = data.draw(st.lists(st.sampled_from("ABCDEF"), unique=True))
    result = reordered(ranking, [order])
    assert sorted(result) == sorted(ranking)
    assert [e for e in result if e in order] == order
    assert all(result[i] == e for i, e in enumerate(ranking) if e not in order)
