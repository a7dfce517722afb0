"""What ideas are about, drawn on the ground of a scene: a court, a playground, a stage, a path, a garden."""

from collections.abc import Callable

from app.demo.pictures.brush import (
    ASPHALT,
    BRICK,
    DEEP_GRASS,
    INK,
    SAND,
    SUN,
    WATER,
    WHITE,
    WIDTH,
    WOOD,
    Brush,
)

GROUND = 340
"""Where the ground of a scene begins."""


def draw_court(brush: Brush, _theme: str = "") -> None:
    """A court in perspective with its lines, a hoop, and players."""
    surface = brush.dice.choice((BRICK, WATER, (92, 140, 120)))
    brush.draw.polygon([(190, 390), (610, 390), (730, 560), (70, 560)], fill=surface)
    for line in ([(190, 390), (610, 390), (730, 560), (70, 560), (190, 390)], [(400, 390), (400, 560)]):
        brush.draw.line(line, fill=WHITE, width=4)
    brush.draw.ellipse((330, 445, 470, 505), outline=WHITE, width=4)
    for x in (150, 650):
        brush.draw.rectangle((x - 4, 280, x + 4, 480), fill=INK)
        brush.draw.rectangle((x - 38, 270, x + 38, 322), fill=WHITE, outline=INK, width=3)
        brush.draw.ellipse((x - 16, 318, x + 16, 330), outline=BRICK, width=4)
    for x, y in ((300, 470), (480, 440), (540, 530)):
        brush.person(x + brush.between(-20, 20), y, 62)
    brush.draw.ellipse((382, 404, 402, 424), fill=SUN)


def draw_playground(brush: Brush, _theme: str = "") -> None:
    """A slide, swings and children on sand."""
    brush.draw.ellipse((90, 420, 720, 590), fill=SAND)
    brush.draw.polygon([(200, 330), (250, 330), (380, 520), (340, 520)], fill=SUN)
    brush.draw.rectangle((186, 320, 256, 332), fill=BRICK)
    for x in (192, 248):
        brush.draw.line((x, 330, x - 12, 520), fill=INK, width=7)
    brush.draw.line((470, 330, 690, 330), fill=INK, width=8)
    for x in (470, 690):
        brush.draw.line((x, 330, x - 24, 530), fill=INK, width=7)
        brush.draw.line((x, 330, x + 24, 530), fill=INK, width=7)
    for x in (530, 620):
        brush.draw.line((x, 334, x, 470), fill=INK, width=2)
        brush.draw.rectangle((x - 22, 468, x + 22, 476), fill=WOOD)
    for x in (340, 440, 600):
        brush.person(x + brush.between(-15, 15), 545, 52)


def draw_stage(brush: Brush, _theme: str = "") -> None:
    """An open-air stage with its roof, and people in front."""
    brush.draw.polygon([(210, 300), (400, 230), (590, 300)], fill=BRICK)
    for x in (230, 570):
        brush.draw.rectangle((x - 7, 298, x + 7, 450), fill=WOOD)
    brush.draw.polygon([(190, 450), (610, 450), (650, 486), (150, 486)], fill=WOOD)
    for number in range(9):
        x = 206 + number * 48
        brush.draw.polygon(
            [(x, 300), (x + 24, 334), (x + 48, 300)], fill=brush.dice.choice((SUN, WATER, WHITE))
        )
    brush.person(400, 452, 78)
    for number in range(11):
        brush.person(70 + number * 66 + brush.between(-16, 16), 560 + brush.between(-14, 16), 64)


def draw_garden(brush: Brush, _theme: str = "") -> None:
    """Beds of flowers, young trees, a bench."""
    for row in range(3):
        y = 410 + row * 58
        brush.draw.rounded_rectangle((80 + row * 18, y, 720 - row * 10, y + 34), 16, fill=(126, 96, 68))
        for _flower in range(34):
            x, dy = brush.between(100 + row * 18, 700 - row * 10), brush.between(4, 28)
            colour = brush.dice.choice((SUN, BRICK, WHITE, (170, 120, 176), DEEP_GRASS, DEEP_GRASS))
            brush.draw.ellipse((x - 6, y + dy - 6, x + 6, y + dy + 6), fill=colour)
    brush.bench(300, 400, 150)
    brush.tree(170, 420, 170)
    brush.tree(640, 420, 150)


