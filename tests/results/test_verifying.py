"""What anybody can check: the published files hold together, and whoever touches one is found out by place."""

import contextlib
import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate
from app.domain.ballots import ConflictGroup, ballot_type
from app.domain.tally import Election, Profile, Project, TieOrder
from app.results import verify
from app.results.queries import published_result
from app.results.views.files import CHECKED, file_names
from app.voting.models import Channel
from tests.factories import a_counted_ballot, an_electorate
from tests.results.polls import a_vote_over, closed, published


def run(folder, *options):
    """Run the program on a folder: its exit status and what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = verify.main([str(folder), *options])
    return status, printed.getvalue()


@pytest.fixture
def bundle(app, client, tmp_path):
    """The zip file of a published round with two groups of voters and several batches, unpacked."""
    ballots = [(number % 3, (number + 1) % 3) for number in range(47)]
    counted = a_vote_over(ballots=ballots, close=False)
    youth = an_electorate(counted.round, "youth", position=1)
    for number in range(23):
        channel = Channel.PAPER if number % 2 else Channel.ONLINE
        a_counted_ballot(counted.round, youth, counted.proposals[1], channel=channel)
    a_counted_ballot(counted.round, counted.electorate, counted.proposals[2], superseded=True)
    sealed_in_parts(counted.round)
    closed(counted)
    published(counted)
    answer = client.get(counted.url("results/everything.zip"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def sealed_in_parts(round):
    """Seal what is due, so that the round has more than one batch."""
    from app.db.clock import database_now
    from app.db.session import transaction
    from app.voting.services.sealing import seal

    with transaction() as session:
        seal(session, round.id, sealed_at=database_now())


def rows(folder, name):
    """A table of the bundle."""
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def rewrite(folder, name, table):
    """Put a changed table in its place."""
    with (folder / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)


def test_a_true_result_checks(bundle):
    status, said = run(bundle)
    assert status == 0, said
    assert said.count("OK ") == 5
    assert "All 71 ballots stand unchanged in 2 sealed batches" in said
    assert "70 ballots count and 1 were replaced" in said
    head = rows(bundle, "batches.csv")[0]["batch_hash"]
    assert run(bundle, "--head", head.upper())[0] == 0
    assert f"the head that you kept, {'0' * 64}, is not in the chain" in run(bundle, "--head", "0" * 64)[1]


def test_the_program_says_how_it_is_used(bundle):
    assert sorted(path.name for path in bundle.iterdir()) == sorted(
        [*CHECKED, "verify.py", *(path.name for path in bundle.glob("*.pb"))]
    )
    source = (bundle / "verify.py").read_text()
    assert source == Path(verify.__file__).read_text()
    assert len(source.splitlines()) < 300


def change_a_character(folder):
    table = rows(folder, "ledger.csv")
    table[4]["choices"] = table[4]["choices"].replace('["', '["1', 1)
    rewrite(folder, "ledger.csv", table)
    return f"ledger.csv, line 6, receipt hash {table[4]['receipt_hash'][:12]}…"


def drop_a_ballot(folder):
    table = rows(folder, "ledger.csv")
    gone = table.pop(7)
    rewrite(folder, "ledger.csv", table)
    return f"batches.csv, batch {gone['batch_no']}: its ballots in ledger.csv"


def add_a_ballot(folder):
    table, number = rows(folder, "ledger.csv"), json.loads((folder / "result.json").read_text())["round_id"]
    more = {**table[0], "receipt_hash": "ab" * 32}
    more["leaf_hash"] = verify.sha256(
        f"leaf|{number}|{more['receipt_hash']}|{more['channel']}|{more['choices']}"
    )
    rewrite(folder, "ledger.csv", [*table, more])
    return f"batches.csv, batch {more['batch_no']}: its ballots in ledger.csv"


def swap_batches(folder):
    table = rows(folder, "batches.csv")
    rewrite(folder, "batches.csv", table[::-1])
    return "batches.csv, line 2: the number of the batch: 2 is found, 1 was announced"


def swap_and_renumber_batches(folder):
    table = rows(folder, "batches.csv")[::-1]
    rewrite(folder, "batches.csv", [{**row, "batch_no": place} for place, row in enumerate(table, start=1)])
    return "batches.csv, batch 1: the hash of the batch before it"


def change_a_cost(folder):
    table = rows(folder, "projects.csv")
    table[1]["cost_cents"] = str(int(table[1]["cost_cents"]) + 1)
    rewrite(folder, "projects.csv", table)
    return f"projects.csv: cost_cents of project {table[1]['id']}"


def swap_what_counts(folder):
    table = rows(folder, "ledger.csv")
    replaced = next(row for row in table if row["superseded"] == "1")
    twin = next(
        row for row in table if row["superseded"] == "0" and (row["electorate"]) == replaced["electorate"]
    )
    replaced["superseded"], twin["superseded"] = "0", "1"
    rewrite(folder, "ledger.csv", table)
    return "ledger.csv, column superseded"


def move_a_ballot_to_another_group(folder):
    table = rows(folder, "ledger.csv")
    own = next(row for row in table if (row["electorate"], row["channel"]) == ("youth", "online"))
    own["electorate"] = "residents"
    rewrite(folder, "ledger.csv", table)
    return "ledger.csv: ballots that count of the voters “residents”"


def choose_too_many(folder):
    """A ballot with more projects than allowed, sealed anew as only the city itself could."""
    table, result = rows(folder, "ledger.csv"), json.loads((folder / "result.json").read_text())
    every = sorted(row["id"] for row in rows(folder, "projects.csv"))
    table[3]["choices"] = json.dumps([*every, every[0]], separators=(",", ":"))
    table[3]["leaf_hash"] = verify.sha256(
        f"leaf|{result['round_id']}|{table[3]['receipt_hash']}|{table[3]['channel']}|{table[3]['choices']}"
    )
    rewrite(folder, "ledger.csv", table)
    seen = f"ledger.csv, line 5, receipt hash {table[3]['receipt_hash'][:12]}…"
    return f"{seen} breaks the rules: 3 different projects, 4 to 4 allowed"


def change_a_rule(folder):
    text = (folder / "rules.json").read_text()
    (folder / "rules.json").write_text(text.replace('"seed":"', '"seed":"x'))
    return "rules.json: its fingerprint"


def change_the_winner(folder):
    result = json.loads((folder / "result.json").read_text())
    result["electorates"][0]["pots"][0]["selected"].reverse()
    (folder / "result.json").write_text(json.dumps(result))
    return "voters “residents”, pot 1: the winners in their order"


def change_a_number_of_votes(folder):
    result = json.loads((folder / "result.json").read_text())
    votes = result["electorates"][1]["pots"][0]["votes"]
    first = next(iter(votes))
    votes[first] += 1
    (folder / "result.json").write_text(json.dumps(result))
    return f"voters “youth”, pot 1: votes for project {first}"


TRICKS = [
    change_a_character,
    drop_a_ballot,
    add_a_ballot,
    swap_batches,
    swap_and_renumber_batches,
    change_a_cost,
    swap_what_counts,
    choose_too_many,
    move_a_ballot_to_another_group,
    change_a_rule,
    change_the_winner,
    change_a_number_of_votes,
]


def test_whatever_is_touched_is_named_with_its_place(bundle, tmp_path_factory):
    whole = {path.name: path.read_bytes() for path in bundle.iterdir()}
    for trick in TRICKS:
        for name, content in whole.items():
            (bundle / name).write_bytes(content)
        place = trick(bundle)
        status, said = run(bundle)
        assert status == 1, trick.__name__
        assert f"WRONG  {place}" in said or f"result.json: {place}" in said, (trick.__name__, said)


def test_files_that_do_not_fit_together_are_no_traceback(bundle):
    (bundle / "result.json").write_text('{"round_id": 1}')
    status, said = run(bundle)
    assert status == 1
    assert "The files do not fit together" in said


def test_a_result_of_several_groups_names_all_its_files(app):
    counted = a_vote_over()
    published(counted)
    assert file_names(published_result(counted.round.id).output) == ["round.pb", *CHECKED, "verify.py"]


KINDS = {
    "approval": {"min": 0, "max": 3},
    "knapsack": {"min": 0},
    "ranking": {"min": 0, "max": 3},
    "points": {"total": 6, "min": 0},
    "grades": {"lowest": 0, "highest": 3, "min": 0},
}
COSTS = [0, 100, 250, 300, 300, 520]


@st.composite
def elections(draw):
    """A small round: ballots of any type, rivals, a rule with any settings."""
    kind = ballot_type(draw(st.sampled_from(sorted(KINDS))))
    ids = [str(number) for number in range(1, draw(st.integers(2, 6)) + 1)]
    one = st.lists(st.sampled_from(ids), max_size=3, unique=True)
    ballots = draw(st.lists(one, max_size=9))
    canonical = []
    for chosen in ballots:
        if kind.takes == "numbers":
            numbers = {key: draw(st.integers(1 if kind.key == "points" else 0, 2)) for key in chosen}
            canonical.append(kind.canonical(tuple(sorted(numbers.items()))))
        else:
            canonical.append(kind.canonical(tuple(chosen if kind.takes == "order" else sorted(chosen))))
    utilities = ["cost", "cardinality", "given", *(["borda"] if kind.key == "ranking" else [])]
    rule = draw(
        st.one_of(
            st.fixed_dictionaries({"rule": st.just("greedy"), "stop_at_first_misfit": st.booleans()}),
            st.fixed_dictionaries({"rule": st.just("ranking"), "prizes": st.integers(1, 3)}),
            st.fixed_dictionaries(
                {
                    "rule": st.just("equal-shares"),
                    "utility": st.sampled_from(utilities),
                    "completion": st.sampled_from(
                        ["none", "utilitarian", "add1", "add1e", "add1u", "add1eu"]
                    ),
                    "step": st.sampled_from([7, 50]),
                }
            ),
        )
    )
    if rule["rule"] != "ranking":
        rule["min_votes"] = draw(st.integers(0, 2))
    rivals = draw(st.sampled_from([(), ids[:2], ids[:3]]))
    return kind, ids, canonical, rule, rivals, draw(st.integers(1, 2)), draw(st.integers(0, 1200))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(elections())
def test_the_program_counts_as_the_product_does(election):
    kind, ids, canonical, rule, rivals, at_most, budget = election
    limits = kind.limits_from(KINDS[kind.key])
    projects = tuple(Project(key, COSTS[place]) for place, key in enumerate(ids))
    groups = (ConflictGroup("g", frozenset(rivals), at_most),) if rivals else ()
    profile = Profile.from_canonical(kind.key, canonical, limits)
    ties = TieOrder.parse("votes,cost,lot", "seed")
    given = {name: value for name, value in rule.items() if name != "rule"}
    result = allocate(rule["rule"], Election(projects, profile, budget, groups, ties), given)
    bundle = verify.Bundle.__new__(verify.Bundle)
    bundle.rules = {
        "allocation": rule,
        "ballot": {"type": kind.key, "limits": limits},
        "pots": [{"id": 1}],
        "tie_order": ["votes", "cost", "lot"],
        "seed": "seed",
    }
    bundle.projects = {
        one.id: {
            "pot_id": "1",
            "cost_cents": str(one.cost),
            "rival_group": "g" if one.id in rivals else "",
            "won": str(int(one.id in result.selected)),
        }
        for one in projects
    }
    bundle.ledger = [{"electorate": "all", "superseded": "0", "choices": text} for text in canonical]
    pot = {"id": "1", "amount": budget, "selected": list(result.selected)}
    bundle.rules["pots"][0]["amount_cents"] = budget
    pot |= {"votes": dict(result.votes), "scores": dict(result.scores)}
    bundle.result = {
        "rivals": {"g": at_most},
        "electorates": [{"key": "all", "decides": True, "pots": [pot]}],
    }
    assert "gives the announced winners" in verify.check_winners(bundle)
