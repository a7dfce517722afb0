"""The piece of map that somebody draws on: around what is marked already, else around the place, else the city."""

import math
from typing import Any

METRES_OF_A_DEGREE = 111_320
AROUND_A_PLACE = 500
"""Metres from the middle to the edge of the piece of map around a park or a neighbourhood."""


def map_around(form: Any) -> dict[str, Any] | None:
    """Middle and reach in degrees of the piece of map, and the named places on it; ``None`` in a city without any."""
    parks, neighbourhoods = form.places
    places = [place for place in (*parks, *neighbourhoods) if place.lat is not None]
    if not places:
        return None
    marked = list(form.area.data or ()) or ([form.point.data] if form.point.data else [])
    if not marked:
        chosen = [park for park in parks if park.id == form.park.data and park.lat is not None]
        chosen += [
            each for each in neighbourhoods if each.id == form.neighbourhood.data and each.lat is not None
        ]
        marked = [(chosen[0].lat, chosen[0].lon)] if chosen else [(places[0].lat, places[0].lon)]
    lat = sum(corner[0] for corner in marked) / len(marked)
    lon = sum(corner[1] for corner in marked) / len(marked)
    if not math.isfinite(lat) or abs(lat) > 85:
        return None
    north = AROUND_A_PLACE / METRES_OF_A_DEGREE
    east = north / math.cos(math.radians(lat)) * 1.5
    north = max([north, *(abs(corner[0] - lat) * 1.3 for corner in marked)])
    east = max([east, *(abs(corner[1] - lon) * 1.3 for corner in marked)])
    seen = [
        {"name": place.name, "x": (place.lon - lon) / east, "y": (lat - place.lat) / north}
        for place in places
        if abs(place.lon - lon) < east and abs(place.lat - lat) < north
    ]
    return {"lat": lat, "lon": lon, "north": north, "east": east, "places": seen[:20]}
