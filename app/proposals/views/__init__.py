"""The pages of proposals: list, writing, history, files, comments, moderation, and the page of a team."""

from flask import Flask

from app.proposals.views import (  # noqa: F401 - they add their pages to bp
    editing,
    files,
    handing_over,
    history,
    listing,
    moderating,
    rivals,
    showing,
    talking,
    team,
)
from app.proposals.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the pages. The page of a team keeps the name of its own room, by which others link to it."""
    app.register_blueprint(bp)
    app.add_url_rule("/teams/<int:team_id>", "teams.show", team.show)
