"""A canvas of 800 × 600 with what the scenes are made of: ground, trees, benches, lamps, people."""

import random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 800, 600

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

SKY, HAZE = (178, 212, 226), (238, 242, 228)
GRASS, DEEP_GRASS, LEAF, FIR = (142, 178, 108), (104, 148, 86), (86, 138, 78), (52, 98, 74)
WOOD, SAND, GRAVEL, ASPHALT = (158, 116, 78), (222, 204, 164), (178, 172, 162), (120, 124, 126)
BRICK, SUN, WATER, PAPER, INK, WHITE = (
    (192, 96, 68),
    (238, 184, 72),
    (106, 160, 186),
    (250, 246, 236),
    (58, 66, 62),
    (255, 255, 255),
)


class Brush:
    """Draws shapes; ``dice`` is the chance of this picture, seeded by its key."""

    def __init__(self, key: str) -> None:
        self.dice = random.Random(key)
        self.image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """The picture, its edges softened a little."""
        return self.image.filter(ImageFilter.SMOOTH)

    def between(self, low: float, high: float) -> float:
        """A number by chance."""
        return self.dice.uniform(low, high)

    def gradient(self, top: Colour, bottom: Colour, until: float) -> None:
        """Fill from the upper edge down to ``until``, from one colour to the other."""
        for y in range(int(until)):
            share = y / until
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            self.draw.line((0, y, WIDTH, y), fill=mixed)

    def hills(self, base: float, height: float, colour: Colour) -> None:
        """A soft ridge across the picture that stands on ``base``."""
        x = -120.0
        while x < WIDTH + 120:
            width = self.between(180, 340)
            self.draw.ellipse(
                (x, base - self.between(0.5, 1) * height, x + width, base + height), fill=colour
            )
            x += width * 0.55
        self.draw.rectangle((0, base, WIDTH, base + height), fill=colour)

    def tree(self, x: float, base: float, size: float) -> None:
        """A leafy tree that stands at ``base``."""
        self.draw.rectangle((x - size * 0.05, base - size * 0.5, x + size * 0.05, base), fill=WOOD)
        for _ball in range(5):
            dx, dy = self.between(-0.22, 0.22) * size, self.between(0.5, 0.85) * size
            radius = self.between(0.16, 0.24) * size
            shade = self.shade(LEAF, 14)
            self.draw.ellipse(
                (x + dx - radius, base - dy - radius, x + dx + radius, base - dy + radius), fill=shade
            )

    def fir(self, x: float, base: float, size: float) -> None:
        """A fir tree that stands at ``base``."""
        colour = self.shade(FIR, 10)
        self.draw.rectangle((x - size * 0.03, base - size * 0.15, x + size * 0.03, base), fill=WOOD)
        for step in range(4):
            top, width = base - size * (1 - step * 0.2), size * (0.12 + step * 0.07)
            self.draw.polygon(
                [(x, top), (x - width, top + size * 0.34), (x + width, top + size * 0.34)], fill=colour
            )

    def trees(self, base: float, count: int, size: float) -> None:
        """A row of trees of both kinds, from left to right."""
        for number in range(count):
            x = WIDTH * (number + self.between(0.1, 0.9)) / count
            plant = self.dice.choice((self.tree, self.tree, self.fir))
            plant(x, base + self.between(-8, 10), size * self.between(0.8, 1.2))

    def bench(self, x: float, y: float, width: float) -> None:
        """A bench seen from the front, standing at ``y``."""
        for row in (0.34, 0.22, 0.1):
            self.draw.rectangle((x, y - width * row - 5, x + width, y - width * row + 3), fill=WOOD)
        for leg in (0.1, 0.86):
            self.draw.rectangle((x + width * leg, y - width * 0.16, x + width * (leg + 0.04), y), fill=INK)

    def lamp(self, x: float, y: float, height: float) -> None:
        """A street lamp standing at ``y``."""
        self.draw.rectangle((x - 3, y - height, x + 3, y), fill=INK)
        self.draw.ellipse((x - 26, y - height - 22, x + 26, y - height + 30), fill=(250, 232, 178))
        self.draw.ellipse((x - 9, y - height - 8, x + 9, y - height + 10), fill=SUN)

    def person(self, x: float, y: float, size: float) -> None:
        """Somebody small, standing at ``y``."""
        colour = self.dice.choice((BRICK, WATER, SUN, FIR, (134, 96, 140)))
        self.draw.ellipse((x - size * 0.14, y - size, x + size * 0.14, y - size * 0.72), fill=(222, 178, 146))
        self.draw.rounded_rectangle(
            (x - size * 0.2, y - size * 0.72, x + size * 0.2, y - size * 0.3), size * 0.1, fill=colour
        )
        for side in (-0.1, 0.1):
            leg = (x + side * size, y - size * 0.3, x + side * size * 1.5, y)
            self.draw.line(leg, fill=INK, width=max(2, int(size * 0.09)))

    def shade(self, colour: Colour, by: int) -> Colour:
        """The colour a little lighter or darker, by chance."""
        step = self.dice.randint(-by, by)
        red, green, blue = (min(255, max(0, part + step)) for part in colour)
        return red, green, blue
