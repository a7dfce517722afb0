"""Counting: equal ballots together, scores by type, one pot out of several."""

from collections import Counter

import pytest

from app.domain.errors import RuleBroken
from app.domain.tally import Election, Profile, Project


def test_equal_ballots_are_counted_together() -> None:
    profile = Profile.from_canonical("approval", ['["1","2"]', '["2"]', '["1","2"]', "[]"], {"max": 2})
    assert profile.counts == {("1", "2"): 2, ("2",): 1, (): 1}
    assert profile.voters == 4
    assert profile.votes == profile.scores == {"1": 2, "2": 3}


def test_borda_with_maximum_length() -> None:
    """Three places: the first choice gets 3 even on a ballot with a single choice."""
    profile = Profile("ranking", {("7", "12"): 2, ("12",): 1}, {"max": 3})
    assert profile.scores == {"7": 6, "12": 7}
    assert profile.votes == {"7": 2, "12": 3}


def test_points_and_grades_are_summed_and_a_grade_of_nothing_is_a_vote() -> None:
    assert Profile("points", {(("1", 3), ("2", 1)): 2}).scores == {"1": 6, "2": 2}
    graded = Profile("grades", {(("1", 0), ("2", 5)): 2})
    assert graded.scores == {"1": 0, "2": 10}
    assert graded.votes == {"1": 2, "2": 2}


def test_the_most_that_a_ballot_gave() -> None:
    assert Profile("points", {(("1", 3), ("2", 1)): 2, (): 1}).most_given == 3
    assert Profile("approval", {(): 1}).most_given == 1
    assert Profile("ranking", {("1",): 1}, {"max": 4}).most_given == 4


def test_one_pot_of_several() -> None:
    both = Profile("ranking", {("1", "7", "2"): 1, ("7",): 2, ("2",): 3}, {"max": 3})
    city = both.restricted_to({"1", "2"}, {"max": 2})
    assert city.counts == {("1", "2"): 1, ("2",): 3}
    assert city.scores == {"1": 2, "2": 7}
    assert city.voters == 4
    assert Profile("points", {(("1", 3), ("7", 1)): 2}).restricted_to(["7"]).counts == {(("7", 1),): 2}


def test_an_election_knows_its_projects() -> None:
    profile = Profile("approval", Counter({("1",): 1}))
    with pytest.raises(RuleBroken, match="election.unknown_project"):
        Election((Project("2", 1),), profile, 1)
    with pytest.raises(RuleBroken, match="election.duplicate_project"):
        Election((Project("1", 1), Project("1", 2)), profile, 1)
    with pytest.raises(RuleBroken, match="election.negative"):
        Election((Project("1", 1),), profile, -1)


def test_places_by_score() -> None:
    election = Election(
        tuple(Project(one, cost) for one, cost in (("1", 5), ("2", 3), ("3", 1))),
        Profile("points", {(("1", 2),): 1, (("2", 1),): 2, (("3", 9),): 1}),
        10,
    )
    assert election.order == ("3", "2", "1")
    assert election.rank == {"3": 1, "2": 2, "1": 3}


def test_further_votes_are_counted_as_generous_ones() -> None:
    election = Election((Project("1", 5), Project("2", 5)), Profile("points", {(("1", 4),): 2}), 10)
    larger = election.with_further("2", 3)
    assert (larger.facts.votes, larger.scores, larger.order) == (
        {"1": 2, "2": 3},
        {"1": 8, "2": 12},
        ("2", "1"),
    )
    assert election.order == ("1", "2")
