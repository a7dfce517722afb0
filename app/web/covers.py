"""Knows how to draw a cover for an idea without a picture: by theme, always the same for the same key."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

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
    """Writes shapes: with classes that follow the page's colour scheme, or with fixed colours."""

    fixed: bool = False

    def fill(self, paint: str) -> str:
        """The attribute that fills a shape."""
        return f'fill="{PAINTS[paint]}"' if self.fixed else f'class="c-{paint}"'

    def line(self, paint: str, width: float) -> str:
        """The attributes that draw a shape's outline only."""
        colour = f'stroke="{PAINTS[paint]}"' if self.fixed else f'class="s-{paint}"'
        return f'fill="none" {colour} stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'

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


Drawing = Callable[[Brush, Dice], list[str]]


def courts(brush: Brush, dice: Dice) -> list[str]:
    """A court from above, with the lines of three games on it."""
    floor, second = dice.pick("d", "e", "a"), dice.pick("c", "b", "mid")
    shapes = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)]
    turn = dice.whole(-24, 24)
    court = [brush.rect(second, -190, -120, 380, 240, 6), brush.rect(floor, -165, -96, 330, 192, 3)]
    court.append(brush.stroke("pale", "M-165 -96h330v192h-330ZM0 -96v192", 3.5))
    court.append(brush.ring("pale", 0, 0, 30, 3.5))
    for side in (-1, 1):
        x = 165 * side
        court.append(brush.stroke("pale", f"M{x} -32h{-62 * side}v64h{62 * side}", 3.5))
        court.append(brush.stroke(second, f"M{x} -80h{-30 * side}a80 80 0 0 {int(side < 0)} 0 160h{30 * side}", 2.5))
        court.append(brush.disc("pale", x - 14 * side, 0, 6))
    inner = "".join(court)
    scale = number(dice.between(0.92, 1.3))
    x, y = dice.whole(160, 240), dice.whole(120, 180)
    shapes.append(f'<g transform="translate({x} {y}) rotate({turn}) scale({scale})">{inner}</g>')
    for _ in range(dice.whole(2, 4)):
        x, y = dice.between(40, 360), dice.between(40, 260)
        shapes += [brush.disc("deep", x + 3, y + 4, 10), brush.disc("c", x, y, 10), brush.stroke("d", f"M{number(x - 9)} {number(y)}h18", 1.5)]
    return shapes


def paths(brush: Brush, dice: Dice) -> list[str]:
    """Winding lanes seen from above, trees and neighbours beside them."""
    shapes = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)]
    middle, swing = dice.between(110, 190), dice.between(60, 120) * (1 if dice.share() < 0.5 else -1)
    bend = dice.between(80, 140)
    low, high = number(middle + swing), number(middle - swing)
    way = f"M-40 {low}C{number(bend)} {low} {number(bend)} {high} 200 {high}S{number(400 - bend)} {low} 440 {number(middle)}"
    for paint, width in (("b", 118), ("mid", 92), ("pale", 64), (dice.pick("d", "e"), 52)):
        shapes.append(brush.stroke(paint, way, width))
    dashed = brush.stroke("pale", way, 3).replace("<path ", '<path stroke-dasharray="14 16" ')
    shapes.append(dashed)
    for _ in range(dice.whole(9, 14)):
        x, y, size = dice.between(0, 400), dice.pick("top", "bottom"), dice.between(11, 22)
        height = dice.between(-4, 50) if y == "top" else dice.between(250, 304)
        shapes += [brush.disc("a", x, height, size), brush.disc("b", x - size * 0.2, height - size * 0.25, size * 0.55)]
    x = dice.between(150, 250)
    shapes += [brush.disc("c", x, float(high), 11), brush.disc("deep", x, float(high), 5)]
    return shapes


def _pine(brush: Brush, paint: str, x: float, y: float, tall: float) -> str:
    wide = tall * 0.3
    path = f"M{number(x)} {number(y - tall)}"
    for share, reach, back in ((0.42, 0.6, 0.28), (0.7, 0.82, 0.4), (0.94, 1, 0.0)):
        path += f"L{number(x + wide * reach)} {number(y - tall * (1 - share))}h{number(-wide * (reach - back))}"
    for share, reach, back in ((0.94, 1, 0.0), (0.7, 0.82, 0.4), (0.42, 0.6, 0.28)):
        path += f"L{number(x - wide * back)} {number(y - tall * (1 - share))}h{number(-wide * (reach - back))}"
    return brush.stroke("deep", f"M{number(x)} {number(y - 4)}v{number(-tall * 0.2)}", 4) + brush.shape(paint, path + "Z")


