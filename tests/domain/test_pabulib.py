"""The .pb format: reading strictly, writing what Pabulib accepts, and both together losing nothing that is counted."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate
from app.domain.ballots import ConflictGroup
from app.domain.pabulib import Described, PbBallot, PbFault, PbFile, PbProject, pb_of_round, read, write
from app.domain.pabulib.rounds import rule_in_file
from app.domain.tally import Election, Profile, Project, TieOrder
from tests import requirements
from tests.domain.allocation.elections import approvals
from tests.domain.real_elections import name_of, read_file, real_files

SMALL = """META
key;value
description;A pond and a bench
vote_type;approval
budget;1000,50
num_projects;2
num_votes;3
PROJECTS
project_id;cost;name;selected;target
1;700.5;"A ""pond""; with ducks";1;seniors
2;300;A bench;0;youth
VOTES
voter_id;vote;age
a;1,2;30
b;2;
c;;17
"""


def test_a_file_is_read_with_its_optional_columns() -> None:
    pb = read(SMALL.encode())
    assert (pb.budget, pb.type_key, pb.limits) == (100050, "approval", {})
    assert pb.projects == (
        PbProject("1", 70050, {"name": 'A "pond"; with ducks', "selected": "1", "target": "seniors"}),
        PbProject("2", 30000, {"name": "A bench", "selected": "0", "target": "youth"}),
    )
    assert [project.selected for project in pb.projects] == [True, False]
    assert pb.ballots == (
        PbBallot("a", ("1", "2"), {"age": "30"}),
        PbBallot("b", ("2",), {"age": ""}),
        PbBallot("c", (), {"age": "17"}),
    )
    assert pb.profile().voters == 3
    assert pb.election().facts.votes == {"1": 1, "2": 2}


def test_what_other_programs_write_differently_is_read_alike() -> None:
    loose = "\ufeff" + SMALL.replace("META", "meta").replace("PROJECTS", "Projects").replace(
        "VOTES", "vOtEs;;"
    )
    loose = loose.replace("project_id;cost;name", "PROJECT_ID;Cost;name").replace("\nb;", "\n\n;;\n b ; ")
    loose = loose.replace("a;1,2;30", "a;2, 1;30;;").replace("1000,50", "1000.500").replace("\n", "\r\n")
    assert read(loose.encode()) == PbFile(**{**vars(read(SMALL.encode())), "meta": read(loose.encode()).meta})


def test_columns_come_in_any_order() -> None:
    turned = SMALL.replace("voter_id;vote;age", "age;vote;voter_id")
    turned = turned.replace("a;1,2;30", "30;1,2;a").replace("b;2;", ";2;b").replace("c;;17", "17;;c")
    assert read(turned.encode()).ballots == read(SMALL.encode()).ballots


def points_file(vote_type: str, *votes: str, meta: str = "max_length;3") -> bytes:
    """A file of another vote type over projects 1 to 3."""
    head = f"META\nkey;value\nvote_type;{vote_type}\nbudget;10\n{meta}\nPROJECTS\nproject_id;cost\n1;5\n2;5\n3;5\n"
    return (head + "VOTES\nvoter_id;vote;points\n" + "\n".join(votes) + "\n").encode()


def test_every_vote_type_has_its_scores() -> None:
    ranking = read(points_file("ordinal", "a;2,1;", "b;2;"))
    assert (ranking.type_key, ranking.profile().scores) == ("ranking", {"2": 6, "1": 2})
    cumulative = read(points_file("cumulative", "a;2,1,3;3,1,0", "b;2;2.0"))
    assert (cumulative.type_key, cumulative.profile().scores) == ("points", {"2": 5, "1": 1})
    assert cumulative.profile().votes == {"2": 2, "1": 1}
    scoring = read(points_file("scoring", "a;2,1;-1,0", "b;2;4", meta="min_points;0\nmax_points;5"))
    assert (scoring.type_key, scoring.limits) == ("grades", {"lowest": 0, "highest": 5})
    assert scoring.profile().scores == {"2": 3, "1": 0}
    assert read(points_file("choose-1", "a;2;", "b;1;")).type_key == "approval"


def test_without_a_stated_length_borda_takes_the_longest_ballot() -> None:
    pb = read(points_file("ordinal", "a;2,1;", "b;3;", meta="instance;x"))
    assert pb.profile().scores == {"2": 2, "1": 1, "3": 2}


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("META\n", "hello\nMETA\n", 1, "outside_section"),
        ("budget;1000,50\n", "", 1, "missing_key"),
        ("budget;1000,50", "budget;", 5, "missing_key"),
        ("1000,50", "1e999", 5, "bad_amount"),
        ("1000,50", "NaN", 5, "bad_amount"),
        ("1000,50", "-5", 5, "bad_amount"),
        ("1000,50", "٣", 5, "bad_amount"),
        ("1000,50", "1 000", 5, "bad_amount"),
        ("1000,50", "9" * 13, 5, "bad_amount"),
        ("1000,50", "1000,505", 5, "inexact_amount"),
        ("approval", "plurality", 4, "unknown_vote_type"),
        ("num_projects;2", "num_projects;3", 6, "wrong_count"),
        ("num_votes;3", "num_votes;4", 7, "wrong_count"),
        ("num_votes;3", "num_votes;many", 7, "bad_count"),
        ("num_votes;3", "budget;4", 7, "repeated_key"),
        ("num_votes;3", "num_votes;3;4", 7, "bad_meta_row"),
        ("num_votes;3", ";3", 7, "bad_meta_row"),
        ("PROJECTS\n", "", 8, "bad_meta_row"),
        ("project_id;cost;name;selected;target", "project_id;name;selected;target", 9, "missing_column"),
        ("project_id;cost;name;selected;target", "project_id;cost;name;name;target", 9, "repeated_column"),
        ("700.5", "0x10", 10, "bad_amount"),
        ("700.5", "700.555", 10, "inexact_amount"),
        ("2;300;", "1;300;", 11, "repeated_project"),
        ("2;300;", ";300;", 11, "bad_project_id"),
        ("2;300;A bench;0;youth", "2;300;A bench", 11, "wrong_width"),
        ("2;300;A bench;0;youth", "2;300;A bench;0;youth;more", 11, "wrong_width"),
        ("VOTES\n", "VOTES\nvoter_id;vote;age\nz;1;2\nPROJECTS\n", 15, "repeated_section"),
        ("voter_id;vote;age", "voter_id;votes;age", 13, "missing_column"),
        ("b;2;", "a;2;", 15, "repeated_voter"),
        ("b;2;", ";2;", 15, "no_voter_id"),
        ("b;2;", "b;9;", 15, "unknown_project"),
        ("b;2;", "b;2,2;", 15, "project_twice"),
        ("b;2;", "b;2,;", 15, "unknown_project"),
        ("b;2;", 'b;"2;', 15, "bad_quotes"),
        ("b;2;", "b;\0;", 15, "nul"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, code: str) -> None:
    assert SMALL.count(old) >= 1
    with pytest.raises(PbFault) as fault:
        read(SMALL.replace(old, new, 1).encode())
    assert (fault.value.line, fault.value.code) == (line, f"pabulib.{code}")
    assert fault.value.params["line"] == line


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        ("a;2,1;3", "points_do_not_match"),
        ("a;2;x", "bad_points"),
        ("a;2;1.5", "bad_points"),
        ("a;2;-1", "bad_points"),
        ("a;2;1e3", "bad_points"),
    ],
)
def test_points_must_be_whole_and_one_for_each(vote: str, code: str) -> None:
    with pytest.raises(PbFault) as fault:
        read(points_file("cumulative", vote))
    assert (fault.value.line, fault.value.code) == (13, f"pabulib.{code}")


def test_a_file_that_ends_early() -> None:
    with pytest.raises(PbFault) as fault:
        read(SMALL.partition("VOTES")[0].encode())
    assert (fault.value.line, fault.value.code) == (11, "pabulib.missing_section")


def test_only_line_ends_end_a_line() -> None:
    """A vertical tab and Unicode's own separators are letters like others, quoted or not."""
    odd = SMALL.replace("A bench", "A\x0b bench\u2028 with \x85 breaks").replace('A ""pond', 'A\n ""pond')
    pb = read(odd.encode())
    assert pb.projects[1].name == "A\x0b bench\u2028 with \x85 breaks"
    with pytest.raises(PbFault) as fault:
        read(odd.replace("b;2;", "b;9;").encode())
    assert fault.value.line == 16


