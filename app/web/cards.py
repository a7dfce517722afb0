"""Knows how to draw a social card: 1200 by 630 pixels with title, facts and the city, for messengers and feeds."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from flask import current_app
from PIL import Image, ImageDraw, ImageFont

from app.domain.colours import PINE, paints_of
from app.web.city import city_look
from app.web.covers.brush import Dice

WIDTH, HEIGHT = 1200, 630
EDGE = 64
PICTURE = 470
"""Pixels of the right-hand part: the idea's own picture, or hills and a river."""

VERSION = "1"
"""Changes when the drawing does."""

FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "talka-sans"
FACES = ("latin", "latin-ext", "cyrillic")
INK, SOFT, GROUND, SUN, BRICK, WATER, MOSS = (
    "#061d15",
    "#444f47",
    "#f9faf7",
    "#f9c135",
    "#ca553b",
    "#3191bd",
    "#a0c65d",
)


@dataclass(frozen=True)
class Card:
    """What a card says: a line above the title, the title, short facts, the city; ``picture`` is a file to show."""

    kicker: str
    title: str
    facts: tuple[str, ...]
    city: str
    key: str
    picture: Path | None = None

    @property
    def version(self) -> str:
        """Eight digits that change whenever anything on the card does."""
        look = city_look()
        told = (
            VERSION,
            self.kicker,
            self.title,
            *self.facts,
            self.city,
            self.key,
            str(self.picture or ""),
            str(look and look.hue),
        )
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:8]


def card_file(card: Card) -> Path:
    """The card as a PNG file in the instance folder: drawn once, kept under the digest of what it says."""
    path = Path(current_app.instance_path) / "cards" / f"{card.key}-{card.version}.png"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        for outdated in path.parent.glob(f"{card.key}-*.png"):
            outdated.unlink(missing_ok=True)
        half_done = path.with_suffix(f".{os.getpid()}")
        half_done.write_bytes(draw_card(card))
        half_done.replace(path)
    return path


def draw_card(card: Card) -> bytes:
    """The card as PNG. Equal cards give equal bytes."""
    look = city_look()
    paints = paints_of(look.hue) if look and look.hue is not None else PINE
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    image.paste(_picture(card, paints), (WIDTH - PICTURE, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=paints["700"])
    _write(draw, (EDGE, 58), card.kicker, 30, SOFT, 650, most=WIDTH - PICTURE - 2 * EDGE)
    _title(draw, card.title)
    _facts(draw, card.facts, paints)
    _mark(draw, EDGE, HEIGHT - 100)
    _write(draw, (EDGE + 84, HEIGHT - 98), "Talka", 40, INK, 800)
    _write(draw, (EDGE + 84, HEIGHT - 52), card.city, 24, SOFT, 500)
    out = BytesIO()
    image.quantize(
        192,
        method=Image.Quantize.MEDIANCUT,
        dither=Image.Dither.NONE if card.picture is None else Image.Dither.FLOYDSTEINBERG,
    ).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(face: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / f"talka-sans-{face}.woff2"), size)
    font.set_variation_by_axes([weight])
    return font


def _face(character: str) -> str:
    code = ord(character)
    return "cyrillic" if 0x400 <= code < 0x530 else "latin-ext" if 0x100 <= code < 0x300 else "latin"


def _runs(text: str) -> list[tuple[str, str]]:
    """The text in runs of one font file each."""
    runs: list[tuple[str, str]] = []
    for character in text:
        face = _face(character)
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + character)
        else:
            runs.append((face, character))
    return runs


def _width(text: str, size: int, weight: int) -> float:
    return sum(_font(face, size, weight).getlength(part) for face, part in _runs(text))


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    colour: str,
    weight: int,
    most: float = 0,
) -> float:
    """Write one line, cut with three dots after ``most`` pixels; returns where it ends."""
    if most and _width(text, size, weight) > most:
        while text and _width(f"{text}…", size, weight) > most:
            text = text[:-1]
        text = f"{text.rstrip()}…"
    x, y = at
    baseline = y + size * 0.8
    for face, part in _runs(text):
        font = _font(face, size, weight)
        draw.text((x, baseline), part, fill=colour, font=font, anchor="ls")
        x += font.getlength(part)
    return x


