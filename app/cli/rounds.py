"""Rounds from the command line."""

import re
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.cli.people import CONSOLE
from app.cli.refusals import refusal
from app.db.clock import database_now
from app.domain.errors import RuleBroken
from app.results import services
from app.tally_command import COMPLETIONS, read_or_exit

rounds = AppGroup("rounds", help="Rounds and their elections.")


@rounds.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Short name of the round in addresses; by default made from the file's name.")
@click.option("--rule", type=click.Choice(["greedy", "equal-shares"]), default="greedy", show_default=True)
@click.option("--utility", type=click.Choice(["cost", "cardinality"]), default="cost", show_default=True)
@click.option("--completion", type=click.Choice(COMPLETIONS), default="add1u", show_default=True)
@click.option("--min-votes", type=click.IntRange(0, 10**9 - 1), default=0, help="Votes that a project needs.")
@click.option("--seed", default="", help="Text that seeds the lot; by default the short name.")
def import_file(
    file: Path, slug: str | None, rule: str, utility: str, completion: str, min_votes: int, seed: str
) -> None:
    """Make a finished round from FILE, an election in the .pb format: closed, tallied and published."""
    election = read_or_exit(file)
    settings: dict[str, Any] = {"min_votes": min_votes}
    if rule == "equal-shares":
        settings |= {"utility": utility, "completion": completion}
    decided = services.Decided(rule, settings, seed)
    try:
        made = services.import_round(CONSOLE, election, slug or slug_from(file), decided, now=database_now())
    except RuleBroken as error:
        click.echo(f"{file.name}: {refusal(error)}", err=True)
        sys.exit(2)
    click.echo(
        f"/rounds/{made.slug}/results: {made.proposals} proposals, {made.ballots} ballots, {made.winners} funded"
    )


def slug_from(file: Path) -> str:
    """A short name for a round made from a file's name.

    >>> slug_from(Path("Poland_Łódź 2022_.pb"))
    'poland-d-2022'
    """
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:60].strip("-") or "election"
