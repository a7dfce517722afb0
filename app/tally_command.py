"""The command ``flask tally``: counts a .pb file by a rule and prints the result, without a database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.domain.allocation import MONEY_PARAMS, Allocation, Reason, Tie, allocate
from app.domain.errors import RuleBroken
from app.domain.money import decimal_text
from app.domain.pabulib import PbFault, PbFile, read
from app.domain.tally import Election, TieOrder

COMPLETIONS = ("none", "utilitarian", "add1", "add1e", "add1u", "add1eu")

FAULTS = {
    "pabulib.bad_amount": "{name} is not an amount: {amount!r}",
    "pabulib.bad_count": "{key} is not a whole number: {value!r}",
    "pabulib.bad_meta_row": "a line of META must be a key and a value",
    "pabulib.bad_points": "not a number of points: {points!r}",
    "pabulib.bad_project_id": "not a project id: {project!r}",
    "pabulib.bad_quotes": "quotation marks do not match from here on",
    "pabulib.inexact_amount": "{name} is finer than a cent: {amount!r}",
    "pabulib.missing_column": "{section} has no column {column!r}",
    "pabulib.missing_key": "META does not state {key!r}",
    "pabulib.missing_section": "the file ends without a section {section}",
    "pabulib.no_projects": "PROJECTS is empty",
    "pabulib.no_voter_id": "a vote without voter_id",
    "pabulib.not_utf8": "the text is not UTF-8",
    "pabulib.nul": "the text holds a NUL character",
    "pabulib.outside_section": "a line before the first section (META, PROJECTS or VOTES)",
    "pabulib.points_do_not_match": "{projects} projects but {points} values in points",
    "pabulib.project_twice": "voter {voter!r} names a project twice",
    "pabulib.repeated_column": "{section} has the column {column!r} twice",
    "pabulib.repeated_key": "META states {key!r} twice",
    "pabulib.repeated_project": "project {project!r} is listed twice",
    "pabulib.repeated_section": "section {section} begins a second time",
    "pabulib.repeated_voter": "voter {voter!r} is listed twice",
    "pabulib.unknown_project": "a vote for {project!r}, which is not in PROJECTS",
    "pabulib.unknown_vote_type": "unknown vote_type {vote_type!r}",
    "pabulib.wrong_count": "{key} says {stated} but there are {counted}",
    "pabulib.wrong_width": "{cells} cells where {section} has {columns} columns",
}

REASONS = {
    "funded": "funded as no. {place}, {left} left",
    "funded_by_shares": "funded as no. {place} by shares of at most {max_payment} each, {left} left",
    "funded_by_completion": "funded as no. {place} from what was left, {left} left",
    "does_not_fit": "does not fit: {short} short after no. {after}",
    "stopped": "not reached: {misfit} did not fit",
    "below_minimum": "below the minimum of {minimum} votes",
    "excluded_by_rival": "excluded by its rival {rivals}",
    "no_support": "nobody voted for it",
    "supporters_short": "its supporters are {supporters_short} short, each has at most {most_left} left",
}


@click.command(
    "tally", help="Count FILE, an election in the .pb format of Pabulib, and print what is funded and why."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", type=click.Choice(["greedy", "equal-shares"]), default="greedy", show_default=True)
@click.option("--utility", type=click.Choice(["cost", "cardinality"]), default="cost", show_default=True)
@click.option("--completion", type=click.Choice(COMPLETIONS), default="none", show_default=True)
@click.option("--ties", default="votes,cost,lot", show_default=True, help="Criteria, ending with lot or id.")
@click.option("--seed", default="", help="Text that seeds the lot.")
@click.option("--min-votes", type=click.IntRange(0, 10**9 - 1), default=0, help="Votes that a project needs.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def tally(
    file: Path, rule: str, utility: str, completion: str, ties: str, seed: str, min_votes: int, form: str
) -> None:
    """Read, count and print; a malformed file ends with exit code 2 and one line that names its fault."""
    try:
        order = TieOrder.parse(ties, seed)
    except RuleBroken as broken:
        raise click.BadParameter(_ties_fault(broken), param_hint="--ties") from None
    # The file itself is let go of: of a large one only the distinct ballots are needed from here on.
    election = read_or_exit(file).election(order)
    settings: dict[str, Any] = {"min_votes": min_votes}
    if rule == "equal-shares":
        settings |= {"utility": utility, "completion": completion}
    allocation = allocate(rule, election, settings)
    click.echo(_as_json(election, allocation) if form == "json" else _as_table(election, allocation))


def read_or_exit(file: Path) -> PbFile:
    """Read a .pb file; a malformed one ends the program with exit code 2 and one line that names its fault."""
    try:
        return read(file.read_bytes())
    except PbFault as fault:
        said = FAULTS[fault.code].format(**fault.params)
        click.echo(f"{file.name}: line {fault.line}: {said}", err=True)
    except OSError as error:
        click.echo(f"{file.name}: {error.strerror}", err=True)
    sys.exit(2)


def _ties_fault(broken: RuleBroken) -> str:
    return {
        "ties.unknown": "known criteria are votes, cost, lot and id",
        "ties.repeated": "a criterion stands twice",
        "ties.undecided": "the last criterion must be lot or id, which always decide",
    }[broken.code]


def _as_json(election: Election, allocation: Allocation) -> str:
    settings = allocation.settings
    result = {
        "rule": allocation.rule,
        "utility": settings.get("utility"),
        "completion": settings.get("completion"),
        "budget": decimal_text(allocation.budget),
        "spent": decimal_text(allocation.spent),
        "selected": list(allocation.selected),
        "ties": [_tie(tie) for tie in allocation.ties],
        "projects": [
            {
                "id": project.id,
                "name": project.name,
                "cost": decimal_text(project.cost),
                "votes": allocation.votes[project.id],
                "score": allocation.scores[project.id],
                "selected": project.id in allocation.selected,
                "reason": _in_units(allocation.reasons[project.id]),
            }
            for project in election.projects
        ],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _tie(tie: Tie) -> dict[str, object]:
    return {**tie.as_dict(), "costs": {one: decimal_text(cost) for one, cost in tie.costs.items()}}


def _in_units(reason: Reason) -> dict[str, Any]:
    return {
        name: decimal_text(value) if name in MONEY_PARAMS else value
        for name, value in reason.as_dict().items()
    }


def _as_table(election: Election, allocation: Allocation) -> str:
    lines = [
        f"{allocation.rule}: {len(allocation.selected)} of {len(election.projects)} projects, "
        f"{decimal_text(allocation.spent)} of {decimal_text(allocation.budget)} spent",
    ]
    lines += [f"tie decided by {_by(tie)}: {', '.join(tie.projects)}" for tie in allocation.ties]
    rows = [("", "id", "votes", "score", "cost", "why")]
    for project_id in _winners_first(election, allocation):
        project = election.by_id[project_id]
        mark = "*" if project_id in allocation.selected else ""
        votes, score = str(allocation.votes[project_id]), str(allocation.scores[project_id])
        rows.append(
            (mark, project_id, votes, score, decimal_text(project.cost), _why(allocation.reasons[project_id]))
        )
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for mark, project_id, *numbers, why in rows:
        cells = [mark.ljust(widths[0]), project_id.ljust(widths[1])]
        cells += [number.rjust(width) for number, width in zip(numbers, widths[2:], strict=True)]
        lines.append("  ".join([*cells, why]).rstrip())
    return "\n".join(lines)


def _by(tie: Tie) -> str:
    return ", ".join(dict.fromkeys(tie.by))


def _winners_first(election: Election, allocation: Allocation) -> list[str]:
    return [*allocation.selected, *(one for one in election.order if one not in allocation.selected)]


def _why(reason: Reason) -> str:
    values = _in_units(reason)
    if isinstance(values.get("rivals"), list):
        values["rivals"] = ", ".join(values["rivals"])
    return REASONS[reason.code].format(**values)
