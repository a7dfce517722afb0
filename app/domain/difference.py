"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECE = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


class PartKind(StrEnum):
    """What became of a part of a text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Part:
    """A stretch of text that stayed, came or went."""

    kind: PartKind
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The two texts told as one: what stayed, and at each change what went, then what came.

    Without the added parts the pieces make up ``before``, without the removed ones ``after``. Words that make up more
    than one per cent of a long text anchor no comparison (``difflib``'s rule), which keeps the work small.

    >>> [(part.kind.value, part.text) for part in differences("a bench", "a red bench")]
    [('same', 'a '), ('added', 'red '), ('same', 'bench')]
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    parts: list[Part] = []
    for _tag, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if old[start:end] == new[begin:stop]:
            parts.append(Part(PartKind.SAME, "".join(old[start:end])))
            continue
        for kind, pieces in ((PartKind.REMOVED, old[start:end]), (PartKind.ADDED, new[begin:stop])):
            if pieces:
                parts.append(Part(kind, "".join(pieces)))
    return parts
