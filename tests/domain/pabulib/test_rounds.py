"""A round as a .pb file that Pabulib's own checker accepts."""

from datetime import date

import pytest

from app.domain.allocation import allocate
from app.domain.ballots import ConflictGroup
from app.domain.pabulib import Described, PbFile, pb_of_round, write
from app.domain.pabulib.rounds import rule_in_file
from app.domain.tally import Election, Profile, Project, TieOrder
from tests import requirements
from tests.domain.allocation.elections import approvals

DESCRIBED = Described(
    description="Līdzdalības budžets: Grīva",
    country="Latvia",
    unit="Daugavpils",
    subunit="Grīva",
    instance="2026",
    begin=date(2026, 5, 1),
    end=date(2026, 5, 31),
    language="lv",
)

ROUNDS = {
    "approval": ({"min": 1, "max": 2}, [("1", "2"), ("2",), ("2", "3")]),
    "knapsack": ({"min": 1}, [("1",), ("2",), ("2", "3")]),
    "ranking": ({"min": 1, "max": 3}, [("1", "2"), ("2",), ("2", "3", "1")]),
    "points": (
        {"total": 4, "max_each": 3, "min": 1},
        [(("1", 2), ("2", 1)), (("2", 3),), (("2", 1), ("3", 3))],
    ),
    "grades": (
        {"lowest": 1, "highest": 5, "min": 1},
        [(("1", 5), ("2", 1)), (("2", 4),), (("2", 3), ("3", 2))],
    ),
}


def round_file(kind: str, rule: str, settings_: dict) -> PbFile:
    """A small round of this ballot type, decided by a rule."""
    limits, cast = ROUNDS[kind]
    costs = {"1": 50050, "2": 30000, "3": 9900}
    projects = tuple(Project(one, cost, f"Ideja {one}", "Grīva") for one, cost in costs.items())
    counts: dict = {}
    for choices in cast:
        counts[choices] = counts.get(choices, 0) + 1
    election = Election(projects, Profile(kind, counts, limits), 60000, (), TieOrder.parse("votes,cost,id"))
    ballots = [(f"{9 - at}f{at}", "online" if at else "paper", choices) for at, choices in enumerate(cast)]
    columns = {
        one.id: {"category": "sport,play", "latitude": "55.87", "longitude": "26.5"} for one in projects
    }
    return pb_of_round(DESCRIBED, election, ballots, allocate(rule, election, settings_), columns)


def test_a_round_as_a_file() -> None:
    text = write(round_file("approval", "greedy", {}))
    assert text.splitlines() == [
        "META",
        "key;value",
        "description;Līdzdalības budžets: Grīva",
        "country;Latvia",
        "unit;Daugavpils",
        "subunit;Grīva",
        "instance;2026",
        "num_projects;3",
        "num_votes;3",
        "budget;600",
        "vote_type;approval",
        "rule;greedy",
        "date_begin;01.05.2026",
        "date_end;31.05.2026",
        "min_length;1",
        "max_length;2",
        "language;lv",
        "currency;EUR",
        "PROJECTS",
        "project_id;cost;votes;name;category;selected;neighborhood;latitude;longitude",
        "2;300;3;Ideja 2;sport,play;1;Grīva;55.87;26.5",
        "3;99;1;Ideja 3;sport,play;1;Grīva;55.87;26.5",
        "1;500.50;1;Ideja 1;sport,play;0;Grīva;55.87;26.5",
        "VOTES",
        "voter_id;vote;voting_method",
        "7f2;2,3;internet",
        "8f1;2;internet",
        "9f0;1,2;paper",
    ]


@pytest.mark.parametrize("kind", list(ROUNDS))
@pytest.mark.parametrize(
    ("rule", "settings_"),
    [
        ("greedy", {}),
        ("greedy", {"min_votes": 2}),
        ("greedy", {"stop_at_first_misfit": True}),
        ("equal-shares", {}),
        ("equal-shares", {"completion": "add1"}),
        ("equal-shares", {"completion": "add1u", "utility": "cardinality"}),
        ("ranking", {"prizes": 1}),
    ],
)
def test_pabulib_s_own_checker_finds_no_error(
    kind: str, rule: str, settings_: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        from pabulib.checker import Checker
    except ImportError as error:
        requirements.missing(f"pabulib-checker is not installed: {error}")
    report = Checker().process_files([write(round_file(kind, rule, settings_))])
    capsys.readouterr()
    assert report[1]["results"]["errors"] == {}
    assert report["metadata"] == {"processed": 1, "valid": 1, "invalid": 0}


def test_how_the_format_names_a_rule() -> None:
    full = approvals({"A": 1, "B": 1}, {"AB": 1}, 1)
    unsupported = approvals({"A": 1, "B": 1}, {"A": 1}, 1)
    rivals = approvals({"A": 1, "B": 1}, {"AB": 1}, 1, (ConflictGroup("g", frozenset("AB")),))

    def named(election: Election, rule: str, **settings_: object) -> dict[str, str]:
        return rule_in_file(election, allocate(rule, election, settings_))

    assert named(full, "greedy") == {"rule": "greedy"}
    assert named(unsupported, "greedy") == {"rule": "greedy-threshold", "min_project_score_threshold": "1"}
    assert named(full, "greedy", min_votes=3) == {
        "rule": "greedy-threshold",
        "min_project_score_threshold": "3",
    }
    assert named(full, "greedy", stop_at_first_misfit=True) == {"rule": "greedy-no-skip"}
    assert named(rivals, "greedy") == {"rule": "greedy-exclusive"}
    assert named(rivals, "equal-shares") == {"rule": "unknown"}
    assert named(full, "equal-shares", completion="add1") == {"rule": "equalshares/add1"}
    assert named(full, "equal-shares", completion="none") == {"rule": "equalshares"}
    assert named(full, "equal-shares", utility="cardinality") == {"rule": "unknown"}
    assert named(full, "ranking") == {"rule": "unknown"}