def trees(brush: Brush, dice: Dice) -> list[str]:
    """A wood in layers under a low sun."""
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), brush.disc("c", dice.between(70, 330), dice.between(60, 110), dice.between(24, 38))]
    for paint, tree, base, tallest in (("far", "mid", 165, 70), ("mid", "a", 205, 105), ("b", "a", 262, 150)):
        lift = dice.between(14, 34)
        ridge = f"M0 {base}C100 {number(base - lift)} 140 {number(base - lift)} 220 {number(base)}S340 {number(base + lift / 2)} 400 {number(base - 8)}V300H0Z"
        x = dice.between(-10, 30)
        while x < 410:
            shapes.append(_pine(brush, tree, x, base + 8, tallest * dice.between(0.6, 1)))
            x += dice.between(34, 74)
        shapes.append(brush.shape(paint, ridge))
    x = dice.between(80, 320)
    shapes += [brush.person("d", x, 284, 1.1), brush.person("c", x + 22, 286, 0.9)]
    return shapes


def water(brush: Brush, dice: Dice) -> list[str]:
    """The river in bands, a boat on one of them."""
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), brush.disc("c", dice.between(60, 340), dice.between(50, 90), dice.between(26, 40))]
    shapes.append(brush.shape("b", f"M0 128C90 {dice.whole(84, 116)} 150 {dice.whole(92, 128)} 230 118S350 {dice.whole(84, 118)} 400 122V170H0Z"))
    boat = dice.whole(1, 2)
    for row, paint in enumerate(("far", "e", "far", "e", "a")):
        y, step = 140 + row * 34, dice.whole(44, 70)
        if row == boat:
            x = dice.between(110, 280)
            shapes.append(brush.shape("d", f"M{number(x - 36)} {y - 10}h72q-6 22-24 22h-24q-18 0-24-22Z"))
            shapes.append(brush.shape("pale", f"M{number(x)} {y - 16}v-62q34 24 36 62Z"))
            shapes.append(brush.stroke("deep", f"M{number(x - 4)} {y - 10}v-72", 4))
        path = f"M{-dice.whole(0, step)} {y}q{step / 2:g} -16 {step} 0" + f"t{step} 0" * (math.ceil(480 / step) + 1)
        shapes.append(brush.shape(paint, f"{path}V300H-80Z"))
    for _ in range(5):
        shapes.append(brush.stroke("pale", f"M{dice.whole(10, 340)} {dice.whole(170, 286)}h{dice.whole(16, 46)}", 3))
    return shapes


def stage(brush: Brush, dice: Dice) -> list[str]:
    """An open-air shell with its beams and the audience in front."""
    back = dice.pick("e", "d", "a")
    x = dice.between(150, 250)
    shapes = [brush.rect("far", 0, 0, WIDTH, HEIGHT)]
    rings = (back, "c", "pale", dice.pick("d", "e"), "ground")
    for ring, paint in enumerate(rings):
        shapes.append(brush.disc(paint, x, 190, 176 - ring * 30))
    shapes += [brush.rect("deep", 0, 190, WIDTH, 110), brush.rect("c", x - 120, 182, 240, 16, 4)]
    for place in range(dice.whole(1, 3)):
        shapes.append(brush.person("deep", x - 26 + place * 28, 182, 1.35))
    for row in range(3):
        spot = -dice.between(0, 26)
        while spot < 410:
            paint = dice.pick("a", "mid", "b", "e", "d", "c")
            shapes.append(brush.disc(paint, spot, 236 + row * 27, 10.5))
            spot += dice.between(24, 34)
    return shapes


