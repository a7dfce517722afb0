"""What is kept of a person's age, and how far a minor's name goes."""

from enum import StrEnum


class AgeBand(StrEnum):
    """An age band instead of a birth date: as much as the rules of a round need, and no more."""

    UNDER_13 = "under_13"
    FROM_13 = "13_15"
    FROM_16 = "16_17"
    ADULT = "18_plus"


MINORS = frozenset({AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16})
"""Bands below the age of majority."""

YOUNG = MINORS
"""Bands that count as young people in a team."""


def public_name(display_name: str, age_band: AgeBand, shows_name: bool) -> str | None:
    """The name that strangers may read: ``None`` unless the person asked for it and is at least 13.

    Below 13 no name is ever public; from 13 to 17 only the first name is.
    """
    if not shows_name or age_band is AgeBand.UNDER_13:
        return None
    return display_name if age_band is AgeBand.ADULT else display_name.split()[0]
