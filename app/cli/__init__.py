"""What can be done from the command line."""

from flask import Flask

from app.cli.people import user
from app.cli.serve import serve, worker


def init_commands(app: Flask) -> None:
    """Hang all commands on ``flask``."""
    for command in (user, serve, worker):
        app.cli.add_command(command)
