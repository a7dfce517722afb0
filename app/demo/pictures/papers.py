"""What teams bring to a hackathon: a sketch on paper, a model of zones, a poster."""

from PIL import Image, ImageChops, ImageFilter, ImageOps

from app.demo.pictures.brush import (
    BRICK,
    GRASS,
    HEIGHT,
    INK,
    LEAF,
    PAPER,
    SAND,
    SUN,
    WATER,
    WHITE,
    WIDTH,
    Brush,
)
from app.demo.pictures.scenes import draw_after

TABLE = (196, 168, 132)
ZONES = (GRASS, SAND, WATER, (206, 148, 122), (232, 206, 138), (170, 196, 156))


def draw_sketch(brush: Brush, theme: str) -> None:
    """The idea in coloured pencil: contours on paper, colours washed thin."""
    draw_after(brush, theme)
    grey = ImageOps.grayscale(brush.image)
    contours = ImageOps.invert(grey.filter(ImageFilter.FIND_EDGES)).point(
        lambda shade: 70 if shade < 232 else 255
    )
    washed = Image.blend(brush.image, Image.new("RGB", brush.image.size, PAPER), 0.55)
    sketch = ImageChops.multiply(washed, contours.convert("RGB"))
    brush.image.paste(sketch)
    brush.draw.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=PAPER, width=26)


def draw_model(brush: Brush, _theme: str) -> None:
    """A park from above, cut from cardboard: zones, paths, trees that throw shadows."""
    brush.draw.rectangle((0, 0, WIDTH, HEIGHT), fill=TABLE)
    brush.draw.rectangle((58, 58, 752, 552), fill=(150, 124, 94))
    brush.draw.rectangle((50, 50, 740, 540), fill=brush.shade(GRASS, 10))
    for column in range(3):
        for row in range(2):
            left, top = 80 + column * 220, 80 + row * 230
            colour = brush.dice.choice(ZONES)
            for gap, fill in ((6, (110, 132, 84)), (0, colour)):
                box = (left + gap, top + gap, left + gap + 190, top + gap + 200)
                brush.draw.rounded_rectangle(box, 18, fill=fill, outline=None if gap else PAPER, width=4)
    brush.draw.line([(50, 296), (740, 296)], fill=PAPER, width=16)
    brush.draw.line([(288, 50), (288, 540)], fill=PAPER, width=12)
    for _tree in range(26):
        x, y, radius = brush.between(70, 720), brush.between(70, 520), brush.between(9, 17)
        brush.draw.ellipse(
            (x - radius + 7, y - radius + 7, x + radius + 7, y + radius + 7), fill=(82, 104, 70)
        )
        brush.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=brush.shade(LEAF, 16))
    for _block in range(5):
        x, y = brush.between(110, 640), brush.between(110, 470)
        brush.draw.rectangle((x + 5, y + 5, x + 55, y + 25), fill=(82, 84, 70))
        brush.draw.rectangle((x, y, x + 50, y + 20), fill=brush.dice.choice((BRICK, SUN, WHITE)))


def draw_poster(brush: Brush, theme: str) -> None:
    """A poster: the idea as a small picture, lines of writing, notes stuck around it."""
    draw_after(brush, theme)
    small = brush.image.resize((400, 300))
    brush.draw.rectangle((0, 0, WIDTH, HEIGHT), fill=brush.shade((212, 222, 214), 6))
    brush.draw.rectangle((170, 26, 630, 580), fill=(150, 156, 150))
    brush.draw.rectangle((164, 20, 624, 574), fill=PAPER)
    brush.draw.rounded_rectangle((196, 44, 592, 96), 10, fill=brush.dice.choice((BRICK, WATER, LEAF)))
    brush.image.paste(small, (194, 116))
    for line in range(5):
        brush.draw.rectangle(
            (196, 440 + line * 24, 592 - brush.between(0, 150), 448 + line * 24), fill=(176, 178, 168)
        )
    for x, y in ((40, 80), (52, 300), (664, 140), (650, 380)):
        brush.draw.rectangle(
            (x, y, x + 96, y + 90), fill=brush.dice.choice((SUN, (246, 214, 140), (186, 214, 190)))
        )
        for line in range(3):
            brush.draw.line((x + 12, y + 22 + line * 20, x + 80, y + 22 + line * 20), fill=INK, width=3)
