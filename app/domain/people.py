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

NAMELESS = frozenset({AgeBand.UNDER_13, AgeBand.FROM_13})
"""Bands of which nothing is public: below 16 no name leaves the circle of those who work together."""


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split()[0] if name.split() else ""


def initials(name: str) -> str:
    """A name cut to its first letters.

    >>> initials("Anna Marija  Liepa")
    'A. M. L.'
    """
    return " ".join(f"{word[0].upper()}." for word in name.split())


def public_name(display_name: str, age_band: AgeBand, shows_name: bool) -> str | None:
    """The name that strangers may read: ``None`` unless the person asked for it and is at least 16.

    Below 16 no name is ever public; at 16 and 17 only the first name is.
    """
    if not shows_name or age_band in NAMELESS:
        return None
    return display_name if age_band is AgeBand.ADULT else first_name(display_name)


def inside_name(display_name: str, *, needs_guardian: bool, has_consent: bool) -> str | None:
    """The name that the team and the staff may read: a child's first name, and only with a guardian's consent."""
    if not needs_guardian:
        return display_name
    return first_name(display_name) if has_consent else None


def credited_name(typed: str, age_band: AgeBand, has_agreed: bool) -> str:
    """What may be kept of the name of somebody who took part without an account.

    An adult who agreed is kept by the full name, a minor with an agreement (below the city's age the guardian's) by
    the first name; without an agreement only initials are kept.
    """
    if not has_agreed:
        return initials(typed)
    return typed if age_band is AgeBand.ADULT else first_name(typed)
