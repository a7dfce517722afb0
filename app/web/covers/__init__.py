"""Knows how to draw a cover for an idea without a picture: by theme, always the same for the same key."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markupsafe import Markup

from app.web.covers.brush import HEIGHT, WIDTH, Brush, Dice
from app.web.covers.outdoors import courts, paths, trees, water
from app.web.covers.pastimes import bridge, festoon, meadow, shelves, swings
from app.web.covers.town import houses, light, stage, tiles

ATTRIBUTES = 'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"'
_NAME = re.compile(r"[a-z]{2,10}-[0-9a-z]{1,12}")

Drawing = Callable[[Brush, Dice], list[str]]

PATTERNS: dict[str, tuple[Drawing, ...]] = {
    "sport": (courts, paths),
    "play": (tiles, swings),
    "green": (trees, meadow, water),
    "culture": (stage, shelves),
    "safety": (light, festoon),
    "access": (paths, bridge, houses),
    "other": (houses, water, bridge),
}
"""Theme → the drawings it may get; the key decides which."""


@lru_cache(maxsize=2048)
def cover_svg(theme: str, key: object, *, fixed: bool = False) -> Markup:
    """The cover for ``key`` (a proposal's id) in the manner of ``theme``; unknown themes are drawn as "other".

    ``fixed=True`` writes colours into the picture, for places without our stylesheet. Equal arguments give equal bytes.
    """
    shapes = "".join(_drawn(theme, key, Brush(fixed=fixed)))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {ATTRIBUTES}>'
    return Markup(f"{head}{shapes}</svg>")  # noqa: S704 - numbers and our own words only


def cover_sheet(names: Sequence[str]) -> str:
    """Many covers in one picture, each a group named as :func:`cover_name` says, for pages to show one by one.

    Their paints are the page's: they follow its colour scheme.
    """
    groups = []
    for name in names:
        theme, _, key = name.partition("-")
        groups.append(f'<g id="{name}">{"".join(_drawn(theme, key, Brush(by_token=True)))}</g>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(groups)}</svg>'


def cover_name(theme: str, key: object) -> str | None:
    """The name of a cover in a sheet, ``sport-12``; ``None`` for a key that no address can hold."""
    name = f"{theme if theme in PATTERNS else 'other'}-{key}"
    return name if _NAME.fullmatch(name) else None


def _drawn(theme: str, key: object, brush: Brush) -> list[str]:
    dice = Dice(f"{theme}:{key}")
    drawings = PATTERNS.get(str(theme), PATTERNS["other"])
    return drawings[dice.whole(0, len(drawings) - 1)](brush, dice)
