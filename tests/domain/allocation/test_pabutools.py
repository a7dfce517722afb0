"""Equal Shares and greedy beside pabutools, another implementation of the field's rules, on the same elections."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate, winners_by
from app.domain.tally import Election
from tests import requirements
from tests.domain.allocation.elections import BY_ID, generated
from tests.domain.real_elections import name_of, read_file, real_files

FEW_DISTINCT_BALLOTS = (
    "poland_gdynia_2020_chylonia-small",
    "poland_poznan_2023_green-budget",
    "poland_wroclaw_2017_rejon-nr-1-250",
    "poland_wroclaw_2017_rejon-nr-12-750",
    "poland_zabrze_2020_biskupice",
)
"""Approval elections that pabutools counts in less than a second with exact fractions."""


class Oracle:
    """An election as pabutools wants it, with ties broken as ours: more votes, then lower cost, then id."""

    def __init__(self, election: Election, modules: tuple[Any, Any, Any]) -> None:
        self.election = election
        self.of, self.rules, tiebreaking = modules
        self.projects = {one.id: self.of.Project(one.id, Fraction(one.cost)) for one in election.projects}
        self.instance = self.of.Instance(self.projects.values(), budget_limit=Fraction(election.budget))
        self.profile = self._profile().as_multiprofile()
        facts = election.facts
        self.ties = tiebreaking.TieBreakingRule(
            lambda instance, profile, one: election.ties.key(one.name, facts)
        )

    def _profile(self) -> Any:
        type_key = self.election.profile.type_key
        profile = {
            "points": self.of.CumulativeProfile,
            "grades": self.of.CardinalProfile,
            "ranking": self.of.CardinalProfile,
        }.get(type_key, self.of.ApprovalProfile)(instance=self.instance)
        for choices, many in self.election.profile.counts.items():
            for _ in range(many):
                profile.append(self._ballot(type_key, choices))
        return profile

    def _ballot(self, type_key: str, choices: Any) -> Any:
        """A ranking goes as its Borda points: those with maximum length are not among pabutools' own."""
        if type_key in ("approval", "knapsack"):
            return self.of.ApprovalBallot([self.projects[one] for one in choices])
        profile = self.election.profile
        given = profile.kind.support(choices, profile.limits)
        ballot = self.of.CumulativeBallot if type_key == "points" else self.of.CardinalBallot
        return ballot({self.projects[one]: points for one, points in given.items()})

    def equal_shares(self, utility: str, *, step: int | None = None) -> set[str]:
        """pabutools' result, with its completion (our ``add1e``) where a ``step`` is given."""
        satisfaction = {
            "cost": self.of.Cost_Sat,
            "cardinality": self.of.Cardinality_Sat,
        }.get(utility, self.of.Additive_Cardinal_Sat)
        result = self.rules.method_of_equal_shares(
            self.instance,
            self.profile,
            sat_class=satisfaction,
            tie_breaking=self.ties,
            voter_budget_increment=None if step is None else Fraction(step),
        )
        return {project.name for project in result}

    def greedy(self) -> list[str]:
        """pabutools' greedy by number of approvals per project, in the order funded."""
        result = self.rules.greedy_utilitarian_welfare(
            self.instance, self.profile, sat_class=self.of.Cost_Sat, tie_breaking=self.ties
        )
        return [project.name for project in result]


@pytest.fixture(scope="module")
def modules() -> tuple[Any, Any, Any]:
    """pabutools, counting in exact fractions."""
    try:
        import pabutools.fractions
        from pabutools import election, rules, tiebreaking
    except ImportError as error:
        requirements.missing(f"pabutools is not installed: {error}")
    pabutools.fractions.FRACTION = "gmpy2"
    return election, rules, tiebreaking


@pytest.mark.parametrize(
    ("type_key", "utility"),
    [
        ("approval", "cost"),
        ("approval", "cardinality"),
        ("knapsack", "cost"),
        ("points", "given"),
        ("points", "cost"),
        ("grades", "given"),
        ("ranking", "borda"),
        ("ranking", "cardinality"),
    ],
)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_equal_shares_on_generated_elections(
    modules: tuple[Any, Any, Any], type_key: str, utility: str, data: st.DataObject
) -> None:
    election = data.draw(generated(type_key))
    oracle = Oracle(election, modules)
    assert set(winners_by("equal-shares", election, {"utility": utility}).selected) == oracle.equal_shares(
        utility
    )
    exhaustive = winners_by(
        "equal-shares", election, {"utility": utility, "completion": "add1e", "step": 100}
    )
    assert set(exhaustive.selected) == oracle.equal_shares(utility, step=100)


@settings(max_examples=40, deadline=None)
@given(election=generated("approval"))
def test_greedy_on_generated_elections(modules: tuple[Any, Any, Any], election: Election) -> None:
    """pabutools also funds what nobody wants if it fits; we do not."""
    supported = [one for one in Oracle(election, modules).greedy() if election.scores[one] > 0]
    assert list(allocate("greedy", election).selected) == supported


QUICK_FILES = [file for file in real_files() if file is None or file.stem in FEW_DISTINCT_BALLOTS]


@pytest.mark.parametrize("file", QUICK_FILES, ids=name_of)
def test_equal_shares_on_real_elections(modules: tuple[Any, Any, Any], file: Path | None) -> None:
    pb = read_file(file)
    election = pb.election(BY_ID)
    result = winners_by("equal-shares", election)
    assert set(result.selected) == Oracle(election, modules).equal_shares("cost")
