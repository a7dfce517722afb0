"""Measures of a result, worked by hand."""

from fractions import Fraction

from app.domain.allocation.measures import coverage, measured, money_by_group
from app.domain.tally import Election, Profile, Project

ELECTION = Election(
    (Project("1", 300, group="Grīva"), Project("2", 100, group="Centrs"), Project("3", 600, group="Grīva")),
    Profile("grades", {(("1", 5), ("2", 1)): 2, (("3", 3), ("2", 0)): 1, (): 1}),
    400,
)


def test_coverage_counts_what_was_chosen_with_more_than_nothing() -> None:
    assert coverage(ELECTION.profile, {"1", "2"}) == {1: Fraction(1, 2), 2: Fraction(1, 2), 3: 0}
    assert coverage(ELECTION.profile, {"3"}, [1]) == {1: Fraction(1, 4)}


def test_all_measures() -> None:
    found = measured(ELECTION, ("2", "3"))
    # Two voters got 100 of the 400 they chose, one got all 600, one chose nothing.
    assert found.cost_satisfaction == Fraction(2 * 100 + 600, 4)
    assert found.share_satisfied == (2 * Fraction(1, 4) + 1) / 4
    assert found.money_by_group == {"Grīva": 600, "Centrs": 100}
    assert found.as_dict() == {
        "coverage": {"1": "3/4", "2": "0", "3": "0"},
        "cost_satisfaction": "200",
        "share_satisfied": "3/8",
        "money_by_group": {"Grīva": 600, "Centrs": 100},
    }


def test_without_voters() -> None:
    nobody = Election((Project("1", 300),), Profile("approval", {}), 400)
    assert measured(nobody, ()).coverage == {1: 0, 2: 0, 3: 0}
    assert money_by_group(nobody.projects, ()) == {"": 0}
