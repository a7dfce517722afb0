"""The command ``flask tally``: its fixed output, its faults, and that it needs no database."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.domain import allocation
from app.domain.pabulib import reading
from app.tally_command import FAULTS, REASONS, tally

SMALL = """META
key;value
vote_type;approval
budget;10,50
PROJECTS
project_id;cost;name
1;7;A pond
2;3.25;Laternas ūdenī
3;3;A slide
4;1;A bench
VOTES
voter_id;vote
a;1,3
b;1,2
c;3
d;2
"""


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Runs the command on a file with this content."""

    def run_on(content: str, *options: str) -> Result:
        file = tmp_path / "vote.pb"
        file.write_text(content, encoding="utf-8")
        return CliRunner().invoke(tally, [str(file), *options])

    return run_on


def test_json_has_the_agreed_fields(run: Any) -> None:
    done = run(SMALL, "--ties", "votes,cost,id", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert list(result) == [
        "rule",
        "utility",
        "completion",
        "budget",
        "spent",
        "selected",
        "ties",
        "projects",
    ]
    assert result["rule"] == "greedy"
    assert (result["utility"], result["completion"]) == (None, None)
    assert (result["budget"], result["spent"], result["selected"]) == ("10.50", "6.25", ["3", "2"])
    # All three have two votes; the cheapest first leaves 4.25, too little for the pond.
    [tie] = result["ties"]
    assert (tie["projects"], tie["by"]) == (["3", "2", "1"], ["cost", "cost"])
    assert tie["costs"] == {"3": "3", "2": "3.25", "1": "7"}
    assert result["projects"][0] == {
        "id": "1",
        "name": "A pond",
        "cost": "7",
        "votes": 2,
        "score": 2,
        "selected": False,
        "reason": {
            "code": "does_not_fit",
            "votes": 2,
            "score": 2,
            "cost": "7",
            "rank": 3,
            "left": "4.25",
            "short": "2.75",
            "after": 2,
            "more_votes": 1,
        },
    }
    assert [project["selected"] for project in result["projects"]] == [False, True, True, False]
    assert result["projects"][1]["name"] == "Laternas ūdenī"


def test_equal_shares_says_how_it_was_run(run: Any) -> None:
    done = run(
        SMALL,
        "--rule",
        "equal-shares",
        "--utility",
        "cardinality",
        "--completion",
        "add1",
        "--format",
        "json",
    )
    result = json.loads(done.stdout)
    assert (result["rule"], result["utility"], result["completion"]) == (
        "equal-shares",
        "cardinality",
        "add1",
    )
    assert result["selected"] == ["3", "2"]
    reason = result["projects"][1]["reason"]
    assert (reason["code"], reason["max_payment"]) == ("funded_by_shares", "1.62")


def test_the_table_names_every_project_winners_first(run: Any) -> None:
    lines = run(SMALL, "--ties", "votes,cost,id").stdout.splitlines()
    assert lines == [
        "greedy: 2 of 4 projects, 6.25 of 10.50 spent",
        "tie decided by cost: 3, 2, 1",
        "   id  votes  score  cost  why",
        "*  3       2      2     3  funded as no. 1, 7.50 left",
        "*  2       2      2  3.25  funded as no. 2, 4.25 left",
        "   1       2      2     7  does not fit: 2.75 short after no. 2",
        "   4       0      0     1  nobody voted for it",
    ]


def test_the_seed_draws_the_lot(run: Any) -> None:
    tied = SMALL.replace("1;7;", "1;3;").replace("2;3.25;", "2;3;").replace("10,50", "3")
    drawn = {run(tied, "--seed", seed, "--format", "json").stdout for seed in ("a", "b", "c", "d")}
    assert len({tuple(json.loads(text)["selected"]) for text in drawn}) > 1
    [tie] = json.loads(run(tied, "--seed", "a", "--format", "json").stdout)["ties"]
    assert tie["projects"] == sorted(tie["lots"], key=tie["lots"].__getitem__)


def test_a_minimum_of_votes(run: Any) -> None:
    result = json.loads(run(SMALL, "--min-votes", "3", "--format", "json").stdout)
    assert (result["selected"], result["projects"][0]["reason"]["code"]) == ([], "below_minimum")


def test_a_fault_is_one_line_that_names_the_line(run: Any) -> None:
    done = run(SMALL.replace("b;1,2", "b;1,9"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "vote.pb: line 14: a vote for '9', which is not in PROJECTS\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ties", "votes"], "the last criterion must be lot or id"),
        (["--ties", "votes,age,id"], "known criteria are votes, cost, lot and id"),
        (["--ties", "id,id"], "a criterion stands twice"),
        (["--min-votes", "-1"], "-1 is not in the range"),
        (["--rule", "sortition"], "'sortition' is not one of"),
    ],
)
def test_wrong_options(run: Any, options: list[str], said: str) -> None:
    done = run(SMALL, *options)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(tally, [str(tmp_path / "none.pb")])
    assert (done.exit_code, "does not exist" in done.stderr) == (2, True)


def test_every_fault_has_a_sentence() -> None:
    """All faults of the source, found by the way they are raised."""
    lines = Path(str(reading.__file__)).read_text(encoding="utf-8").splitlines()
    raised = {word for line in lines if "PbFault(" in line for word in re.findall(r'"([a-z0-9_]+)"', line)}
    told = {code.removeprefix("pabulib.") for code in FAULTS}
    assert told <= raised
    assert raised - told <= {"PROJECTS", "VOTES", "META", "key", "points", "vote_type"}


def test_every_reason_has_a_sentence() -> None:
    folder = Path(str(allocation.__file__)).parent
    files = [*folder.glob("*.py"), *folder.glob("equal_shares/*.py")]
    given = {
        code
        for file in files
        for code in re.findall(r'Reason\(\s*"([a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    given |= {"funded", "funded_by_completion"} - {"prize", "no_prize"}
    assert given - {"prize", "no_prize"} == set(REASONS)
