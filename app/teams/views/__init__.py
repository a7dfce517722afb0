"""The pages of teams: the list of a round's teams, founding and leading one, joining by a code.

The page of one team shows its proposals, so a later room draws it (``app.proposals.views.team``).
"""

from flask import Flask

from app.teams.views import joining, leading, listing  # noqa: F401 - they add their pages to bp
from app.teams.views.blueprint import bp


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
