"""The rules on real elections, beside what the cities decided."""

from pathlib import Path

import pytest

from app.domain.allocation import allocate, winners_by
from app.domain.allocation.equal_shares.completion import deciding_run
from app.domain.allocation.equal_shares.rounds import Runner
from app.domain.allocation.equal_shares.supporters import supporters_of
from app.domain.pabulib import PbFile
from app.domain.tally import TieOrder
from tests.domain.real_elections import name_of, read_file, real_files

OTHERWISE_DECIDED = {
    # The city wanted more than the 212 votes of project 2.
    "poland_gdynia_2020_chylonia-small": {"1", "2", "4", "8"},
    # The city passed over project 19 although it fits exactly.
    "poland_krakow_2020_pradnik-czerwony": {"15", "19"},
    # Warsaw excludes one of two projects that are too alike, by hand.
    "poland_warszawa_2021_ursynow": {"1471", "1687", "2136", "2150", "459", "976"},
    "poland_warszawa_2022_bielany": {"111", "1440", "1898", "1932", "2081", "248", "250"},
}
"""Elections decided by greedy and something more, with the projects on which plain greedy differs."""


def same_as_decided(pb: PbFile, selected: tuple[str, ...]) -> set[str]:
    """Projects on which a result differs from what the file records."""
    return {project.id for project in pb.projects if project.selected} ^ set(selected)


@pytest.mark.parametrize("file", real_files(), ids=name_of)
def test_greedy_reproduces_what_the_city_decided(file: Path | None) -> None:
    pb = read_file(file)
    result = allocate("greedy", pb.election(TieOrder.parse("votes,cost,id")))
    assert set(result.reasons) == {project.id for project in pb.projects}
    assert result.spent == sum(one.cost for one in pb.projects if one.id in result.selected) <= pb.budget
    if pb.meta["rule"] == "greedy" and any(project.selected is not None for project in pb.projects):
        assert same_as_decided(pb, result.selected) == OTHERWISE_DECIDED.get(name_of(file), set())


def named(name: str) -> PbFile:
    """One file by name."""
    return read_file(next(file for file in real_files() if file is None or name in file.stem))


def test_a_threshold_explains_gdynia() -> None:
    pb = named("gdynia_2020_chylonia-small")
    result = allocate("greedy", pb.election(), {"min_votes": 213})
    assert same_as_decided(pb, result.selected) == set()


def test_wieliczka_2023_was_decided_by_equal_shares() -> None:
    """The first real election by this rule: 30 projects, exactly those the city built. Stopping at the first
    exhaustive result gives another set, of 31."""
    pb = named("wieliczka_2023")
    election = pb.election(TieOrder.parse("votes,cost,lot", "any"))
    added = winners_by("equal-shares", election, {"completion": "add1"})
    assert same_as_decided(pb, added.selected) == set()
    assert len(added.selected) == 30
    supporters = supporters_of(election, "cost")
    exhaustive = deciding_run(Runner(election, supporters, supporters.projects), "add1e", 100)
    assert len(exhaustive.selected) == 31
    assert exhaustive.start < added.start