def test_text_that_is_not_utf8() -> None:
    with pytest.raises(PbFault) as fault:
        read(SMALL.encode().replace(b"A bench", b"A b\xffnch"))
    assert (fault.value.line, fault.value.code) == (11, "pabulib.not_utf8")


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_a_file_or_a_fault(data: bytes) -> None:
    for content in (data, SMALL.encode() + data, SMALL.encode()[: len(data)] + data):
        try:
            read(content)
        except PbFault as fault:
            if fault.line < 1:
                raise


ids = st.text("0123456789abcXYZ/._-ąļ", min_size=1, max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def pb_files(draw: st.DrawFn) -> PbFile:
    """Files of every type, with texts that try the quoting."""
    kind = draw(st.sampled_from(["approval", "ranking", "points", "grades"]))
    names = draw(st.lists(ids, unique=True, min_size=1, max_size=5))
    projects = tuple(
        PbProject(name, draw(st.integers(0, 10**10)), {"name": draw(texts), "district": draw(texts)})
        for name in names
    )
    some = st.lists(st.sampled_from(names), unique=True)
    if kind in ("points", "grades"):
        least = 1 if kind == "points" else 0
        numbers = st.dictionaries(st.sampled_from(names), st.integers(least, 9))
        choices = numbers.map(lambda one: tuple(sorted(one.items())))
    else:
        choices = some.map(sorted).map(tuple) if kind == "approval" else some.map(tuple)
    voters = draw(st.lists(ids, unique=True, max_size=6))
    ballots = tuple(PbBallot(voter, draw(choices), {"voting_method": "paper"}) for voter in voters)
    limits = {"ranking": {"max": 5}, "points": {"total": 45}}.get(kind, {})
    meta = {"description": draw(texts), "rule": "greedy", "date_begin": "3.10.2019", "comment": draw(texts)}
    return PbFile(meta, draw(st.integers(0, 10**11)), kind, limits, projects, ballots)


@settings(max_examples=60, deadline=None)
@given(pb_files())
def test_what_was_written_reads_back_to_the_same_tally(pb: PbFile) -> None:
    text = write(pb)
    again = read(text.encode())
    assert (again.budget, again.type_key, again.limits) == (pb.budget, pb.type_key, pb.limits)
    assert {one.id: one.cost for one in again.projects} == {one.id: one.cost for one in pb.projects}
    assert again.ballots == tuple(
        PbBallot(one.voter_id, one.choices, {**one.columns, **_points_column(pb, one)}) for one in pb.ballots
    )
    ties = TieOrder.parse("votes,cost,lot", "river")
    for rule in ("greedy", "equal-shares"):
        assert allocate(rule, again.election(ties)).selected == allocate(rule, pb.election(ties)).selected
    assert write(again) == text


def _points_column(pb: PbFile, ballot: PbBallot) -> dict[str, str]:
    """A ranking's Borda points are written beside it and read as a column like any other."""
    return (
        {"points": ",".join(str(5 - at) for at in range(len(ballot.choices)))}
        if pb.type_key == "ranking"
        else {}
    )


def test_of_a_ballot_nothing_is_written_but_the_choices_and_the_method() -> None:
    pb = read(SMALL.encode())
    assert write(pb).partition("VOTES\n")[2] == "voter_id;vote\na;1,2\nb;2\nc;\n"
    assert ";seniors" in write(pb)
    assert "beneficiaries" in write(pb)


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


@pytest.mark.parametrize("file", real_files(), ids=name_of)
def test_real_elections_have_the_published_scores(file: Path | None) -> None:
    pb = read_file(file)
    election = pb.election()
    for project in pb.projects:
        assert election.facts.votes[project.id] == int(project.columns["votes"])
        assert election.scores[project.id] == int(project.columns.get("score", election.scores[project.id]))
