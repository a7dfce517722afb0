"""The pages made of many rooms."""

from flask import Flask

from app.hall.views import about, audit, desk, home, mine, proposal, round_page  # noqa: F401 - they add their pages to bp
from app.hall.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the hall's pages."""
    app.register_blueprint(bp)
