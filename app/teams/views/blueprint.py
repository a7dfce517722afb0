"""The blueprint of teams, and how their addresses are read."""

from typing import Any

from flask import Blueprint, request

from app.domain.permissions import Standing
from app.domain.sheets import SheetKind
from app.rounds.queries import open_round
from app.teams.queries import open_post, open_slot_of, open_team
from app.web.clock import now
from app.web.guards import Found, current_actor

bp = Blueprint("teams", __name__)


def round_of(slug: str) -> Found:
    """The round of an address."""
    return open_round(slug, current_actor(), now())


def team_of(team_id: int) -> Found:
    """The team of an address."""
    return open_team(team_id, current_actor(), now())


def team_and(team_id: int, person_id: int) -> tuple[tuple[Any, int], Standing] | None:
    """The team of an address and the id of the person that it names."""
    found = team_of(team_id)
    return ((found[0], person_id), found[1]) if found else None


def team_and_credit(team_id: int, credit_id: int) -> tuple[tuple[Any, int], Standing] | None:
    """The team of an address and the id of the credit that it names."""
    return team_and(team_id, credit_id)


def sheet_of(team_id: int, kind: str) -> tuple[tuple[Any, SheetKind], Standing] | None:
    """The team of an address and which of its sheets."""
    found = team_of(team_id)
    if found is None or kind not in list(SheetKind):
        return None
    return (found[0], SheetKind(kind)), found[1]


def post_of(post_id: int) -> Found:
    """The open need or offer of an address."""
    return open_post(post_id, current_actor(), now())


def slot_of(slot_id: int) -> Found:
    """The slot of an address."""
    return open_slot_of(slot_id, current_actor(), now())


def whole(text: str) -> int | None:
    """A number from an address or a form, or ``None`` for what no row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_saving() -> bool:
    """Whether a form saves itself while somebody types."""
    return "X-Saving" in request.headers
