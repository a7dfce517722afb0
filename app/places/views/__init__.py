"""Neighbourhoods, parks, the city's own look and its maps."""

from flask import Flask

from app.places import queries
from app.places.views import city, maps, places  # noqa: F401 - they add their pages to bp
from app.places.views.blueprint import bp
from app.web.city import CityLook, read_city_with

MOST_RIVERS, LONGEST_RIVER = 4, 200
"""How many lines, and positions of each, a still picture shows."""


def register(app: Flask) -> None:
    """Add the pages, and tell the site how to read the city's own look."""
    app.register_blueprint(bp)
    read_city_with(app, _look)


def _look() -> CityLook | None:
    row = queries.city()
    if row is None:
        return None
    return CityLook(
        name=dict(row.name),
        hue=row.hue,
        logo_key=row.logo_key,
        languages=tuple(row.languages),
        has_map=row.map_name is not None,
        changed_at=row.changed_at,
        rivers=_rivers(),
    )


def _rivers() -> tuple[tuple[tuple[float, float], ...], ...]:
    features = (queries.city_map() or {"features": []})["features"]
    rivers = [one["geometry"] for one in features if one["properties"]["kind"] == "river"]
    lines = [line["coordinates"] for line in rivers if line["type"] == "LineString"]
    return tuple(tuple((lat, lon) for lon, lat in line[:LONGEST_RIVER]) for line in lines[:MOST_RIVERS])
