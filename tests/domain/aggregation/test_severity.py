"""Severity of mentors: the worked round exactly, the equations it must satisfy, and what it must not change."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aggregation import Part, Severity, connected_parts, mentor_severity
from app.domain.errors import RuleBroken
from tests.domain.worked_round import APART, TABLE


def random_table(number):
    """A connected table: a chain of common mentors and whatever chance adds."""
    rng = Random(number)
    entries, mentors = (
        [f"e{i}" for i in range(rng.randint(1, 8))],
        [f"m{i}" for i in range(rng.randint(1, 5))],
    )
    table = {entry: {mentors[0]: Fraction(rng.randint(0, 400), 4)} for entry in entries}
    for entry in entries:
        for mentor in rng.sample(mentors, rng.randint(0, len(mentors))):
            table[entry][mentor] = Fraction(rng.randint(0, 400), 4)
        if len(table[entry]) > 1 and rng.random() < 0.3 and entry != entries[0]:
            del table[entry][mentors[0]]
    return table if len(connected_parts(table)) == 1 else TABLE


tables = st.integers(0, 10**6).map(random_table)


def test_the_worked_round_at_ridge_one():
    found = mentor_severity(TABLE, 1)
    assert found.by_mentor == {"P": -20, "Q": 5, "R": 15}
    assert found.adjusted == {
        "A": 35,
        "B": Fraction(105, 2),
        "C": Fraction(115, 2),
        "D": Fraction(125, 2),
        "E": 60,
    }
    assert found.ridge == 1


def test_the_lead_of_the_worked_round_flips_at_ridge_two():
    adjusted = mentor_severity(TABLE, 2).adjusted
    assert adjusted["D"] == Fraction(969, 16)  # 60.56
    assert adjusted["E"] == Fraction(999, 16)  # 62.44


def test_the_example_in_the_docstring():
    table = {"A": {"P": Fraction(0), "Q": Fraction(20)}, "B": {"P": Fraction(40), "Q": Fraction(60)}}
    assert mentor_severity(table, 2) == Severity(Fraction(2), {"P": -5, "Q": 5}, {"A": 10, "B": 50})


def test_two_groups_that_share_no_mentor_are_refused_by_name():
    with pytest.raises(RuleBroken) as refusal:
        mentor_severity(APART)
    assert refusal.value.code == "ranking.disconnected"
    assert refusal.value.params == {"parts": (Part(("A", "B"), ("P",)), Part(("C", "D"), ("Q",)))}


def test_no_scorecards_no_severity_and_a_negative_ridge_is_refused():
    assert mentor_severity({}) == Severity(Fraction(1), {}, {})
    assert mentor_severity({"A": {}}) == Severity(Fraction(1), {}, {})
    with pytest.raises(RuleBroken, match=r"ranking\.ridge_invalid"):
        mentor_severity(TABLE, Fraction(-1, 10))


@settings(max_examples=50, deadline=None)
@given(tables, st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1), Fraction(7, 2)]))
def test_the_solution_satisfies_the_model_exactly(table, ridge):
    found = mentor_severity(table, ridge)
    for entry, scores in table.items():
        rest = [score - found.by_mentor[mentor] for mentor, score in scores.items()]
        assert found.adjusted[entry] == sum(rest) / len(rest)
    for mentor, value in found.by_mentor.items():
        gaps = [scores[mentor] - found.adjusted[entry] for entry, scores in table.items() if mentor in scores]
        assert value * (len(gaps) + ridge) == sum(gaps)
    assert sum(found.by_mentor.values()) == 0


@settings(max_examples=50, deadline=None)
@given(tables, st.integers(-50, 50), st.data())
def test_in_the_limit_a_stricter_mentor_moves_all_entries_alike(table, points, data):
    mentor = data.draw(st.sampled_from(sorted({m for scores in table.values() for m in scores})))
    moved = {
        entry: {m: score + points * (m == mentor) for m, score in scores.items()}
        for entry, scores in table.items()
    }
    before, after = mentor_severity(table, 0), mentor_severity(moved, 0)
    shift = Fraction(points, len(before.by_mentor))
    assert after.adjusted == {entry: score + shift for entry, score in before.adjusted.items()}


@settings(max_examples=30, deadline=None)
@given(tables, st.integers(-50, 50), st.data())
def test_as_the_ridge_goes_to_zero_the_order_stays(table, points, data):
    mentor = data.draw(st.sampled_from(sorted({m for scores in table.values() for m in scores})))
    moved = {
        e: {m: score + points * (m == mentor) for m, score in scores.items()} for e, scores in table.items()
    }
    limit, tiny = mentor_severity(table, 0).adjusted, Fraction(1, 10**9)
    before, after = mentor_severity(table, tiny).adjusted, mentor_severity(moved, tiny).adjusted
    for one in table:
        for two in table:
            if limit[one] - limit[two] > Fraction(1, 1000):
                assert before[one] > before[two]
                assert after[one] > after[two]


@settings(max_examples=30, deadline=None)
@given(tables, st.integers(0, 10**6))
def test_permuting_mentors_changes_nothing(table, number):
    rng = Random(number)
    mentors = sorted({mentor for scores in table.values() for mentor in scores})
    names = dict(zip(mentors, rng.sample(mentors, len(mentors)), strict=True))
    renamed = {e: {names[m]: score for m, score in scores.items()} for e, scores in table.items()}
    one, two = (
        mentor_severity(table),
        mentor_severity(dict(rng.sample(sorted(renamed.items()), len(renamed)))),
    )
    assert two.adjusted == one.adjusted
    assert two.by_mentor == {names[mentor]: value for mentor, value in one.by_mentor.items()}


@settings(max_examples=30, deadline=None)
@given(tables, tables)
def test_disconnected_graphs_are_always_refused(left, right):
    apart = {**left, **{f"x{e}": {f"x{m}": v for m, v in scores.items()} for e, scores in right.items()}}
    with pytest.raises(RuleBroken) as refusal:
        mentor_severity(apart)
    parts = refusal.value.params["parts"]
    assert {part.entries for part in parts} == {
        tuple(sorted(left)),
        tuple(sorted(f"x{entry}" for entry in right)),
    }


def test_a_strong_ridge_leaves_the_plain_means():
    adjusted = mentor_severity(TABLE, 10**9).adjusted
    assert all(
        abs(adjusted[entry] - sum(scores.values()) / len(scores)) < Fraction(1, 1000)
        for entry, scores in TABLE.items()
    )
