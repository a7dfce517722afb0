"""The badges of thanks on the page of a team."""

from typing import Any

from app.delivery.queries import opened_among
from app.results.queries import entries_and_grown, thanks_of
from app.web.parts import Part


def thanks_part(team: Any) -> Part | None:
    """What the city thanks the team for; nothing before it has handed something in."""
    entries = entries_and_grown(team.id)
    thanks = thanks_of(entries, opened_among(entries)) if entries else []
    return Part("results/_thanks.html", {"thanks": thanks}) if thanks else None
