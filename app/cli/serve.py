"""Serving the site, with the chores in a thread beside it or in a process of their own."""

import os
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from waitress import create_server

from app.cli.chores import MAILS_AT_ONCE, look_after_votes, tidy_uploads, work_for_ever
from app.db.clock import database_now
from app.demo.guests import guests
from app.demo.queries import is_loaded
from app.web.mail import deliver_due


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=int, default=lambda: int(os.environ.get("PORT") or 5000), help="Port to listen on."
)
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
@with_appcontext
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site with waitress, and do the worker's chores beside it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        server = create_server(app, host=host, port=port, threads=threads, ident="talka")
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used: {error.strerror}") from error
    threading.Thread(target=work_for_ever, args=(app, threading.Event()), daemon=True).start()
    click.echo(f"Talka is open on http://{host}:{port} (Ctrl+C stops it)")
    _tell_of_demo(app, f"http://{host}:{port}")
    server.run()


def _tell_of_demo(app: Flask, address: str) -> None:
    """Say whom one can be, or that the invented city lies in a database that is not served as the demo."""
    if app.config["TALKA_ENV"] == "demo":
        told = f"One click makes you one of these people, on {address}/demo/people\n"
        Console().print(told, _people_to_be(), sep="\n", highlight=False)
    elif _holds_demo():
        click.echo("The demo city lies in this database; `make demo` opens its doors.")


def _holds_demo() -> bool:
    try:
        return is_loaded()
    except DBAPIError:
        return False  # without tables there is nothing to tell; the first page will say what is wrong


def _people_to_be() -> Table:
    """The featured people, with what they are trusted with and their addresses."""
    table = Table("Who", "Role", "Address", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for guest in guests().values():
        if guest.is_featured:
            table.add_row(guest.name, ", ".join(guest.roles), guest.email)
    return table


@click.command("chores")
@with_appcontext
def do_chores() -> None:
    """Do what is due now, once: for a city that runs no worker but something like cron, at least every hour."""
    now = database_now()
    heads, keys = look_after_votes(now)
    mails, files = deliver_due(now, MAILS_AT_ONCE), tidy_uploads(now)
    click.echo(f"{heads} heads published, {keys} keys destroyed, {mails} mails sent, {files} files removed")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send waiting mail and tidy up, for ever: one such process beside a production server."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    work_for_ever(app, threading.Event())
