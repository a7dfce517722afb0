"""What can be done from the command line."""

from flask import Flask

from app.cli.demo import demo
from app.cli.people import user
from app.cli.rounds import rounds
from app.cli.serve import do_chores, serve, worker
from app.tally_command import tally


def init_commands(app: Flask) -> None:
    """Hang all commands on ``flask``."""
    for command in (user, rounds, tally, demo, serve, worker, do_chores):
        app.cli.add_command(command)
