"""What kinds of places proposals are for."""

from enum import StrEnum


class ParkKind(StrEnum):
    """What the city calls the place."""

    PARK = "park"
    SQUARE = "square"
    SHORE = "shore"
    SCHOOLYARD = "schoolyard"
