"""Neighbourhoods, parks, the city's own look and its maps."""

from collections.abc import Iterator
from typing import Any

from flask import Flask

from app.domain.geojson import bounds_of
from app.places import queries
from app.places.views import city, maps, places  # noqa: F401 - they add their pages to bp
from app.places.views.blueprint import bp
from app.web.city import CityLook, read_city_with

MOST_RIVERS, MOST_OUTLINES, LONGEST = 4, 60, 60
"""How many lines and areas, and positions of each, a still picture shows."""


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
        contact=row.contact or {},
        **_still(),
    )


def _still() -> dict[str, Any]:
    """The lines and areas that a still picture of the map shows."""
    features = (queries.city_map() or {"features": []})["features"]
    rivers = _shapes(features, "river", "LineString")
    rings = _shapes(features, "neighbourhood", "Polygon")
    return {
        "rivers": tuple(_turned(line) for line in rivers[:MOST_RIVERS]),
        "outlines": tuple(_turned(area[0]) for area in rings[:MOST_OUTLINES]),
        "names": tuple(_names(features)),
    }


def _names(features: list[Any]) -> Iterator[tuple[float, float, Any]]:
    for one in features[:MOST_OUTLINES]:
        told = one["properties"]
        if told["kind"] == "neighbourhood" and "name" in told and one["geometry"]["type"] == "Polygon":
            west, south, east, north = bounds_of([one]) or (0, 0, 0, 0)
            yield (south + north) / 2, (west + east) / 2, told["name"]


def _shapes(features: list[Any], kind: str, shape: str) -> list[Any]:
    found = [one["geometry"] for one in features if one["properties"]["kind"] == kind]
    return [geometry["coordinates"] for geometry in found if geometry["type"] == shape]


def _turned(line: list[list[float]]) -> tuple[tuple[float, float], ...]:
    """Latitude first, as people say it; only so many positions."""
    return tuple((lat, lon) for lon, lat in line[:LONGEST])
