"""How ideas and projects with their points are told to the map component."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.web.badges import look_of
from app.web.formats import local, money


def idea_points(mapped: Sequence[Any]) -> list[dict[str, Any]]:
    """The points of ideas for ui/map, those without one last."""
    points = []
    for one in mapped:
        idea = one.proposal
        facts = [_where(one), money(idea.ballot_cost_cents) if idea.ballot_cost_cents else ""]
        points.append(_point(one, url_for("hall.proposal", proposal_id=idea.id), facts))
    return _pointless_last(points)


def project_points(mapped: Sequence[Any]) -> list[dict[str, Any]]:
    """The points of projects for ui/map, those without one last."""
    points = []
    for one in mapped:
        facts = [str(look_of(one.project.state.value).label), _where(one)]
        points.append(_point(one, url_for("delivery.project", project_id=one.project.id), facts))
    return _pointless_last(points)


def _where(one: Any) -> str:
    idea = one.proposal
    place = (idea.park if one.spot.precision == "park" else None) or idea.neighbourhood
    return local(place.name) if place else _("The place is not said yet.")


def _point(one: Any, address: str, facts: list[str]) -> dict[str, Any]:
    return {
        "lat": one.spot.lat,
        "lon": one.spot.lon,
        "rough": one.spot.precision != "exact",
        "title": one.proposal.title,
        "lang": one.proposal.language,
        "url": address,
        "note": " · ".join(fact for fact in facts if fact),
    }


def _pointless_last(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(points, key=lambda point: point["lat"] is None)
