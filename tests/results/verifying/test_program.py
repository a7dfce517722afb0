"""Whoever touches a published file is found out by place."""

import json
from pathlib import Path

from app.results import verify
from app.results.queries import published_result
from app.results.views.files import CHECKED, file_names
from tests.results.polls import a_vote_over, published
from tests.results.verifying.bundle import rewrite, rows, run


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
