"""Knows how to put the city's look on paper: A4 as PDF with its type, colours, mark, river and QR codes."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import segno
from flask import Response, get_template_attribute
from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.svg import SVGObject

FONTS = Path(__file__).parent.parent / "static" / "vendor" / "talka-sans"
FAMILY = "Talka Sans"

INK = "#061d15"
SOFT_INK = "#444f47"
PINE = "#155c3f"
PINE_LIGHT = "#d7f3e2"
MOSS = "#81a83f"
SKY = "#0e597f"
SUN = "#e6a313"
BRICK = "#ca553b"
LINE = "#a5aea5"
GROUND = "#f9faf7"
"""The paints of the printed look, as ``palette.css`` names them."""

PAINTS = {
    "logo-a": 'fill="#1f744f"',
    "logo-b": 'fill="#e6a313"',
    "logo-c": 'fill="#ca553b"',
    "logo-boat": 'fill="none" stroke="#155c3f"',
    "logo-wave": 'fill="none" stroke="#3191bd"',
    "r-far": 'fill="#b6e7c9"',
    "r-tree": 'fill="#155c3f"',
    "r-tree2": 'fill="#1f744f"',
    "r-grass": 'fill="#a0c65d"',
    "r-wall": 'fill="#ca553b"',
    "r-wall2": 'fill="#ab402b"',
    "r-mortar": 'fill="none" stroke="#fbc6b6"',
    "r-water": 'fill="#5eb3da"',
    "r-water2": 'fill="#15719d"',
    "r-deep": 'fill="#0c293d"',
    "r-sun": 'fill="#fed461"',
    "r-pale": 'fill="#ffffff"',
    "r-line": 'fill="none" stroke="#155c3f" stroke-linecap="round" stroke-linejoin="round"',
    "r-hoop": 'fill="none" stroke="#ca553b"',
    "r-ripple": 'fill="none" stroke="#ffffff" stroke-linecap="round" stroke-opacity="0.55"',
}
"""What the drawings of the pages are painted with where no stylesheet reaches: class by class, as ``frame.css``."""


class Paper(FPDF):
    """A4 pages in millimetres with the city's type; text is written with :meth:`say`."""

    def say(self, text: str, *, size: float, bold: bool = False, colour: str = INK, **box: Any) -> "Paper":
        """Write ``text`` at the present spot, ``size`` in points, in lines of 1.3 times the size.

        ``box`` is what ``FPDF.multi_cell`` takes: ``w`` (0: to the right margin), ``align``, ``new_x`` …; the next
        text starts below, at the left margin, unless it says otherwise.
        """
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(colour)
        placed = {"w": 0, "h": size * 0.3528 * 1.3, "align": "L", "new_x": "LMARGIN", "new_y": "NEXT", **box}
        self.multi_cell(text=printable(text), **placed)
        return self

    def width_of(self, text: str, *, size: float, bold: bool = False) -> float:
        """How many millimetres wide ``text`` is in one line."""
        self.set_font(FAMILY, "B" if bold else "", size)
        return float(self.get_string_width(printable(text)))

    def fitting(self, text: str, *, size: float, width: float, bold: bool = False) -> float:
        """The largest size, at most ``size`` points and at least 8, at which ``text`` is one line of ``width``."""
        wide = self.width_of(text, size=size, bold=bold)
        return size if wide <= width else max(8.0, size * width / wide)

    def shortened(self, text: str, *, size: float, width: float, bold: bool = False) -> str:
        """As much of ``text`` as stands in one line of ``width``, ended by an ellipsis where it goes on."""
        shown = text
        while len(shown) > 2 and self.width_of(shown, size=size, bold=bold) > width:
            shown = shown.rstrip("…")[:-1].rstrip() + "…"
        return shown

    def rule(self, colour: str = LINE, width: float = 0.3) -> "Paper":
        """A line from margin to margin at the present height."""
        self.set_draw_color(colour)
        self.set_line_width(width)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
        return self

    def band(self, x: float, y: float, width: float, height: float, colour: str) -> "Paper":
        """A filled rectangle."""
        self.set_fill_color(colour)
        self.rect(x, y, width, height, style="F")
        return self

    def logo(self, x: float, y: float, size: float) -> "Paper":
        """The mark, three neighbours in one boat, in a square of ``size`` millimetres."""
        return self.drawn("logo", x, y, size, size)

    def wordmark(self, x: float, y: float, city: str, size: float = 12) -> "Paper":
        """The mark with the name of the place beside it, ``size`` millimetres high."""
        self.logo(x, y, size)
        self.set_xy(x + size * 1.12, y + size * 0.1)
        self.say("Talka", size=size * 1.5, bold=True, colour=PINE, w=90, new_x="LEFT", h=size * 0.5)
        return self.say(city, size=size * 0.85, colour=SOFT_INK, w=90, h=size * 0.34)

    def qr(self, address: str, x: float, y: float, size: float) -> "Paper":
        """The QR code of ``address``, dark on white, ``size`` millimetres wide with its quiet border."""
        rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=2))
        unit = size / len(rows)
        self.band(x, y, size, size, "#ffffff")
        self.set_fill_color("#000000")
        for top, row in enumerate(rows):
            for left, length in _runs(row):
                self.rect(x + left * unit, y + top * unit, length * unit, unit, style="F")
        return self

    def river(self, height: float | None = None) -> "Paper":
        """The far bank of the river along the lower edge of the page, an eighth of its width high or less."""
        whole = self.w / 8
        high = min(height or whole, whole)
        return self.drawn("riverside", 0, self.h - high, self.w, high)

    def drawn(self, name: str, x: float, y: float, width: float, height: float) -> "Paper":
        """The drawing ``ui/<name>.html`` of the pages in a box; what does not fit its shape is cut from the top."""
        picture = _picture(name, round(width * self.k, 2), round(height * self.k, 2))
        with self.rect_clip(x, y, width, height):
            picture.draw_to_page(self, x=x, y=y)
        return self