def draw_path(brush: Brush, _theme: str = "") -> None:
    """A firm path into the distance, with lamps and benches."""
    brush.draw.polygon([(380, GROUND), (420, GROUND), (600, 600), (200, 600)], fill=ASPHALT)
    for number in range(6):
        y = GROUND + 20 + number * 42
        brush.draw.line((400, y, 400, y + 12 + number * 3), fill=WHITE, width=2 + number)
    for x, y, height in ((350, 400, 90), (290, 470, 140), (470, 420, 105), (560, 520, 170)):
        brush.lamp(x, y, height)
    brush.bench(90, 500, 120)
    brush.person(392, 470, 60)
    brush.person(430, 540, 76)


def draw_table(brush: Brush, _theme: str = "") -> None:
    """A long table with benches where people meet."""
    brush.draw.polygon([(200, 430), (600, 430), (650, 466), (150, 466)], fill=WOOD)
    for x in (190, 590):
        brush.draw.rectangle((x, 466, x + 18, 540), fill=INK)
    brush.draw.rectangle((120, 512, 680, 526), fill=WOOD)
    for number in range(6):
        brush.person(210 + number * 76 + brush.between(-10, 10), 432, 70)
    brush.draw.line([(40, 250), (300, 290), (560, 262), (780, 296)], fill=INK, width=2)
    for number in range(10):
        x = 60 + number * 76
        brush.draw.polygon(
            [(x, 268), (x + 14, 296), (x + 28, 268)], fill=brush.dice.choice((SUN, BRICK, WATER))
        )


def draw_gym(brush: Brush, _theme: str = "") -> None:
    """Bars of three heights on a soft ground, and people who hang and stretch."""
    brush.draw.ellipse((70, 410, 730, 590), fill=brush.shade((92, 140, 120), 10))
    for x, height in ((150, 150), (310, 200), (470, 110)):
        for post in (x, x + 110):
            brush.draw.rectangle((post - 5, 510 - height, post + 5, 510), fill=INK)
        brush.draw.line((x, 510 - height, x + 110, 510 - height), fill=SUN, width=9)
    for y in (450, 486):
        brush.draw.line((600, y, 690, y - 26), fill=BRICK, width=9)
    brush.draw.rectangle((640, 470, 650, 530), fill=INK)
    brush.person(365, 420, 96)
    for x, y in ((205, 560), (528, 505), (610, 565)):
        brush.person(x + brush.between(-12, 12), y, 76)


def draw_water(brush: Brush, _theme: str = "") -> None:
    """A sandy shore, a jetty with rails, swimmers."""
    brush.draw.polygon([(0, GROUND + 30), (WIDTH, GROUND - 6), (WIDTH, 520), (0, 470)], fill=WATER)
    for _wave in range(16):
        x, y = brush.between(10, 740), brush.between(380, 470)
        brush.draw.line((x, y, x + 44, y), fill=brush.shade((152, 196, 214), 10), width=3)
    brush.draw.polygon([(0, 468), (WIDTH, 516), (WIDTH, 600), (0, 600)], fill=SAND)
    brush.draw.polygon([(330, 560), (420, 560), (520, 392), (470, 392)], fill=WOOD)
    for side in ((330, 560, 470, 392), (420, 560, 520, 392)):
        x, y, far_x, far_y = side
        brush.draw.line((x, y - 52, far_x, far_y - 34), fill=INK, width=4)
        brush.draw.line((x, y, x, y - 52), fill=INK, width=5)
        brush.draw.line((far_x, far_y, far_x, far_y - 34), fill=INK, width=4)
    brush.person(478, 440, 62)
    for x, y in ((150, 560), (620, 578)):
        brush.person(x + brush.between(-20, 20), y, 78)
    for x, y in ((210, 430), (640, 440)):
        brush.draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=(222, 178, 146))


