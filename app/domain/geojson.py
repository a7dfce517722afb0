"""What a map of a city may hold: lines, areas and points of a GeoJSON file (RFC 7946), everything else left out."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from app.domain.errors import RuleBroken

MOST_BYTES = 2 * 2**20
MOST_FEATURES = 2000
MOST_POSITIONS = 40_000
LONGEST_NAME = 120
LONGEST_NOTE = 400
DIGITS = 6
"""Decimals of a degree that are kept: about ten centimetres."""

KINDS = (
    "neighbourhood",
    "river",
    "stream",
    "lake",
    "water",
    "park",
    "forest",
    "street",
    "railway",
    "building",
    "place",
)
"""What a feature can be; each is drawn in a manner of its own. Anything else is drawn as a place."""

_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Geometry type → how many lists lie around one position."""


def read_city_map(data: bytes) -> dict[str, Any]:
    """A city's map from the bytes of a GeoJSON file, with nothing in it but shapes, kinds and names.

    Coordinates are WGS 84 degrees, longitude first, cut to six decimals. A name is a text or texts by language.
    ``schematic`` and ``note`` of the collection say that the map is a drawing, and what kind of one.

    Raises ``RuleBroken``: ``map.too_large`` (with ``megabytes``), ``map.not_geojson``, ``map.empty``,
    ``map.too_much`` (with ``features`` and ``positions``), ``map.wrong_shape`` (with ``number`` of the feature).
    """
    if len(data) > MOST_BYTES:
        raise RuleBroken("map.too_large", megabytes=MOST_BYTES // 2**20)
    given = _parsed(data)
    features = given.get("features") if given.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise RuleBroken("map.not_geojson")
    if not features:
        raise RuleBroken("map.empty")
    if len(features) > MOST_FEATURES:
        raise _too_much()
    counter = _Counter()
    drawn = [_feature(feature, number, counter) for number, feature in enumerate(features, 1)]
    cleaned: dict[str, Any] = {"type": "FeatureCollection", "schematic": given.get("schematic") is True}
    if isinstance(note := given.get("note"), str):
        cleaned["note"] = _line(note, LONGEST_NOTE)
    return {**cleaned, "features": drawn}


def bounds_of(features: Iterable[Mapping[str, Any]]) -> tuple[float, float, float, float] | None:
    """West, south, east and north of all positions, in degrees; ``None`` where there are none."""
    positions = [
        position for feature in features for position in _positions(feature["geometry"]["coordinates"])
    ]
    if not positions:
        return None
    east, north = [one[0] for one in positions], [one[1] for one in positions]
    return min(east), min(north), max(east), max(north)


class _Counter:
    """How many positions have been met."""

    def __init__(self) -> None:
        self.positions = 0

    def add(self) -> None:
        self.positions += 1
        if self.positions > MOST_POSITIONS:
            raise _too_much()


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        given = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RuleBroken("map.not_geojson") from error
    if not isinstance(given, dict):
        raise RuleBroken("map.not_geojson")
    return given


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("JSON knows no NaN")


def _too_much() -> RuleBroken:
    return RuleBroken("map.too_much", features=MOST_FEATURES, positions=MOST_POSITIONS)


def _feature(feature: Any, number: int, counter: _Counter) -> dict[str, Any]:
    given = feature.get("geometry") if isinstance(feature, dict) else None
    geometry: dict[str, Any] = given if isinstance(given, dict) else {}
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise RuleBroken("map.wrong_shape", number=number)
    try:
        coordinates = _coordinates(geometry["coordinates"], _DEPTH[kind], counter)
        _check_ends(kind, coordinates)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleBroken("map.wrong_shape", number=number) from error
    told = feature.get("properties")
    return {
        "type": "Feature",
        "properties": _properties(told if isinstance(told, dict) else {}),
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _coordinates(given: Any, depth: int, counter: _Counter) -> list[Any]:
    if not isinstance(given, list):
        raise TypeError("a position or a list of them")
    if depth:
        return [_coordinates(inner, depth - 1, counter) for inner in given]
    counter.add()
    east, north = (_degrees(value) for value in given[:2])
    if abs(east) > 180 or abs(north) > 90:
        raise ValueError("not on the globe")
    return [east, north]


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number of degrees")
    return round(float(value), DIGITS)


def _check_ends(kind: str, coordinates: list[Any]) -> None:
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    areas = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    if not coordinates or any(len(line) < 2 for line in lines):
        raise ValueError("a line has two ends")
    if any(len(ring) < 4 or ring[0] != ring[-1] for area in areas for ring in area) or not all(areas or [1]):
        raise ValueError("a ring ends where it began")


def _properties(given: Mapping[Any, Any]) -> dict[str, Any]:
    kind = given.get("kind")
    kept: dict[str, Any] = {"kind": kind if isinstance(kind, str) and kind in KINDS else "place"}
    name = given.get("name")
    if isinstance(name, str) and name.strip():
        kept["name"] = _line(name, LONGEST_NAME)
    elif isinstance(name, dict):
        texts = {
            code: _line(text, LONGEST_NAME)
            for code, text in name.items()
            if isinstance(text, str) and len(code) == 2 and code.isascii() and code.isalpha()
        }
        kept |= {"name": texts} if texts else {}
    return kept


def _line(text: str, most: int) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:most]


def _positions(coordinates: Any) -> Iterable[tuple[float, float]]:
    if coordinates and not isinstance(coordinates[0], list):
        yield coordinates[0], coordinates[1]
        return
    for inner in coordinates:
        yield from _positions(inner)
