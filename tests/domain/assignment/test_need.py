"""How many mentors a round needs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assignment import cap_for_minutes, mentors_needed, plan_assignments, scorecards_to_connect
from app.domain.errors import RuleBroken


def test_time_or_different_people_decide():
    assert mentors_needed(7, cap=4) == 6
    assert mentors_needed(7, cap=30) == 3
    assert mentors_needed(7, cap=30, most_conflicts=2, dropouts=1) == 6
    assert mentors_needed(30, per_entry=4, cap=7) == 18
    assert mentors_needed(1, per_entry=3, cap=1) == 3
    assert mentors_needed(0, cap=4, dropouts=2) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"per_entry": 0, "cap": 3}, "assignment.per_entry_invalid"),
        ({"cap": 0}, "assignment.cap_invalid"),
        ({"cap": 1}, "assignment.cap_invalid"),
    ],
)
def test_impossible_rounds_are_refused(arguments, code):
    with pytest.raises(RuleBroken) as refusal:
        mentors_needed(7, **arguments)
    assert refusal.value.code == code


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(2, 4), st.integers(2, 6))
def test_that_many_are_enough_and_one_fewer_are_not(entries, per_entry, cap):
    needed = mentors_needed(entries, per_entry=per_entry, cap=cap)
    names = [f"e{number}" for number in range(entries)]
    enough = plan_assignments(names, {f"m{n}": cap for n in range(needed)}, per_entry=per_entry, seed="need")
    fewer = plan_assignments(
        names, {f"m{n}": cap for n in range(needed - 1)}, per_entry=per_entry, seed="need"
    )
    assert (enough.unmet, enough.is_connected) == ((), True)
    assert fewer.unmet


def test_scorecards_that_link_everyone():
    assert scorecards_to_connect(7, 6) == 2
    assert scorecards_to_connect(2, 6) == 4
    assert scorecards_to_connect(1, 6) == 6
    assert scorecards_to_connect(0, 6) == scorecards_to_connect(7, 0) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.integers(1, 8))
def test_with_that_many_scorecards_everyone_is_linked_and_with_fewer_not(entries, mentors):
    enough = scorecards_to_connect(entries, mentors)
    teams, people = (
        [f"e{number}" for number in range(entries)],
        dict.fromkeys(f"m{number}" for number in range(mentors)),
    )
    plan = plan_assignments(teams, people, per_entry=enough, seed="link")
    assert (plan.is_connected, plan.unmet, plan.lightest > 0) == (True, (), True)
    assert plan.heaviest - plan.lightest <= 1
    if enough > 1:
        fewer = plan_assignments(teams, people, per_entry=enough - 1, seed="link")
        assert not fewer.is_connected or fewer.lightest == 0


def test_minutes_become_scorecards():
    assert cap_for_minutes(60, 12) == 5
    assert cap_for_minutes(60, 12, calibration=True) == 4
    assert cap_for_minutes(11, 12, calibration=True) == 0
    with pytest.raises(RuleBroken, match=r"assignment\.minutes_invalid"):
        cap_for_minutes(60, 0)
