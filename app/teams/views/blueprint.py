"""The blueprint of teams, and how their addresses are read."""

from flask import Blueprint

from app.rounds.queries import open_round
from app.teams.queries import open_team
from app.web.clock import now
from app.web.guards import Found, current_actor

bp = Blueprint("teams", __name__)


def round_of(slug: str) -> Found:
    """The round of an address."""
    return open_round(slug, current_actor(), now())


def team_of(team_id: int) -> Found:
    """The team of an address."""
    return open_team(team_id, current_actor(), now())
