"""The pages of a round's vote: the ballot, receipts, codes, and the organiser's roll."""

from flask import Flask

from app.voting.views import ballot, codes, receipts, roll  # noqa: F401 - they add their pages to bp
from app.voting.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
