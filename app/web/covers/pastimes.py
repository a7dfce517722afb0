"""Covers of what people do together: swings, a meadow in bloom, shelves of books, lights on a string, a bridge."""

import math

from app.web.covers.brush import HEIGHT, WIDTH, Brush, Dice, number


def swings(brush: Brush, dice: Dice) -> list[str]:
    """A frame with swings in the air, somebody on each."""
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT)]
    shapes.append(brush.disc("c", dice.between(40, 360), dice.between(40, 70), dice.between(20, 32)))
    shapes.append(
        brush.shape("far", f"M0 190C110 {dice.whole(150, 176)} 250 {dice.whole(168, 200)} 400 176V300H0Z")
    )
    shapes.append(brush.shape("b", "M0 244C130 226 270 234 400 248V300H0Z"))
    frame = dice.pick("d", "e", "a")
    legs = (f"M{foot - 30} 262L{foot} 66L{foot + 30} 262" for foot in (52, 348))
    shapes += [*(brush.stroke(frame, leg, 9) for leg in legs), brush.stroke(frame, "M44 66H356", 11)]
    many = dice.whole(2, 3)
    for place in range(many):
        x = 200 + (place - (many - 1) / 2) * 92
        lean = math.radians(dice.between(6, 24) * (-1 if place % 2 else 1))
        end_x, end_y = x + math.sin(lean) * 128, 66 + math.cos(lean) * 128
        ropes = (f"M{number(x + side)} 66L{number(end_x + side)} {number(end_y)}" for side in (-12, 12))
        shapes += [brush.stroke("deep", rope, 2.5) for rope in ropes]
        seat = f"M{number(end_x - 18)} {number(end_y)}h36"
        shapes += [brush.stroke("c", seat, 7), brush.person(dice.pick("a", "d", "e"), end_x, end_y - 2, 1.5)]
    return shapes


def _flower(brush: Brush, paint: str, x: float, y: float, size: float) -> str:
    petals = "".join(
        brush.disc(
            paint,
            x + math.cos(turn * math.tau / 6) * size * 0.62,
            y + math.sin(turn * math.tau / 6) * size * 0.62,
            size * 0.46,
        )
        for turn in range(6)
    )
    return petals + brush.disc("c" if paint != "c" else "d", x, y, size * 0.42)


def meadow(brush: Brush, dice: Dice) -> list[str]:
    """Flowers on their stems from near to far, a bee above them."""
    shapes = [
        brush.rect("sky", 0, 0, WIDTH, HEIGHT),
        brush.disc("c", dice.between(60, 340), 62, dice.between(24, 36)),
    ]
    for base, size, paint in ((150, 9, "far"), (196, 14, "mid"), (246, 21, "b")):
        shapes.append(
            brush.shape(
                paint,
                f"M0 {base}C120 {base - dice.whole(4, 20)} 260 {base + dice.whole(2, 16)} 400 {base - 6}V300H0Z",
            )
        )
        x = dice.between(4, 30)
        while x < 400:
            tall = dice.between(1.6, 3.4) * size
            foot = base + dice.between(6, 22)
            shapes.append(
                brush.stroke(
                    "a",
                    f"M{number(x)} {number(foot)}q{number(size * 0.3)} {number(-tall / 2)} 0 {number(-tall)}",
                    size * 0.17,
                )
            )
            shapes.append(_flower(brush, dice.pick("d", "e", "pale", "c"), x, foot - tall, size))
            x += dice.between(2.2, 3.8) * size
    bee_x, bee_y = dice.between(120, 280), dice.between(70, 110)
    wings = brush.disc("pale", bee_x - 3, bee_y - 8, 7) + brush.disc("pale", bee_x + 6, bee_y - 8, 7)
    body = brush.rect("c", bee_x - 12, bee_y - 6, 25, 13, 6.5)
    stripes = brush.stroke(
        "deep", f"M{number(bee_x - 2)} {number(bee_y - 5)}v11M{number(bee_x + 5)} {number(bee_y - 5)}v11", 3
    )
    return [*shapes, wings, body, stripes]


