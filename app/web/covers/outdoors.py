"""Covers of the open air: courts, paths, trees, water."""

import math

from app.web.covers.brush import HEIGHT, WIDTH, Brush, Dice, number


def courts(brush: Brush, dice: Dice) -> list[str]:
    """A court from above, with the lines of three games on it."""
    floor, second = dice.pick("d", "e", "a"), dice.pick("c", "b", "mid")
    shapes = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)]
    turn = dice.whole(-24, 24)
    court = [brush.rect(second, -190, -120, 380, 240, 6), brush.rect(floor, -165, -96, 330, 192, 3)]
    court.append(brush.stroke("pale", "M-165 -96h330v192h-330ZM0 -96v192", 3.5))
    court.append(brush.ring("pale", 0, 0, 30, 3.5))
    for side in (-1, 1):
        goal = 165 * side
        court.append(brush.stroke("pale", f"M{goal} -32h{-62 * side}v64h{62 * side}", 3.5))
        court.append(
            brush.stroke(second, f"M{goal} -80h{-30 * side}a80 80 0 0 {int(side < 0)} 0 160h{30 * side}", 2.5)
        )
        court.append(brush.disc("pale", goal - 14 * side, 0, 6))
    inner = "".join(court)
    scale = number(dice.between(0.92, 1.3))
    across, down = dice.whole(160, 240), dice.whole(120, 180)
    shapes.append(f'<g transform="translate({across} {down}) rotate({turn}) scale({scale})">{inner}</g>')
    for _ in range(dice.whole(2, 4)):
        x, y = dice.between(40, 360), dice.between(40, 260)
        seam = f"M{number(x - 9)} {number(y)}h18"
        shapes += [
            brush.disc("deep", x + 3, y + 4, 10),
            brush.disc("c", x, y, 10),
            brush.stroke("d", seam, 1.5),
        ]
    return shapes


def paths(brush: Brush, dice: Dice) -> list[str]:
    """Winding lanes seen from above, trees and neighbours beside them."""
    shapes = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)]
    middle, swing = dice.between(110, 190), dice.between(60, 120) * (1 if dice.share() < 0.5 else -1)
    bend = dice.between(80, 140)
    low, high = number(middle + swing), number(middle - swing)
    there, back = number(bend), number(400 - bend)
    way = f"M-40 {low}C{there} {low} {there} {high} 200 {high}S{back} {low} 440 {number(middle)}"
    for paint, width in (("b", 118), ("mid", 92), ("pale", 64), (dice.pick("d", "e"), 52)):
        shapes.append(brush.stroke(paint, way, width))
    dashed = brush.stroke("pale", way, 3).replace("<path ", '<path stroke-dasharray="14 16" ')
    shapes.append(dashed)
    for _ in range(dice.whole(9, 14)):
        x, y, size = dice.between(0, 400), dice.pick("top", "bottom"), dice.between(11, 22)
        height = dice.between(-4, 50) if y == "top" else dice.between(250, 304)
        shapes += [
            brush.disc("a", x, height, size),
            brush.disc("b", x - size * 0.2, height - size * 0.25, size * 0.55),
        ]
    x = dice.between(150, 250)
    shapes += [brush.disc("c", x, float(high), 11), brush.disc("deep", x, float(high), 5)]
    return shapes


def _pine(brush: Brush, paint: str, x: float, y: float, tall: float) -> str:
    wide = tall * 0.3
    path = f"M{number(x)} {number(y - tall)}"
    for share, reach, back in ((0.42, 0.6, 0.28), (0.7, 0.82, 0.4), (0.94, 1, 0.0)):
        path += (
            f"L{number(x + wide * reach)} {number(y - tall * (1 - share))}h{number(-wide * (reach - back))}"
        )
    for share, reach, back in ((0.94, 1, 0.0), (0.7, 0.82, 0.4), (0.42, 0.6, 0.28)):
        path += (
            f"L{number(x - wide * back)} {number(y - tall * (1 - share))}h{number(-wide * (reach - back))}"
        )
    trunk = f"M{number(x)} {number(y - 4)}v{number(-tall * 0.2)}"
    return brush.stroke("deep", trunk, 4) + brush.shape(paint, path + "Z")


def trees(brush: Brush, dice: Dice) -> list[str]:
    """A wood in layers under a low sun."""
    sun = brush.disc("c", dice.between(70, 330), dice.between(60, 110), dice.between(24, 38))
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), sun]
    for paint, tree, base, tallest in (("far", "mid", 165, 70), ("mid", "a", 205, 105), ("b", "a", 262, 150)):
        lift = dice.between(14, 34)
        crest, dip = number(base - lift), number(base + lift / 2)
        ridge = f"M0 {base}C100 {crest} 140 {crest} 220 {base}S340 {dip} 400 {base - 8}V300H0Z"
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
    sun = brush.disc("c", dice.between(60, 340), dice.between(50, 90), dice.between(26, 40))
    rise, fall, far = dice.whole(84, 116), dice.whole(92, 128), dice.whole(84, 118)
    bank = brush.shape("b", f"M0 128C90 {rise} 150 {fall} 230 118S350 {far} 400 122V170H0Z")
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), sun, bank]
    boat = dice.whole(1, 2)
    for row, paint in enumerate(("far", "e", "far", "e", "a")):
        y, step = 140 + row * 34, dice.whole(44, 70)
        if row == boat:
            x = dice.between(110, 280)
            shapes.append(brush.shape("d", f"M{number(x - 36)} {y - 10}h72q-6 22-24 22h-24q-18 0-24-22Z"))
            shapes.append(brush.shape("pale", f"M{number(x)} {y - 16}v-62q34 24 36 62Z"))
            shapes.append(brush.stroke("deep", f"M{number(x - 4)} {y - 10}v-72", 4))
        path = f"M{-dice.whole(0, step)} {y}q{step / 2:g} -16 {step} 0" + f"t{step} 0" * (
            math.ceil(480 / step) + 1
        )
        shapes.append(brush.shape(paint, f"{path}V300H-80Z"))
    glints = [f"M{dice.whole(10, 340)} {dice.whole(170, 286)}h{dice.whole(16, 46)}" for _ in range(5)]
    return [*shapes, *(brush.stroke("pale", glint, 3) for glint in glints)]
