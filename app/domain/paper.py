"""Paper ballots: the serial that makes a sheet genuine and belongs to nobody, and what a person keys from a sheet."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Any, Literal

from app.domain.errors import RuleBroken
from app.domain.voter_codes import ALPHABET

MOST_SHEETS = 500
"""Sheets in one box: what two people key in an afternoon."""

MARK_LENGTH = 4
"""Twenty bits: of a million invented serials of a box, one is genuine."""

MOST_KEYED = 2000
"""Characters that one sheet can need."""

Takes = Literal["set", "order", "numbers"]

_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SERIAL = re.compile(r"([0-9]{1,4})([0-9A-Z]{4})", re.ASCII)
_MARK = re.compile(r"([0-9]{1,4})(?:[=:]([0-9]{1,6}))?", re.ASCII)


def serial(key: bytes, batch_id: int, number: int) -> str:
    """What is printed on a sheet: its number in the box and four characters that only the holder of the key can make.

    >>> serial(bytes(32), 3, 17)[:5]
    '0017-'
    """
    return f"{number:04d}-{_mark(key, batch_id, number)}"


def read_serial(typed: str, key: bytes, batch_id: int, issued: int) -> int:
    """The number of the sheet whose serial was typed, whatever its case, spaces and hyphens.

    Raises ``RuleBroken``: ``paper.serial_unreadable``, and ``paper.serial_unknown`` for one that was not printed for
    this box.
    """
    plain = re.sub(r"[\s\-–]+", "", typed).upper().translate(_MISREAD)
    found = _SERIAL.fullmatch(plain)
    if found is None:
        raise RuleBroken("paper.serial_unreadable")
    number = int(found[1])
    genuine = hmac.compare_digest(found[2], _mark(key, batch_id, number))
    if not genuine or not 1 <= number <= issued:
        raise RuleBroken("paper.serial_unknown")
    return number


def sheet_nonce(batch_id: int, number: int) -> str:
    """What stands for the nonce of a form: it gives the sheet its receipt, and keeps it from being counted twice."""
    return f"paper|{batch_id}|{number}"


def sheet_tag(key: bytes, batch_id: int, number: int) -> str:
    """What stands for the voter's tag: HMAC(key, "sheet|box|number"), tied to nobody."""
    return hmac.digest(key, f"sheet|{batch_id}|{number}".encode(), hashlib.sha256).hex()


def read_marks(takes: Takes, typed: str, rows: Sequence[str]) -> list[Any]:
    """The choices on a sheet, from the numbers of its rows: ``3 7 12`` or, where rows get a number, ``3=5 7=2``.

    ``rows`` are the proposals in the order in which they are printed. What comes back is unchecked, as ballot types
    read it. Raises ``RuleBroken``: ``paper.unreadable`` (``text``), ``paper.no_such_row`` (``row``, ``rows``).

    >>> read_marks("order", "2, 1", ["40", "17"])
    ['17', '40']
    >>> read_marks("numbers", "2=5", ["40", "17"])
    [('17', '5')]
    """
    marks: list[Any] = []
    for token in re.split(r"[\s,;]+", typed[:MOST_KEYED].strip()):
        if not token:
            continue
        found = _MARK.fullmatch(token)
        if found is None or (found[2] is None) == (takes == "numbers"):
            raise RuleBroken("paper.unreadable", text=token[:20])
        place = int(found[1])
        if not 1 <= place <= len(rows):
            raise RuleBroken("paper.no_such_row", row=place, rows=len(rows))
        marks.append((rows[place - 1], found[2]) if takes == "numbers" else rows[place - 1])
    return marks


def written_marks(takes: Takes, choices: Sequence[Any], rows: Sequence[str]) -> str:
    """Checked choices as one keys them; the opposite of :func:`read_marks`.

    >>> written_marks("set", ("17", "40"), ["40", "17"])
    '1 2'
    """
    places = {proposal: number for number, proposal in enumerate(rows, start=1)}
    if takes == "numbers":
        given = sorted((places[proposal], number) for proposal, number in choices)
        return " ".join(f"{place}={number}" for place, number in given)
    numbers = [places[proposal] for proposal in choices]
    return " ".join(map(str, numbers if takes == "order" else sorted(numbers)))


def _mark(key: bytes, batch_id: int, number: int) -> str:
    digest = hmac.digest(key, f"serial|{batch_id}|{number}".encode(), hashlib.sha256)
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:MARK_LENGTH])