def shelves(brush: Brush, dice: Dice) -> list[str]:
    """Books on open shelves, a plant and a cat between them."""
    ground = dice.pick("sky", "ground", "far")
    shapes = [brush.rect(ground, 0, 0, WIDTH, HEIGHT)]
    pot_at = (dice.whole(0, 2), dice.between(90, 300))
    for row in range(3):
        floor = 92 + row * 98
        x = 14.0
        while x < 388:
            if row == pot_at[0] and x <= pot_at[1] < x + 26:
                shapes += [
                    brush.rect("d", x + 5, floor - 28, 28, 28, 3),
                    brush.disc("a", x + 10, floor - 38, 11),
                    brush.disc("b", x + 27, floor - 40, 12),
                    brush.disc("a", x + 19, floor - 54, 12),
                ]
                x += 46
                continue
            wide, tall = dice.between(12, 26), dice.between(48, 80)
            paint = dice.pick("a", "b", "c", "d", "e", "mid", "deep", "pale")
            shapes.append(brush.rect(paint, x, floor - tall, wide - 2, tall, 2))
            band = "pale" if paint not in ("pale", "c", "b", "mid") else "deep"
            shapes.append(
                brush.stroke(band, f"M{number(x + 3)} {number(floor - tall * 0.76)}h{number(wide - 8)}", 2.5)
            )
            x += wide
        shapes.append(brush.rect("deep", 0, floor, WIDTH, 8))
    return shapes


def festoon(brush: Brush, dice: Dice) -> list[str]:
    """Lamps on strings over a yard at dusk, people below."""
    shapes = [
        brush.rect("deep", 0, 0, WIDTH, HEIGHT),
        brush.disc("a", 200, 330, 230),
        brush.disc("e", 200, 356, 210),
    ]
    for left, right, sag in (
        (-10, dice.whole(10, 60), 90),
        (dice.whole(20, 60), dice.whole(-20, 20), 120),
        (96, dice.whole(60, 110), 84),
    ):
        shapes.append(brush.stroke("mid", f"M-10 {left}Q200 {left + right + sag} 410 {right}", 2))
        for step in range(1, 10):
            share = step / 10
            x = (1 - share) ** 2 * -10 + 2 * share * (1 - share) * 200 + share**2 * 410
            y = (1 - share) ** 2 * left + 2 * share * (1 - share) * (left + right + sag) + share**2 * right
            glow = brush.disc("c", x, y + 11, 17).replace("<circle ", '<circle opacity=".28" ')
            shapes += [glow, brush.disc(dice.pick("c", "c", "pale", "d"), x, y + 11, 6.5)]
    crowd = dice.whole(4, 7)
    for place in range(crowd):
        x = 200 + (place - (crowd - 1) / 2) * dice.between(30, 40)
        shapes.append(
            brush.person(dice.pick("c", "d", "pale", "b"), x, dice.between(262, 286), dice.between(1.5, 2))
        )
    return shapes


def bridge(brush: Brush, dice: Dice) -> list[str]:
    """A bridge on its arches over the river, people and a bicycle on it."""
    shapes = [
        brush.rect("sky", 0, 0, WIDTH, HEIGHT),
        brush.disc("c", dice.between(50, 350), 60, dice.between(22, 34)),
    ]
    shapes.append(
        brush.shape("b", f"M0 170C120 {dice.whole(130, 158)} 280 {dice.whole(136, 164)} 400 168V210H0Z")
    )
    shapes += [
        brush.rect("e", 0, 196, WIDTH, 104),
        brush.rect("far", 0, 222, WIDTH, 8),
        brush.rect("far", 0, 262, WIDTH, 6),
    ]
    stone = dice.pick("d", "a", "deep")
    arches = dice.whole(3, 4)
    wide = 400 / arches
    half = number(wide / 2 - 12)
    openings = "".join(
        f"M{number(at + 12)} 244V206A{half} 52 0 0 1 {number(at + wide - 12)} 206V244Z"
        for at in (place * wide for place in range(arches))
    )
    shapes.append(
        brush.shape(stone, f"M0 140H400V244H0Z{openings}").replace("<path ", '<path fill-rule="evenodd" ')
    )
    shapes += [
        brush.rect("pale", 0, 132, WIDTH, 10),
        *(brush.rect("pale", x, 112, 3, 22) for x in range(6, 400, 22)),
        brush.rect("pale", 0, 108, WIDTH, 5),
    ]
    for place in range(dice.whole(3, 5)):
        shapes.append(
            brush.person(dice.pick("deep", "a", "d", "e"), 40 + place * dice.between(64, 82), 130, 1.5)
        )
    ripples = [f"M{dice.whole(0, 360)} {dice.whole(250, 292)}h{dice.whole(18, 50)}" for _ in range(6)]
    return [*shapes, *(brush.stroke("pale", ripple, 3) for ripple in ripples)]
