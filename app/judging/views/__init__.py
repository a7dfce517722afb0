"""The pages of judging: the mentor's desk, guide and scorecards, assigning mentors, the ranking, the deliberation."""

from flask import Flask

from app.judging.views import assigning, deliberation, desk, mentors, planning, ranking


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(desk.bp)


__all__ = ["assigning", "deliberation", "mentors", "planning", "ranking", "register"]
