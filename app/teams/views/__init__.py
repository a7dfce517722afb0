"""The pages of teams: founding, joining and leading one, its sheets, the board, mentors' time, questionnaires.

The page of one team shows its proposals, so a later room draws it (``app.proposals.views.team``).
"""

from flask import Flask

from app.teams.views import (  # noqa: F401 - they add their pages to bp
    board,
    joining,
    leading,
    listing,
    mentoring,
    questions,
    sheets,
)
from app.teams.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
