"""Reading .pb files strictly: what others write differently, and every fault with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pabulib import PbBallot, PbFault, PbFile, PbProject, read
from tests.domain.pabulib.files import SMALL
from tests.domain.real_elections import name_of, read_file, real_files


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


@pytest.mark.parametrize("file", real_files(), ids=name_of)
def test_real_elections_have_the_published_scores(file: Path | None) -> None:
    pb = read_file(file)
    election = pb.election()
    for project in pb.projects:
        assert election.facts.votes[project.id] == int(project.columns["votes"])
        assert election.scores[project.id] == int(project.columns.get("score", election.scores[project.id]))
