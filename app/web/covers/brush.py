"""The tools covers are drawn with: numbers that depend on a key, and a brush that writes SVG shapes."""

import hashlib
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 300
"""Units of the drawing: the 4:3 of all covers."""

PAINTS = {
    "sky": "#d8f0fc", "far": "#b6e3f8", "ground": "#e7f5d0", "a": "#1f744f", "b": "#a0c65d", "c": "#f9c135",
    "d": "#ca553b", "e": "#3191bd", "pale": "#ffffff", "deep": "#092f21", "mid": "#8cd4a8",
}  # fmt: skip
"""Name of a paint → its colour in the light scheme, for drawings that leave the site (mail, social cards)."""


class Dice:
    """Numbers that depend on the key alone: the bytes of SHA-256 over the key and a counter."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._rolled = 0

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        self._rolled += 1
        digest = hashlib.sha256(f"{self._key}#{self._rolled}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` up to ``high``."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int((high - low + 1) * self.share())

    def pick(self, *choices: str) -> str:
        """One of the choices."""
        return choices[self.whole(0, len(choices) - 1)]


@dataclass(frozen=True)
class Brush:
    """Writes shapes: with classes that follow the page's colour scheme, with fixed colours, or ``by_token``: with the
    page's own tokens, for drawings in a file beside it."""

    fixed: bool = False
    by_token: bool = False

    def fill(self, paint: str) -> str:
        """The attribute that fills a shape."""
        return f'fill="{self._colour(paint)}"' if self.fixed or self.by_token else f'class="c-{paint}"'

    def line(self, paint: str, width: float) -> str:
        """The attributes that draw a shape's outline only."""
        written = self.fixed or self.by_token
        colour = f'stroke="{self._colour(paint)}"' if written else f'class="s-{paint}"'
        return f'fill="none" {colour} stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'

    def _colour(self, paint: str) -> str:
        return f"var(--cover-{paint},{PAINTS[paint]})" if self.by_token else PAINTS[paint]

    def rect(self, paint: str, x: float, y: float, width: float, height: float, rx: float = 0) -> str:
        """A filled rectangle."""
        corner = f' rx="{number(rx)}"' if rx else ""
        size = f'width="{number(width)}" height="{number(height)}"'
        return f'<rect {self.fill(paint)} x="{number(x)}" y="{number(y)}" {size}{corner}/>'

    def disc(self, paint: str, x: float, y: float, radius: float) -> str:
        """A filled circle."""
        return f'<circle {self.fill(paint)} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'

    def ring(self, paint: str, x: float, y: float, radius: float, width: float) -> str:
        """A circle's outline."""
        return f'<circle {self.line(paint, width)} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'

    def shape(self, paint: str, path: str) -> str:
        """A filled path."""
        return f'<path {self.fill(paint)} d="{path}"/>'

    def stroke(self, paint: str, path: str, width: float) -> str:
        """A drawn path."""
        return f'<path {self.line(paint, width)} d="{path}"/>'

    def person(self, paint: str, x: float, y: float, size: float = 1) -> str:
        """A small neighbour standing at (x, y)."""
        body = f"M{number(x - 6 * size)} {number(y)}v{number(-12 * size)}q0 {number(-8 * size)} {number(6 * size)} "
        body += f"{number(-8 * size)}t{number(6 * size)} {number(8 * size)}v{number(12 * size)}Z"
        return self.shape(paint, body) + self.disc(paint, x, y - 27 * size, 5.5 * size)


def number(value: float) -> str:
    """A coordinate with one decimal at most: ``12.0`` → ``"12"``."""
    return f"{value:.1f}".removesuffix(".0")
