"""Knows how to draw a cover for an idea without a picture: by theme, always the same for the same key."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from app.web.covers.brush import HEIGHT, WIDTH, Brush, Dice
from app.web.covers.outdoors import courts, paths, trees, water
from app.web.covers.town import houses, light, stage, tiles

Drawing = Callable[[Brush, Dice], list[str]]

PATTERNS: dict[str, tuple[Drawing, ...]] = {
    "sport": (courts, paths),
    "play": (tiles,),
    "green": (trees, water),
    "culture": (stage,),
    "safety": (light,),
    "access": (paths, houses),
    "other": (houses, water),
}
"""Theme → the drawings it may get; the key decides which."""


@lru_cache(maxsize=2048)
def cover_svg(theme: str, key: object, *, fixed: bool = False) -> Markup:
    """The cover for ``key`` (a proposal's id) in the manner of ``theme``; unknown themes are drawn as "other".

    ``fixed=True`` writes colours into the picture, for places without our stylesheet. Equal arguments give equal bytes.
    """
    dice = Dice(f"{theme}:{key}")
    drawings = PATTERNS.get(str(theme), PATTERNS["other"])
    drawing = drawings[dice.whole(0, len(drawings) - 1)]
    shapes = "".join(drawing(Brush(fixed), dice))
    attributes = 'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {attributes}>'
    return Markup(f"{head}{shapes}</svg>")  # noqa: S704 - numbers and our own words only
