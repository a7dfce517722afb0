"""Questions before and after: their kinds, how answers are read, and how two sittings compare discreetly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.errors import RuleBroken

LOWEST, HIGHEST = 1, 5
"""The ends of every scale."""

MOST_QUESTIONS = 30
MOST_OPTIONS = 10
ANSWER_LENGTH = 1000

SMALLEST_CELL = 5
"""Groups with fewer people than this are not told: somebody who knows the place would recognise them."""


class Sitting(StrEnum):
    """When a questionnaire is answered."""

    BEFORE = "before"
    AFTER = "after"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


class AgeGroup(StrEnum):
    """Age as participants of a hackathon are counted; finer than the bands of accounts, and not tied to any."""

    UP_TO_18 = "up_to_18"
    FROM_19 = "19_30"
    FROM_31 = "31_39"
    OVER_40 = "over_40"


class Gender(StrEnum):
    """Said only by those who want to."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Field(StrEnum):
    """What a participant does."""

    SCHOOL = "school"
    STUDIES = "studies"
    CITY = "city"
    EDUCATION = "education"
    BUSINESS = "business"
    ASSOCIATION = "association"
    OTHER = "other"


def read_answer(kind: QuestionKind, n_options: int, given: str) -> int | str | None:
    """An answer as it is kept: a level, the number of a choice, or text; ``None`` where nothing was answered.

    Raises ``RuleBroken``: ``answer.unknown_choice``, ``answer.too_long`` (with ``most``).
    """
    if not given.strip():
        return None
    if kind is QuestionKind.TEXT:
        if len(given) > ANSWER_LENGTH:
            raise RuleBroken("answer.too_long", most=ANSWER_LENGTH)
        return given
    lowest, highest = (LOWEST, HIGHEST) if kind is QuestionKind.SCALE else (0, n_options - 1)
    if not (given.isascii() and given.isdigit() and len(given) < 4 and lowest <= int(given) <= highest):
        raise RuleBroken("answer.unknown_choice")
    return int(given)


def suppressed(counts: Mapping[str, int], least: int = SMALLEST_CELL) -> dict[str, int | None]:
    """Counts with small cells hidden (``None``), so that no hidden one follows from the total.

    A cell from 1 to ``least - 1`` is hidden; nought says nothing about anybody and stays. Where exactly one cell is
    hidden, or the hidden ones together are still fewer than ``least``, the smallest of the others is hidden with them.

    >>> suppressed({"woman": 22, "man": 7})
    {'woman': 22, 'man': 7}
    >>> suppressed({"a": 13, "b": 6, "c": 8, "d": 2})
    {'a': 13, 'b': None, 'c': 8, 'd': None}
    """
    hidden = {name for name, count in counts.items() if 0 < count < least}
    while hidden and (len(hidden) == 1 or sum(counts[name] for name in hidden) < least):
        others = [name for name, count in counts.items() if name not in hidden and count > 0]
        if not others:
            break
        hidden.add(min(others, key=lambda name: (counts[name], name)))
    return {name: None if name in hidden else count for name, count in counts.items()}


@dataclass(frozen=True)
class Summary:
    """How one question was answered at one sitting.

    ``n`` answers; ``counts`` by level or choice with small cells hidden; ``mean`` of a scale, ``None`` for fewer than
    five answers. ``n`` itself is ``None`` from 1 to 4.
    """

    n: int | None
    counts: Mapping[int, int | None]
    mean: Fraction | None


def summarise(values: Sequence[int], places: Sequence[int], *, is_scale: bool) -> Summary:
    """The answers to one question as numbers: ``values`` are levels or choices, ``places`` all that there are."""
    counted = Counter(values)
    n = len(values)
    if 0 < n < SMALLEST_CELL:
        return Summary(None, dict.fromkeys(places), None)
    shown = suppressed({str(place): counted[place] for place in places})
    mean = Fraction(sum(values), n) if is_scale and n else None
    return Summary(n, {place: shown[str(place)] for place in places}, mean)


@dataclass(frozen=True)
class Movement:
    """What became of the answers of those who answered both times; ``None`` where too few did."""

    pairs: int
    up: int | None
    same: int | None
    down: int | None


def movement(pairs: Sequence[tuple[int, int]], *, is_scale: bool) -> Movement | None:
    """How answers moved from before to after, person by person; ``None`` for fewer than five people.

    For a choice ``up`` counts those who chose something else, and ``down`` is nought.
    """
    if len(pairs) < SMALLEST_CELL:
        return None
    up = sum(after > before if is_scale else after != before for before, after in pairs)
    down = sum(after < before for before, after in pairs) if is_scale else 0
    shown = suppressed({"up": up, "same": len(pairs) - up - down, "down": down})
    return Movement(len(pairs), shown["up"], shown["same"], shown["down"])
