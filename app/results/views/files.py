"""The files that are published with a result, so that anybody can check it: what they are called and what they hold."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.results.views.lines import Output
from app.web.formats import local

VERIFY, ZIP = "verify.py", "everything.zip"
JURY, RECOMPUTE = "jury.json", "recompute_jury.py"
"""The program that checks a result, and everything in one file."""

FORMULA_STARTS = ("=", "+", "-", "@")
"""Spreadsheets run a cell that begins like this; a title must not."""


@dataclass(frozen=True)
class PotFile:
    """Which electorate and pot a .pb file is about."""

    name: str
    electorate: Mapping[str, Any]
    pot: Mapping[str, Any]


def pot_files(output: Output) -> list[PotFile]:
    """The .pb files of a result: ``round.pb`` where there is one electorate and one pot, else one for each pair."""
    pairs = [(electorate, pot) for electorate in output["electorates"] for pot in electorate["pots"]]
    if len(pairs) == 1:
        return [PotFile("round.pb", *pairs[0])]
    return [PotFile(f"round-{one['key']}-{pot['id'] or '0'}.pb", one, pot) for one, pot in pairs]


CHECKED = ("ledger.csv", "batches.csv", "projects.csv", "rules.json", "result.json")
"""What ``verify.py`` and the page that checks a result read."""


def file_names(output: Output) -> list[str]:
    """What is published with this result, file by file; where mentors scored, their scorecards too."""
    scored = [JURY, RECOMPUTE] if output.get("jury") or output.get("awards") else []
    if not output["electorates"]:
        return ["projects.csv", "rules.json", *scored]
    return [*(file.name for file in pot_files(output)), *CHECKED, VERIFY, *scored]


def result_json(output: Output, round_id: int, poll: Any, live_hash: str | None) -> str:
    """What was announced, for those who recount it: amounts in cents, everything else as the tally wrote it down."""
    announced = {
        "round_id": round_id,
        "rules_sha256": output["rules"]["sha256"],
        "head_hash": poll.head_hash,
        "live_hash": live_hash,
        "ballots": poll.n_ballots,
        "rivals": output["rivals"],
        "projects": {
            key: {"cost_cents": each["cost"], "pot_id": each["pot"], "rival_group": each["rivals"]}
            for key, each in output["proposals"].items()
        },
        "electorates": [
            {
                **{name: electorate[name] for name in ("key", "decides", "channels")},
                "pots": [_announced_pot(pot) for pot in electorate["pots"]],
            }
            for electorate in output["electorates"]
        ],
    }
    return json.dumps(announced, indent=1, ensure_ascii=False)


def _announced_pot(pot: Mapping[str, Any]) -> dict[str, Any]:
    allocation = pot["allocation"]
    return {
        "id": pot["id"],
        "amount": pot["amount"],
        "selected": allocation["selected"],
        "votes": {key: each["votes"] for key, each in allocation["projects"].items()},
        "scores": {key: each["score"] for key, each in allocation["projects"].items()},
    }


def projects_csv(output: Output) -> Iterator[str]:
    """Every proposal with its official cost, pot, rivals, and whether it won; amounts in cents."""
    rules = output["rules"]
    names = {str(pot["id"]): local(pot["name"]) for pot in rules["pots"]}
    winners = _winners(output)
    head = ["id", "title", "language", "pot_id", "pot", "cost_cents", "neighbourhood", "rival_group", "won"]
    rows = [
        [
            key,
            harmless(each["title"]),
            each["language"],
            each["pot"],
            harmless(names.get(each["pot"], "")),
            each["cost"],
            harmless(local(output["neighbourhoods"].get(each["neighbourhood"], {}))),
            each["rivals"],
            int(key in winners),
        ]
        for key, each in output["proposals"].items()
    ]
    return csv_lines([head, *rows])


def ledger_csv(lines: Iterable[Any], electorates: Mapping[int, str]) -> Iterator[str]:
    """Every ballot: the ledger's columns, and the electorate that it is counted in."""
    head = [
        "batch_no",
        "leaf_hash",
        "receipt_hash",
        "channel",
        "choices",
        "superseded",
        "electorate",
    ]
    return csv_lines(
        _chain(
            head,
            lines,
            lambda one: [
                one.batch_no,
                one.leaf_hash,
                one.receipt_hash,
                one.channel.value,
                one.choices,
                int(one.superseded),
                electorates[one.electorate_id],
            ],
        )
    )


def batches_csv(batches: Iterable[Any]) -> Iterator[str]:
    """The sealed batches, first to last."""
    head = ["batch_no", "n_leaves", "prev_hash", "batch_hash", "sealed_at"]
    return csv_lines(
        _chain(
            head,
            batches,
            lambda one: [
                one.batch_no,
                one.n_leaves,
                one.prev_hash,
                one.batch_hash,
                one.sealed_at.isoformat(),
            ],
        )
    )


def csv_lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    """Rows as CSV, about a hundred at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % 100 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _chain(head: list[Any], things: Iterable[Any], row: Callable[[Any], list[Any]]) -> Iterator[list[Any]]:
    yield head
    for thing in things:
        yield row(thing)


def _winners(output: Output) -> set[str]:
    deciding = [each for each in output["electorates"] if each["decides"]]
    voted = {one for each in deciding for pot in each["pots"] for one in pot["allocation"]["selected"]}
    return voted or set(output.get("jury", {}).get("selected", ()))
