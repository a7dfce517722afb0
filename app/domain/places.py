"""What kinds of places proposals are for, and where on the map they lie."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ParkKind(StrEnum):
    """What the city calls the place."""

    PARK = "park"
    SQUARE = "square"
    SHORE = "shore"
    SCHOOLYARD = "schoolyard"


class Lying(Protocol):
    """Something that may have a point, in WGS 84 degrees."""

    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Spot:
    """A point in degrees, and how well it is known: exact, park, neighbourhood or unknown."""

    lat: float | None
    lon: float | None
    precision: str


def spot_of(thing: Lying, park: Lying | None, neighbourhood: Lying | None) -> Spot:
    """Where a thing lies: at its own point, else at its park's, else at its neighbourhood's."""
    for precision, place in (("exact", thing), ("park", park), ("neighbourhood", neighbourhood)):
        if place is not None and place.lat is not None and place.lon is not None:
            return Spot(place.lat, place.lon, precision)
    return Spot(None, None, "unknown")