def light(brush: Brush, dice: Dice) -> list[str]:
    """Evening: lamps along a way, windows, a few stars."""
    shapes = [brush.rect("deep", 0, 0, WIDTH, HEIGHT), brush.disc("pale", dice.between(40, 360), dice.between(34, 60), 15)]
    for _ in range(dice.whole(10, 16)):
        shapes.append(brush.disc("mid", dice.between(0, 400), dice.between(6, 110), 1.8))
    x = dice.between(-20, 0)
    while x < 400:
        wide, tall = dice.between(54, 84), dice.between(54, 116)
        shapes.append(brush.rect("a", x, 214 - tall, wide - 6, tall + 20, 3))
        for pane in range(int(wide // 20)):
            if dice.share() < 0.6:
                shapes.append(brush.rect("c", x + 8 + pane * 18, 226 - tall, 9, 12, 1.5))
        x += wide
    shapes.append(brush.shape("e", f"M0 226C120 212 280 240 400 {dice.whole(216, 232)}V300H0Z"))
    gap = dice.between(92, 128)
    for lamp in range(4):
        x = gap * (lamp + 0.35)
        shapes.append(brush.shape("c", f"M{number(x)} 132l34 138q-34 14-68 0Z").replace("<path ", '<path opacity=".5" '))
        shapes += [brush.stroke("pale", f"M{number(x)} 270V132", 4), brush.disc("c", x, 130, 10)]
    return shapes


def tiles(brush: Brush, dice: Dice) -> list[str]:
    """Play: quarter circles, dots and arcs on a board, turned at random."""
    shapes, side = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)], 100
    for row in range(3):
        for column in range(4):
            x, y = column * side, row * side
            ground = dice.pick("ground", "sky", "mid", "pale", "far")
            paint = dice.pick("a", "b", "c", "d", "e")
            second = dice.pick(*[name for name in "abcde" if name != paint])
            turn = dice.whole(0, 3) * 90
            kind = dice.whole(0, 4)
            inner = {
                0: brush.shape(paint, "M-50 -50h100a100 100 0 0 1-100 100Z") + brush.shape(second, "M-50 -50h45a45 45 0 0 1-45 45Z"),
                1: brush.shape(paint, "M-50 0a50 50 0 0 1 100 0Z") + brush.shape(second, "M-50 50a50 50 0 0 1 100 0Z"),
                2: brush.disc(paint, 0, 0, 34) + brush.disc(second, 0, 0, 14),
                3: brush.stroke(paint, "M-50 -16a34 34 0 0 0 34-34M-50 16a66 66 0 0 0 66-66M-50 44a94 94 0 0 0 94-94", 11),
                4: brush.shape(paint, "M-50 50L50 -50V50Z") + brush.disc(second, -18, -18, 13),
            }[kind]
            shapes.append(brush.rect(ground, x, y, side, side))
            shapes.append(f'<g transform="translate({x + 50} {y + 50}) rotate({turn})">{inner}</g>')
    return shapes


def houses(brush: Brush, dice: Dice) -> list[str]:
    """A street of neighbours: gables, doors, windows, a brick wall along the pavement."""
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), brush.disc("c", dice.between(60, 340), 58, dice.between(20, 30))]
    x = -dice.between(0, 30)
    while x < 400:
        wide, top = dice.whole(70, 104), dice.whole(104, 150)
        wall, roof = dice.pick("pale", "c", "mid", "far", "ground"), dice.pick("d", "a", "e")
        shapes.append(brush.rect(wall, x, top, wide, 160))
        peak = top - dice.whole(30, 48)
        shapes.append(brush.shape(roof, f"M{number(x - 5)} {top + 3}L{number(x + wide / 2)} {peak}L{number(x + wide + 5)} {top + 3}Z"))
        for pane in range(2):
            for floor in range(2):
                shapes.append(brush.rect("deep", x + wide * (0.2 + pane * 0.38), top + 18 + floor * 44, wide * 0.22, 22, 2))
        shapes.append(brush.rect("b", x + wide - 2, top, 4, 160))
        x += wide + 2
    shapes.append(brush.rect("d", 0, 238, WIDTH, 62))
    for row in range(4):
        shapes.append(brush.stroke("pale", f"M0 {238 + row * 16}h400", 1.6))
        path = "".join(f"M{place * 36 + (row % 2) * 18} {238 + row * 16}v16" for place in range(12))
        shapes.append(brush.stroke("pale", path, 1.6))
    person = dice.between(60, 330)
    return [*shapes, brush.person("deep", person, 240, 1.2), brush.person("a", person + 26, 240, 1)]


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


def cover_svg(theme: str, key: object, *, fixed: bool = False) -> Markup:
    """The cover for ``key`` (a proposal's id) in the manner of ``theme``; unknown themes are drawn as "other".

    ``fixed=True`` writes colours into the picture, for places without our stylesheet. Equal arguments give equal bytes.
    """
    dice = Dice(f"{theme}:{key}")
    drawings = PATTERNS.get(str(theme), PATTERNS["other"])
    drawing = drawings[dice.whole(0, len(drawings) - 1)]
    shapes = "".join(drawing(Brush(fixed), dice))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"'
    return Markup(f'{head} aria-hidden="true" focusable="false">{shapes}</svg>')  # noqa: S704 - numbers and our own words only
