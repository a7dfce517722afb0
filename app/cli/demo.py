"""Loading the demo city from the command line."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from sqlalchemy.exc import DBAPIError

from app.cli.refusals import refusal
from app.demo import queries
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from app.demo.loading import LoadingFailed
    from app.demo.story import Act, Stage


@click.command("demo")
@click.option("--anyway", is_flag=True, help="Load it beside what the database holds already.")
@with_appcontext
def demo(anyway: bool) -> None:
    """Load the demo city, once."""
    if current_app.config["TALKA_ENV"] == "production":
        raise click.ClickException("the demo city is not for production; use `make demo` or TALKA_ENV=demo")
    if _is_loaded():
        click.echo("The demo city is there already.")
        return
    held = queries.counts()
    if any(held.values()) and not anyway:
        found = ", ".join(f"{many} {what}" for what, many in held.items() if many)
        raise click.ClickException(
            f"the database is not empty ({found}); `flask demo --anyway` loads the demo city beside them"
        )
    started = monotonic()
    _load()
    made = ", ".join(f"{many - held[what]} {what}" for what, many in queries.counts().items())
    click.echo(f"The demo city is loaded: {made} ({monotonic() - started:.0f} s).")


def _is_loaded() -> bool:
    try:
        return queries.is_loaded()
    except DBAPIError as error:
        raise click.ClickException("the database has no tables yet; run `flask db upgrade` first") from error


def _load() -> None:
    from app.demo.loading import (  # draws pictures: not needed to say that all is there
        LoadingFailed,
        load_demo,
    )

    with _bars() as bars:
        try:
            load_demo(bars.advance, prepare=bars.prepare)
        except LoadingFailed as failure:
            raise click.ClickException(_words(failure)) from failure


def _words(failure: "LoadingFailed") -> str:
    cause = failure.__cause__
    first_line = str(cause).partition("\n")[0]
    why = refusal(cause) if isinstance(cause, RuleBroken) else f"{type(cause).__name__}: {first_line}"
    where = f"{failure.act.stage}, {failure.act.at:%Y-%m-%d %H:%M}"
    return f"the demo city could not be loaded and nothing was stored ({where}): {why}"


class _Bars:
    """One bar for each stage, and the day that the story has come to."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._day = progress.add_task("", total=None)
        self._tasks: dict[str, TaskID] = {}

    def prepare(self, sizes: "Mapping[Stage, int]") -> None:
        """Draw the bars."""
        total = sum(sizes.values())
        self._progress.update(self._day, total=total)
        for stage, size in sizes.items():
            if size:
                self._tasks[stage] = self._progress.add_task(stage.value, total=size)

    def advance(self, act: "Act") -> None:
        """One act more."""
        self._progress.update(self._day, advance=1, description=f"{act.at:%d.%m.%Y}")
        self._progress.advance(self._tasks[act.stage])


@contextmanager
def _bars() -> Iterator[_Bars]:
    """Bars on a terminal, nothing in a log."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield _Bars(progress)
