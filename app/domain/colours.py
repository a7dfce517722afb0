"""Colours that a city chooses, made so that every text stays as legible as in the colours they replace.

WCAG 2.2, 1.4.3: contrast is (L1 + 0.05) / (L2 + 0.05) of relative luminances. A paint keeps its contrast to all others
when it keeps its luminance, so a new hue is looked up at the luminance of the paint that it replaces.
OKLCH as in CSS Color 4, section 9 (B. Ottosson, 2020).
"""

import math

from app.domain.errors import RuleBroken

TEXT_CONTRAST = 4.5
"""What WCAG AA asks of text."""

PINE = {
    "50": "#ecfaf1", "100": "#d7f3e2", "200": "#b6e7c9", "300": "#8cd4a8", "400": "#60ba87", "500": "#369565",
    "600": "#1f744f", "700": "#155c3f", "800": "#0d4530", "900": "#092f21", "950": "#061d15",
}  # fmt: skip
"""The main paint of the site in its steps, from light to dark; a city's own colour replaces it."""

PINE_HUE = 160

_CHROMA = {
    "50": 0.018, "100": 0.038, "200": 0.065, "300": 0.095, "400": 0.115, "500": 0.115,
    "600": 0.1, "700": 0.085, "800": 0.068, "900": 0.05, "950": 0.034,
}  # fmt: skip

TEXT_PAIRS = (
    ("#ffffff", "700"),
    ("#ffffff", "800"),
    ("800", "100"),
    ("950", "400"),
    ("200", "900"),
    ("300", "#0c1511"),
)
"""Text and ground in both schemes: buttons, links and soft panels."""


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def paints_of(hue: int) -> dict[str, str]:
    """The steps of :data:`PINE` in another hue (degrees of OKLCH, 0 to 359), each as light as before.

    Raises ``RuleBroken``: ``city.hue_wrong``, ``city.too_pale`` where a text would fall below 4.5:1.
    """
    if not 0 <= hue < 360:
        raise RuleBroken("city.hue_wrong")
    paints = {step: _as_light_as(plain, hue, 1.5 * _CHROMA[step]) for step, plain in PINE.items()}
    for text, ground in TEXT_PAIRS:
        if contrast(paints.get(text, text), paints.get(ground, ground)) < TEXT_CONTRAST:
            raise RuleBroken("city.too_pale")
    return paints


def _as_light_as(colour: str, hue: int, chroma: float) -> str:
    """The colour of this hue with the luminance of ``colour``: bisected, some eighth of a step of 255 apart at most."""
    wanted = luminance(colour)
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if luminance(_hex(middle, chroma, hue)) < wanted else (low, middle)
    return _hex(low if wanted < 0.5 else high, chroma, hue)


def _hex(lightness: float, chroma: float, hue: int) -> str:
    """OKLCH as ``#rrggbb``, with less chroma where the screen cannot show it."""
    parts = _linear(lightness, chroma, hue)
    while chroma > 0.002 and not all(-0.0005 <= part <= 1.0005 for part in parts):
        chroma *= 0.92
        parts = _linear(lightness, chroma, hue)
    return "#" + "".join(f"{_byte(part):02x}" for part in parts)


def _linear(lightness: float, chroma: float, hue: int) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(part: float) -> int:
    clamped = min(max(part, 0.0), 1.0)
    curved = 12.92 * clamped if clamped <= 0.0031308 else 1.055 * clamped ** (1 / 2.4) - 0.055
    return round(255 * curved)
