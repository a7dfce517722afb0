"""The pages of judging: the mentor's desk and scorecards, assigning mentors, the ranking."""

from flask import Flask

from app.judging.views import assigning, desk, ranking


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(desk.bp)


__all__ = ["assigning", "ranking", "register"]