def _lines(text: str, size: int, most: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _width(longer, size, 800) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """The title as large as it fits on four lines at the most."""
    most = WIDTH - PICTURE - 2 * EDGE + 24
    for size in (72, 64, 56, 48, 42):
        lines = _lines(title, size, most)
        if len(lines) * size <= 300 and all(_width(line, size, 800) <= most for line in lines):
            break
    for number, line in enumerate(lines[:6]):
        _write(draw, (EDGE, 112 + number * size * 1.12), line, size, INK, 800, most=most)


def _facts(draw: ImageDraw.ImageDraw, facts: Sequence[str], paints: dict[str, str]) -> None:
    x, y = float(EDGE), HEIGHT - 176
    for number, fact in enumerate(facts):
        ground, ink = ((paints["700"], "#ffffff"), (paints["100"], paints["800"]))[min(number, 1)]
        wide = min(_width(fact, 28, 700), WIDTH - PICTURE - EDGE - 24 - x - 40)
        if wide < 60:
            return
        draw.rounded_rectangle((x, y, x + wide + 40, y + 54), radius=27, fill=ground)
        _write(draw, (x + 20, y + 13), fact, 28, ink, 700, most=wide + 1)
        x += wide + 54


def _mark(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """Three neighbours in one boat."""
    for middle, top, radius, paint in ((16, 20, 8, SUN), (34, 11, 9, "#1f744f"), (52, 20, 8, BRICK)):
        draw.ellipse(
            (x + middle - radius, y + top - radius, x + middle + radius, y + top + radius), fill=paint
        )
    draw.arc((x + 6, y + 4, x + 62, y + 60), 12, 168, fill="#1f744f", width=8)
    for wave in range(2):
        draw.arc(
            (x + 20 + wave * 14, y + 34, x + 34 + wave * 14, y + 46),
            180 if wave == 0 else 0,
            360 if wave == 0 else 180,
            fill=WATER,
            width=5,
        )


def _picture(card: Card, paints: dict[str, str]) -> Image.Image:
    if card.picture is not None and card.picture.is_file():
        with Image.open(card.picture) as stored:
            photo = stored.convert("RGB")
        scale = max(PICTURE / photo.width, HEIGHT / photo.height)
        photo = photo.resize(
            (round(photo.width * scale), round(photo.height * scale)), Image.Resampling.LANCZOS
        )
        left, top = (photo.width - PICTURE) // 2, (photo.height - HEIGHT) // 2
        return photo.crop((left, top, left + PICTURE, top + HEIGHT))
    return _riverside(Dice(card.key), paints)


def _riverside(dice: Dice, paints: dict[str, str]) -> Image.Image:
    """Hills, trees and the river, drawn twice as large and made smaller for smooth edges."""
    image = Image.new("RGB", (PICTURE * 2, HEIGHT * 2), "#d8f0fc")
    draw = ImageDraw.Draw(image)
    sun_x, sun_y, size = dice.whole(200, 740), dice.whole(200, 330), dice.whole(70, 100)
    draw.ellipse((sun_x - size, sun_y - size, sun_x + size, sun_y + size), fill=SUN)
    for base, paint, tree in (
        (620, paints["200"], paints["400"]),
        (760, paints["300"], paints["600"]),
        (900, MOSS, paints["700"]),
    ):
        hill = dice.whole(60, 130)
        x = dice.whole(-40, 40)
        while x < PICTURE * 2:
            tall = dice.whole(150, 260)
            for step in range(3):
                top, reach = base - tall + step * tall * 0.24, tall * (0.16 + 0.07 * step)
                draw.polygon(
                    ((x, top), (x - reach, top + tall * 0.42), (x + reach, top + tall * 0.42)), fill=tree
                )
            x += dice.whole(90, 190)
        draw.ellipse((-300, base - hill, PICTURE * 2 + 300, base + 700), fill=paint)
    draw.rectangle((0, 1020, PICTURE * 2, HEIGHT * 2), fill=WATER)
    for row in range(3):
        for wave in range(-1, 8):
            x, y = wave * 150 + row * 60, 1004 + row * 90
            draw.ellipse((x, y, x + 150, y + 44), fill=(WATER, "#5eb3da", WATER)[row])
    boat = dice.whole(220, 640)
    draw.polygon(((boat - 90, 1070), (boat + 90, 1070), (boat + 56, 1130), (boat - 56, 1130)), fill=BRICK)
    draw.polygon(((boat + 8, 880), (boat + 96, 1050), (boat + 8, 1050)), fill="#ffffff")
    draw.rectangle((boat - 4, 870, boat + 2, 1072), fill=INK)
    return image.resize((PICTURE, HEIGHT), Image.Resampling.LANCZOS)
