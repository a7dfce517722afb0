"""Reading a voter roll from a CSV file: who may vote, and in which electorate."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.domain.errors import RuleBroken

MOST_LINES = 2000
"""What one import takes: every line becomes a printed card."""

MOST_CHARACTERS = 60
COLUMNS = ("key", "electorate")


@dataclass(frozen=True)
class RollLine:
    """One person of the roll: the key that the city knows them by (never a name), and the electorate's key."""

    key: str
    electorate: str


@dataclass(frozen=True)
class LineFault:
    """A bad line of the file, by its number from 1, and the code of what is wrong with it."""

    line: int
    code: str
    text: str


@dataclass(frozen=True)
class RollFile:
    """What a file holds: good lines, and all bad ones."""

    lines: tuple[RollLine, ...]
    faults: tuple[LineFault, ...]


def read_roll(data: bytes, electorates: Collection[str], known: Collection[str] = ()) -> RollFile:
    """Read a roll with the columns ``key`` and ``electorate``, separated by semicolons, commas or tabs.

    ``electorates`` are the keys that may be named, ``known`` the keys that are on the roll already. A bad line does
    not stop the reading: all faults are told at once. Raises ``RuleBroken`` for a file that is no table at all:
    ``roll.not_text``, ``roll.columns``, ``roll.too_long`` (with ``most``), ``roll.empty``.
    """
    rows = _rows(_text(data))
    header = [name.strip().casefold() for name in next(rows, (0, []))[1]]
    if any(header.count(name) != 1 for name in COLUMNS):
        raise RuleBroken("roll.columns")
    places = {name: header.index(name) for name in COLUMNS}
    seen = set(known)
    lines, faults = [], []
    for number, row in rows:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if not any(cell.strip() for cell in row):
            continue
        fault = _fault(cells["key"], cells["electorate"], electorates, seen, known)
        if fault:
            faults.append(LineFault(number, fault, ";".join(row)[:MOST_CHARACTERS]))
        else:
            seen.add(cells["key"])
            lines.append(RollLine(cells["key"], cells["electorate"]))
        if len(lines) + len(faults) > MOST_LINES:
            raise RuleBroken("roll.too_long", most=MOST_LINES)
    if not lines and not faults:
        raise RuleBroken("roll.empty")
    return RollFile(tuple(lines), tuple(faults))


def _fault(
    key: str, electorate: str, electorates: Collection[str], seen: Collection[str], known: Collection[str]
) -> str:
    """The code of what is wrong with a line, or nothing."""
    if not key:
        return "roll.no_key"
    if len(key) > MOST_CHARACTERS or not key.isprintable():
        return "roll.bad_key"
    if key in known:
        return "roll.key_known"
    if key in seen:
        return "roll.key_twice"
    return "" if electorate in electorates else "roll.unknown_electorate"


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken("roll.not_text") from None
    if "\x00" in text:
        raise RuleBroken("roll.not_text")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the table with the number of the line on which each ends."""
    first = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        raise RuleBroken("roll.columns") from None
