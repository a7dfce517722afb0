"""Where something is to be built: a point or an area drawn on the map, as GeoJSON knows them (RFC 7946)."""

import math
from collections.abc import Sequence
from typing import Any

from app.domain.errors import RuleBroken

MOST_CORNERS = 40
LEAST_CORNERS = 3

Corner = tuple[float, float]
"""Latitude and longitude in WGS 84 degrees, as people read them; GeoJSON has them the other way round."""


def check_area(corners: Sequence[Corner]) -> None:
    """Let pass no area at all, or one with 3 to 40 corners on the globe.

    Raises ``RuleBroken``: ``area.corners`` (with ``least`` and ``most``), ``proposal.point_wrong``.
    """
    if not corners:
        return
    if not LEAST_CORNERS <= len(corners) <= MOST_CORNERS:
        raise RuleBroken("area.corners", least=LEAST_CORNERS, most=MOST_CORNERS)
    if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners):
        raise RuleBroken("proposal.point_wrong")


def middle_of(corners: Sequence[Corner]) -> Corner:
    """The mean of the corners: good enough for a pin on a map of a city."""
    lats, lons = zip(*corners, strict=True)
    return round(sum(lats) / len(lats), 6), round(sum(lons) / len(lons), 6)


def place_as_geojson(corners: Sequence[Corner], point: Corner | None) -> dict[str, Any] | None:
    """The area as a GeoJSON polygon, else the point; ``None`` where there is neither.

    >>> place_as_geojson([], (55.87, 26.53))
    {'type': 'Point', 'coordinates': [26.53, 55.87]}
    """
    if corners:
        ring = [[lon, lat] for lat, lon in (*corners, corners[0])]
        return {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Point", "coordinates": [point[1], point[0]]} if point else None


def corners_from(geojson: Any) -> tuple[Corner, ...]:
    """The corners of a stored polygon, the first one not repeated; nothing for anything else."""
    if not geojson or geojson.get("type") != "Polygon":
        return ()
    return tuple((lat, lon) for lon, lat in geojson["coordinates"][0][:-1])


METRES_OF_A_DEGREE = 111_320


def outline_in_metres(corners: Sequence[Corner]) -> list[tuple[int, int]]:
    """The corners as whole metres east and south of the north-western end: what a drawing to scale needs.

    Equirectangular with the middle latitude as the true one: within a park, off by less than a metre.

    >>> outline_in_metres([(0.0, 0.0), (0.001, 0.0), (0.001, 0.001)])
    [(0, 111), (0, 0), (111, 0)]
    """
    north = max(lat for lat, _ in corners)
    west = min(lon for _, lon in corners)
    squeeze = math.cos(math.radians(middle_of(corners)[0]))
    return [
        (
            round((lon - west) * METRES_OF_A_DEGREE * squeeze),
            round((north - lat) * METRES_OF_A_DEGREE),
        )
        for lat, lon in corners
    ]