def new_paper(
    title: str, language: str, *, now: datetime, landscape: bool = False, margin: float = 18
) -> Paper:
    """An empty A4 document; ``title`` and ``language`` go into the file's own description, nothing else does.

    No page is open yet: call ``add_page()``.
    """
    paper = Paper(orientation="landscape" if landscape else "portrait", unit="mm", format="A4")
    _with_type(paper, ["", "B"])
    paper.set_margin(margin)
    paper.set_auto_page_break(True, margin=margin)
    paper.set_title(printable(title))
    paper.set_lang(language)
    paper.set_creator("Talka")
    paper.set_creation_date(now)
    return paper


def pdf_response(paper: Paper, name: str, *, inline: bool = True) -> Response:
    """The finished document as an answer; ``name`` without ``.pdf``, in ASCII letters, digits and hyphens."""
    response = Response(bytes(paper.output()), mimetype="application/pdf")
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def printable(text: str) -> str:
    """The text with every letter that the type lacks left out: an empty box on paper says less than nothing."""
    known = _letters()
    return "".join(letter for letter in text if ord(letter) in known or letter == "\n")


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    font = cast(TTFFont, _with_type(Paper(), [""]).fonts[FAMILY.lower()])
    letters = frozenset(font.cmap)
    font.close()
    return letters


def _with_type(paper: Paper, styles: Sequence[Literal["", "B"]]) -> Paper:
    for style in styles:
        paper.add_font(FAMILY, style, FONTS / f"talka-sans-{'bold' if style else 'regular'}.ttf")
    return paper


def _runs(row: Any) -> list[tuple[int, int]]:
    """Where dark modules begin in a row of a code, and how many stand side by side."""
    dark = "".join("1" if one else "0" for one in row)
    return [(found.start(), len(found.group())) for found in re.finditer("1+", dark)]


def _picture(name: str, width: float, height: float) -> SVGObject:
    """The drawing for a box of ``width`` by ``height`` points: as wide as the box, its lower edge on the box's."""
    drawing = str(get_template_attribute(f"ui/{name}.html", name)())
    painted = re.sub(r'class="([a-z0-9-]+)"', lambda found: PAINTS.get(found[1], ""), drawing)
    box = re.search(r'viewBox="0 0 ([0-9]+) ([0-9]+)"', painted)
    across, down = float(box[1]), float(box[2])  # type: ignore[index]
    high = height / width * across
    inner = painted[painted.index(">") + 1 :]
    return SVGObject(
        '<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" '
        f'width="{width}" height="{height}" viewBox="0 {down - high:.3f} {across:g} {high:.3f}">{inner}'
    )
