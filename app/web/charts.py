"""Knows where the marks of charts and schematic maps go; the macros in ``templates/ui`` draw them."""

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from app.web.covers.brush import number


def shares_of(values: Sequence[int], total: int | None = None) -> list[dict[str, str]]:
    """Place parts one after another on a line of 100 units: ``x`` and ``width`` of each, as text for SVG.

    ``total`` is what the whole line stands for; the sum of the values where it is absent or smaller.
    """
    whole = max(sum(values), total or 0) or 1
    parts, before = [], 0
    for value in values:
        parts.append({"x": f"{100 * before / whole:.3f}", "width": f"{100 * value / whole:.3f}"})
        before += value
    return parts


def nice_ceiling(value: int) -> int:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ times 4 that is not below ``value``: four even steps with round figures."""
    step = max(1, math.ceil(value / 4))
    size: int = 10 ** (len(str(step)) - 1)
    for factor in (1, 2, 2.5, 5, 10):
        candidate = math.ceil(factor * size)
        if candidate >= step:
            return 4 * candidate
    return 4 * step


def step_geometry(points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A line that rises in steps: ``points`` are ``{"at": datetime, "value": int}`` in the order of time.

    All in shares of a plot of 100 by 100 units: ``line`` and ``area`` (SVG paths), ``grid`` (y, value), the
    ``first`` and ``last`` instants and ``end`` (x, y, value).
    """
    first, last = points[0]["at"], points[-1]["at"]
    span = (last - first).total_seconds() or 1
    top = nice_ceiling(max(point["value"] for point in points))

    def x(at: datetime) -> str:
        return f"{100 * (at - first).total_seconds() / span:.2f}"

    def y(value: int) -> str:
        return f"{100 - 100 * value / top:.2f}"

    line = f"M0 {y(points[0]['value'])}" + "".join(f"H{x(p['at'])}V{y(p['value'])}" for p in points[1:])
    return {
        "line": line,
        "area": f"{line}V100H0Z",
        "grid": [{"y": y(top * part // 4), "value": top * part // 4} for part in range(5)],
        "first": first,
        "last": last,
        "end": {"x": x(last), "y": y(points[-1]["value"]), "value": points[-1]["value"]},
    }


def dot_geometry(instants: Sequence[datetime], now: datetime | None = None) -> dict[str, Any]:
    """Dots on a line of 100 units by time: their ``x`` in order, and that of ``now`` when it lies between them."""
    first, last = min(instants), max(instants)
    span = (last - first).total_seconds() or 1

    def x(at: datetime) -> str:
        return number(3 + 94 * (at - first).total_seconds() / span)

    inside = now is not None and first <= now <= last
    return {"dots": [x(at) for at in instants], "now": x(now) if inside and now else None}


LEAST_NORTH = 0.02
"""Degrees that a map shows at least, some two kilometres: enough to recognise where one is."""


def map_geometry(
    points: Sequence[dict[str, Any]],
    lines: Sequence[Sequence[tuple[float, float]]] = (),
    areas: Sequence[Sequence[tuple[float, float]]] = (),
    names: Sequence[tuple[float, float, str]] = (),
    width: int = 440,
) -> dict[str, Any]:
    """Points ``{"lat": …, "lon": …}``, lines and areas of (lat, lon) on a plane, north up, in their true distances.

    Equirectangular with the middle latitude as the true one: within a city, off by less than the width of a pin.
    Returns ``width``, ``height``, ``groups`` (x, y, and the numbers from 1 of the points that stand there),
    ``paths`` for the lines, ``outlines`` for the areas, and ``labels`` (x, y, text) of those names (lat, lon, text)
    that are in sight.
    """
    latitudes = [point["lat"] for point in points]
    longitudes = [point["lon"] for point in points]
    squeeze = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    east = max((max(longitudes) - min(longitudes)) * squeeze, LEAST_NORTH * 1.4)
    north = max(max(latitudes) - min(latitudes), LEAST_NORTH)
    edge = 40
    height = min(max(north * (width - 2 * edge) / east + 2 * edge, width * 0.62), width * 0.8)
    scale = min((width - 2 * edge) / east, (height - 2 * edge) / north)
    middle_lat, middle_lon = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2

    def place(lat: float, lon: float) -> tuple[float, float]:
        return (
            width / 2 + (lon - middle_lon) * squeeze * scale,
            height / 2 + (middle_lat - lat) * scale,
        )

    def written(corners: Sequence[tuple[float, float]]) -> list[tuple[str, str]]:
        return [(number(x), number(y)) for x, y in (place(lat, lon) for lat, lon in corners)]

    spots = [(*place(lat, lon), text) for lat, lon, text in names]
    return {
        "width": width,
        "height": round(height),
        "labels": [
            {"x": number(x), "y": number(y), "text": text}
            for x, y, text in spots
            if edge < x < width - edge and 10 < y < height - 10
        ],
        "groups": _gathered([place(lat, lon) for lat, lon in zip(latitudes, longitudes, strict=True)]),
        "paths": [_bent(written(line)) for line in lines],
        "outlines": ["M" + "L".join(" ".join(corner) for corner in written(area)) + "Z" for area in areas],
    }


CLOSE = 26
"""Units between two pins that would cover each other."""


def _gathered(places: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Places that lie close together as one: each joins the first group whose first place is near."""
    groups: list[tuple[float, float, list[int]]] = []
    for index, (x, y) in enumerate(places, 1):
        near = next((group for group in groups if math.hypot(group[0] - x, group[1] - y) < CLOSE), None)
        if near:
            near[2].append(index)
        else:
            groups.append((x, y, [index]))
    return [{"x": number(x), "y": number(y), "numbers": numbers} for x, y, numbers in groups]


def _bent(points: Sequence[tuple[str, str]]) -> str:
    """A path through the middles between the points, bent towards each: a river has no corners."""
    if len(points) < 2:
        return ""
    path = "M" + " ".join(points[0])
    for (x, y), (next_x, next_y) in pairwise(points[1:]):
        middle = number((float(x) + float(next_x)) / 2), number((float(y) + float(next_y)) / 2)
        path += f"Q{x} {y} {' '.join(middle)}"
    return path + "L" + " ".join(points[-1])
