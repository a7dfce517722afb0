"""The blueprint that all pages of a round's vote belong to, and the round that an address names."""

from typing import Any

from flask import Blueprint, abort

from app.domain.permissions import Standing
from app.rounds.queries import open_round
from app.web.clock import now
from app.web.guards import Found, current_actor

bp = Blueprint("voting", __name__, url_prefix="/rounds/<slug>")


def found_round(slug: str) -> Found:
    """The round of the address and its phase; ``None`` where it is hidden from this person."""
    return open_round(slug, current_actor(), now())


def shown_round(slug: str) -> tuple[Any, Standing]:
    """As :func:`found_round`, for pages that are open to everybody: 404 where the round is hidden."""
    found = found_round(slug)
    if found is None:
        abort(404)
    return found