def draw_houses(brush: Brush, _theme: str = "") -> None:
    """Two little houses full of books, benches beside them, somebody who reads."""
    for x, roof in ((150, BRICK), (520, (92, 140, 120))):
        brush.draw.rectangle((x, 330, x + 130, 500), fill=WOOD)
        brush.draw.polygon([(x - 18, 332), (x + 65, 264), (x + 148, 332)], fill=roof)
        for shelf in range(3):
            top = 346 + shelf * 48
            brush.draw.rectangle((x + 14, top, x + 116, top + 38), fill=(250, 246, 236))
            for book in range(8):
                left = x + 18 + book * 12
                colour = brush.dice.choice((BRICK, SUN, WATER, DEEP_GRASS, (134, 96, 140)))
                brush.draw.rectangle((left, top + brush.between(4, 14), left + 8, top + 38), fill=colour)
    brush.bench(320, 520, 160)
    brush.bench(60, 580, 150)
    for x, y in ((400, 500), (690, 560), (300, 560)):
        brush.person(x + brush.between(-12, 12), y, 78)


def draw_loop(brush: Brush, _theme: str = "") -> None:
    """A track of waves that comes back to where it began, and those who ride it."""
    for inset, colour in ((0, ASPHALT), (64, DEEP_GRASS)):
        brush.draw.ellipse((60 + inset * 1.6, 400 + inset, 740 - inset * 1.6, 592 - inset), fill=colour)
    for x, y in ((150, 520), (270, 562), (530, 562), (650, 520), (270, 428), (530, 428)):
        brush.draw.ellipse((x - 46, y - 16, x + 46, y + 14), fill=brush.shade((142, 146, 148), 6))
    for x, y in ((150, 500), (400, 430), (640, 540), (330, 580)):
        brush.person(x + brush.between(-10, 10), y, 70)
        for wheel in (-14, 14):
            brush.draw.ellipse((x + wheel - 8, y - 8, x + wheel + 8, y + 8), outline=INK, width=3)


def draw_wall(brush: Brush, _theme: str = "") -> None:
    """A long wall that everybody may paint, a ladder, people with buckets."""
    brush.draw.rectangle((60, 300, 740, 490), fill=(226, 222, 212))
    for _patch in range(26):
        x, y, size = brush.between(80, 660), brush.between(316, 440), brush.between(30, 84)
        colour = brush.dice.choice((BRICK, SUN, WATER, DEEP_GRASS, (134, 96, 140), WHITE))
        shape = brush.dice.choice((brush.draw.ellipse, brush.draw.rectangle))
        shape((x, y, min(x + size, 734), min(y + size * 0.7, 484)), fill=colour)
    for rail in (600, 640):
        brush.draw.line((rail, 520, rail + 20, 280), fill=WOOD, width=7)
    for rung in range(6):
        y = 500 - rung * 38
        brush.draw.line((601 + rung * 3, y, 643 + rung * 3, y), fill=WOOD, width=5)
    for x in (150, 330, 500):
        brush.person(x + brush.between(-20, 20), 552, 92)
        brush.draw.rectangle((x + 44, 528, x + 66, 552), fill=SUN)


THINGS: dict[str, Callable[..., None]] = {
    "sport": draw_court,
    "play": draw_playground,
    "green": draw_garden,
    "culture": draw_stage,
    "safety": draw_path,
    "access": draw_path,
    "other": draw_table,
    "gym": draw_gym,
    "water": draw_water,
    "houses": draw_houses,
    "loop": draw_loop,
    "wall": draw_wall,
}
"""Theme, or what a picture says it shows → what stands in its middle."""


def draw_shadow_line(brush: Brush) -> None:
    """The edge of the wood behind the scene."""
    for number in range(14):
        brush.fir(WIDTH * number / 13 + brush.between(-18, 18), GROUND + 6, brush.between(70, 130))
