"""Views of a place: as it was, while it is built, and as it is meant to be."""

from app.demo.pictures.brush import (
    BRICK,
    DEEP_GRASS,
    GRASS,
    GRAVEL,
    HAZE,
    HEIGHT,
    INK,
    SAND,
    SKY,
    SUN,
    WATER,
    WHITE,
    WIDTH,
    Brush,
)
from app.demo.pictures.things import GROUND, THINGS, draw_shadow_line

EVENING, DUSK = (244, 206, 150), (250, 232, 196)
GREY, PALE_GREY = (186, 196, 200), (222, 226, 222)


def draw_scene(brush: Brush, theme: str) -> None:
    """The idea in evening light, as a computer might imagine it."""
    brush.gradient(EVENING, DUSK, GROUND)
    brush.draw.ellipse((560, 70, 660, 170), fill=(255, 240, 200))
    _land(brush)
    THINGS[theme](brush)


def draw_after(brush: Brush, theme: str) -> None:
    """The place as it is now: built, in good weather, in use."""
    brush.gradient(SKY, HAZE, GROUND)
    for _cloud in range(3):
        x, y = brush.between(60, 680), brush.between(40, 150)
        for dx in (0, 34, 70):
            brush.draw.ellipse((x + dx, y - 14, x + dx + 70, y + 26), fill=WHITE)
    _land(brush)
    THINGS[theme](brush)


def draw_before(brush: Brush, theme: str) -> None:
    """The place as it was: grass, a trodden path or a bare shore, a puddle, grey sky."""
    brush.gradient(GREY, PALE_GREY, GROUND)
    _land(brush)
    start = brush.between(300, 500)
    bends = [(start + brush.between(-60, 60), y) for y in (GROUND, 400, 480, 600)]
    brush.draw.line(bends, fill=(148, 124, 94), width=34, joint="curve")
    for _tuft in range(70):
        x, y = brush.between(0, WIDTH), brush.between(GROUND + 20, HEIGHT)
        brush.draw.line((x, y, x + brush.between(-6, 6), y - 16), fill=DEEP_GRASS, width=3)
    for _puddle in range(2):
        x, y = brush.between(200, 500), brush.between(440, 560)
        brush.draw.ellipse((x, y, x + 130, y + 30), fill=brush.shade(WATER, 20))
    if theme == "water":
        brush.draw.polygon([(0, GROUND + 20), (WIDTH, GROUND), (WIDTH, 510), (0, 540)], fill=(126, 158, 172))
        brush.draw.polygon([(0, 538), (WIDTH, 508), (WIDTH, HEIGHT), (0, HEIGHT)], fill=SAND)
    else:
        brush.tree(brush.between(60, 160), 430, 230)


def draw_works(brush: Brush, _theme: str) -> None:
    """The place while it is built: gravel, a heap of sand, a digger, cones."""
    brush.gradient(SKY, PALE_GREY, GROUND)
    _land(brush)
    brush.draw.polygon([(150, 400), (660, 400), (770, 590), (40, 590)], fill=GRAVEL)
    for _stone in range(240):
        x, y = brush.between(110, 700), brush.between(412, 584)
        brush.draw.ellipse((x, y, x + 7, y + 5), fill=brush.shade(GRAVEL, 26))
    brush.draw.polygon([(60, 470), (140, 370), (240, 470)], fill=SAND)
    _digger(brush, 470, 470)
    for x in (120, 300, 660):
        brush.draw.polygon([(x, 500), (x - 20, 560), (x + 20, 560)], fill=BRICK)
        brush.draw.line((x - 10, 532, x + 10, 532), fill=WHITE, width=7)


def _land(brush: Brush) -> None:
    brush.hills(GROUND, 110, brush.shade((150, 184, 160), 10))
    draw_shadow_line(brush)
    brush.draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill=GRASS)
    brush.draw.ellipse((-200, GROUND + 120, WIDTH + 200, HEIGHT + 200), fill=brush.shade(GRASS, 8))
    brush.trees(GROUND + 14, 5, 130)


def _digger(brush: Brush, x: float, y: float) -> None:
    brush.draw.rounded_rectangle((x - 70, y - 20, x + 90, y + 12), 14, fill=INK)
    brush.draw.rounded_rectangle((x - 50, y - 80, x + 60, y - 20), 10, fill=SUN)
    brush.draw.rectangle((x - 38, y - 72, x + 2, y - 36), fill=SKY)
    brush.draw.line(
        [(x + 50, y - 60), (x + 130, y - 130), (x + 190, y - 40)], fill=SUN, width=14, joint="curve"
    )
    brush.draw.polygon([(x + 170, y - 46), (x + 208, y - 46), (x + 200, y), (x + 176, y - 6)], fill=INK)
