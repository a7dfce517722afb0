"""The pages made of many rooms."""

from flask import Flask

from app.hall.views import (  # noqa: F401 - they add their pages to bp
    about,
    audit,
    cards,
    desk,
    easy,
    home,
    install,
    mine,
    posters,
    proposal,
    round_page,
)
from app.hall.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the hall's pages."""
    app.register_blueprint(bp)
