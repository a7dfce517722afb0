"""Reading a voter roll from a CSV file: who may vote, in which electorate, and in which neighbourhood."""

import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.errors import RuleBroken

MOST_LINES = 2000
"""What one import takes: every line becomes a printed card."""

MOST_CHARACTERS = 60
COLUMNS = ("key", "electorate")
PLACE = "neighbourhood"
"""A column that may be left out, and a cell that may be left empty."""


@dataclass(frozen=True)
class RollLine:
    """One person of the roll: the key that the city knows them by (never a name), and the electorate's key.

    ``neighbourhood_id`` is the neighbourhood whose pot this person votes on, if the file says so.
    """

    key: str
    electorate: str
    neighbourhood_id: int | None = None


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


def read_roll(
    data: bytes,
    electorates: Mapping[str, Collection[int]],
    known: Collection[str] = (),
    neighbourhoods: Mapping[str, int] | None = None,
) -> RollFile:
    """Read a roll with the columns ``key``, ``electorate`` and, if there is one, ``neighbourhood``.

    Columns are separated by semicolons, commas or tabs. ``electorates`` maps the keys that may be named to the
    neighbourhoods that each is limited to (none: the whole city), ``known`` holds the keys that are on the roll
    already, ``neighbourhoods`` the ids by every name, case-folded, that a file may call them. A bad line does not
    stop the reading: all faults are told at once. Raises ``RuleBroken`` for a file that is no table at all:
    ``roll.not_text``, ``roll.columns``, ``roll.too_long`` (with ``most``), ``roll.empty``.
    """
    rows = _rows(_text(data))
    columns = _columns(next(rows, (0, []))[1])
    reader = _Reader(electorates, set(known), known, neighbourhoods or {})
    lines, faults = [], []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        read = reader.read(
            {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        )
        if isinstance(read, RollLine):
            lines.append(read)
        else:
            faults.append(LineFault(number, read, ";".join(row)[:MOST_CHARACTERS]))
        if len(lines) + len(faults) > MOST_LINES:
            raise RuleBroken("roll.too_long", most=MOST_LINES)
    if not lines and not faults:
        raise RuleBroken("roll.empty")
    return RollFile(tuple(lines), tuple(faults))


def roll_fingerprint(round_id: int, entries: Iterable[tuple[str, str, int | None]]) -> str:
    """The SHA-256 of a roll: whoever holds the list can show later that nobody was added to it or taken off.

    ``entries`` are electorate key, eligibility key and neighbourhood id. Hashed are the line ``roll|round`` and, in
    the order of their text, one line ``electorate|key|neighbourhood`` each, all ended by a line feed.
    """
    lines = sorted(f"{electorate}|{key}|{place or ''}" for electorate, key, place in entries)
    return hashlib.sha256("".join(f"{line}\n" for line in (f"roll|{round_id}", *lines)).encode()).hexdigest()


def _columns(header: list[str]) -> dict[str, int]:
    """Where each known column stands. Raises ``RuleBroken("roll.columns")``."""
    names = [name.strip().casefold() for name in header]
    if any(names.count(name) != 1 for name in COLUMNS) or names.count(PLACE) > 1:
        raise RuleBroken("roll.columns")
    return {name: names.index(name) for name in (*COLUMNS, PLACE) if name in names}


@dataclass(frozen=True)
class _Reader:
    """What one line after the other is compared with; ``seen`` grows by every good line."""

    electorates: Mapping[str, Collection[int]]
    seen: set[str]
    known: Collection[str]
    neighbourhoods: Mapping[str, int]

    def read(self, cells: Mapping[str, str]) -> RollLine | str:
        """The line, or the code of what is wrong with it."""
        key, electorate, named = cells["key"], cells["electorate"], cells.get(PLACE, "")
        fault = self._key_fault(key)
        if fault:
            return fault
        if electorate not in self.electorates:
            return "roll.unknown_electorate"
        place = self.neighbourhoods.get(named.casefold())
        if named and place is None:
            return "roll.unknown_neighbourhood"
        allowed = self.electorates[electorate]
        if place and allowed and place not in allowed:
            return "roll.outside_electorate"
        self.seen.add(key)
        return RollLine(key, electorate, place)

    def _key_fault(self, key: str) -> str:
        if not key:
            return "roll.no_key"
        if len(key) > MOST_CHARACTERS or not key.isprintable():
            return "roll.bad_key"
        if key in self.known:
            return "roll.key_known"
        return "roll.key_twice" if key in self.seen else ""


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
