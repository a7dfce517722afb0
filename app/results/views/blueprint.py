"""The blueprint of the results' pages, and the round that an address names."""

from flask import Blueprint

from app.rounds.queries import open_round
from app.web.clock import now
from app.web.guards import Found, current_actor

bp = Blueprint("results", __name__, url_prefix="/rounds/<slug>")


def found_round(slug: str) -> Found:
    """The round of the address and its phase; ``None`` where it is hidden from this person."""
    return open_round(slug, current_actor(), now())
