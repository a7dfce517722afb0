"""What a team fills in together: the empathy map and the canvas of its project, and how two hands write in one cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.domain.errors import RuleBroken

CELL_LENGTH = 2000


class SheetKind(StrEnum):
    """The two sheets of a team."""

    EMPATHY_MAP = "empathy-map"
    CANVAS = "canvas"


CELLS: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.EMPATHY_MAP: (
        "who",
        "think_and_feel",
        "see",
        "hear",
        "say_and_do",
        "pains",
        "gains",
        "lacks",
    ),
    SheetKind.CANVAS: (
        "for_whom",
        "what",
        "where",
        "materials",
        "upkeep",
        "costs",
        "green",
        "equality_and_safety",
        "digital",
        "culture",
    ),
}
"""The cells of each sheet, in the order in which they are filled in. Each holds text; a line is a thought."""

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """The cells after a save, and the names of those in which two people wrote at the same time."""

    cells: dict[str, str]
    clashes: tuple[str, ...]


def merge_cells(kind: SheetKind, base: Cells, theirs: Cells, mine: Cells) -> Merged:
    """What a sheet says after somebody saved ``mine``, begun from ``base``, while ``theirs`` was saved meanwhile.

    Cells that are missing are empty. Nothing that somebody wrote is lost: see :func:`merge_texts`.
    Raises ``RuleBroken("sheet.too_long")`` (with ``most``).
    """
    cells, clashes = {}, []
    for name in CELLS[kind]:
        own = mine.get(name, base.get(name, ""))
        if len(own) > CELL_LENGTH:
            raise RuleBroken("sheet.too_long", most=CELL_LENGTH)
        text, clashed = merge_texts(base.get(name, ""), theirs.get(name, ""), own)
        if text:
            cells[name] = text
        if clashed:
            clashes.append(name)
    return Merged(cells, tuple(clashes))


def merge_texts(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """Two edits of one text as one, line by line, and whether both wrote in the same place.

    Where only one of the two changed something, that change stands, deletions too. Where both did, both texts stand,
    theirs first: nobody's words are lost, and somebody tidies up. Lines that both added in one place are no clash.

    >>> merge_texts("light\\npaths", "light\\npaths\\nbenches", "bright light\\npaths")
    ('bright light\\npaths\\nbenches', False)
    >>> merge_texts("light", "no light", "more light")
    ('no light\\nmore light', True)
    """
    if theirs in (base, mine):
        return mine, False
    if mine == base:
        return theirs, False
    old, left, right = base.splitlines(), theirs.splitlines(), mine.splitlines()
    out: list[str] = []
    clashed = False
    at = left_at = right_at = 0
    for start, left_start, right_start, length in _kept_by_both(old, left, right):
        pieces = old[at:start], left[left_at:left_start], right[right_at:right_start]
        piece, has_clashed = _one_piece(*pieces)
        out += [*piece, *old[start : start + length]]
        clashed = clashed or has_clashed
        at, left_at, right_at = start + length, left_start + length, right_start + length
    return "\n".join(out), clashed


def _one_piece(old: list[str], left: list[str], right: list[str]) -> tuple[list[str], bool]:
    """What stands between two stretches that nobody touched."""
    if left in (old, right):
        return right, False
    if right == old:
        return left, False
    fresh = [line for line in right if line not in left]
    return left + fresh, bool(fresh and old)


def _kept_by_both(old: list[str], left: list[str], right: list[str]) -> list[tuple[int, int, int, int]]:
    """Stretches of ``old`` that both others kept: where they begin in each of the three, and how long they are.

    A last stretch of no length lies behind the ends.
    """
    in_left, in_right = _kept(old, left), _kept(old, right)
    stretches: list[tuple[int, int, int, int]] = []
    for number in sorted(in_left.keys() & in_right.keys()):
        place = number, in_left[number], in_right[number]
        if stretches:
            start, left_start, right_start, length = stretches[-1]
            if place == (start + length, left_start + length, right_start + length):
                stretches[-1] = (start, left_start, right_start, length + 1)
                continue
        stretches.append((*place, 1))
    return [*stretches, (len(old), len(left), len(right), 0)]


def _kept(old: list[str], new: list[str]) -> dict[int, int]:
    """Number of each line of ``old`` that ``new`` kept, and its number there."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def filled_cells(kind: SheetKind, cells: Cells) -> int:
    """How many cells say something."""
    return sum(bool(cells.get(name, "").strip()) for name in CELLS[kind])
