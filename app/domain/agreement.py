"""How far mentors agree, and where they disagree most: to be talked about, never pass or fail."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.domain.aggregation.scorecards import Scorecard, ScoreTable, counting_cards, level_shares, mean
from app.domain.rubric import Rubric

Value = int | Fraction
Difference = Callable[[Value, Value], Fraction]

MUCH, SOME = Fraction(4, 5), Fraction(2, 3)
"""Where the words change: the levels Krippendorff suggests for firm and for tentative conclusions (Content
Analysis, 2nd edition, 2004, section 11.4.1)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """``alpha``, its word, and what it rests on: entries with at least two scorecards, and these scorecards."""

    alpha: Fraction | None
    words: str
    entries: int
    scorecards: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One criterion of one entry on which mentors differ: lowest and highest level, and how many answered.

    ``size`` is the mean squared difference between two of them as a share of the scale, 0 (none) to 1.
    """

    entry: str
    criterion: str
    lowest: int
    highest: int
    count: int
    size: Fraction


def alpha(units: Iterable[Sequence[Value]], metric: str) -> Fraction | None:
    """Krippendorff's alpha, ``1 − observed / expected disagreement``, exactly, with missing values.

    ``units``: for each entry the values its mentors gave, without the missing ones; ``metric``: ``"ordinal"``
    or ``"interval"``. Units with fewer than two values have nothing to compare and are left out. ``None``
    where alpha is undefined: nothing to compare, or all values equal. 1 is full agreement, 0 what chance
    would give, less is worse. Formula: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011,
    section D.

    Interval, two mentors, [[1, 2], [3, 3]]: observed 2·1/4 = 1/2, expected 22/12, alpha = 8/11.
    """
    paired = [list(values) for values in units if len(values) > 1]
    totals = Counter(value for values in paired for value in values)
    if len(totals) < 2:
        return None
    difference = _difference(metric, totals)
    n = sum(totals.values())
    observed = sum(
        (_ordered_pairs(Counter(values), difference) / (len(values) - 1) for values in paired), Fraction(0)
    )
    expected = _ordered_pairs(totals, difference) / (n - 1)
    return 1 - observed / expected


def _ordered_pairs(counts: Mapping[Value, int], difference: Difference) -> Fraction:
    """The differences of all ordered pairs of values, each value as often as it was given."""
    pairs = combinations(counts, 2)
    return 2 * sum((counts[one] * counts[two] * difference(one, two) for one, two in pairs), Fraction(0))


def _difference(metric: str, totals: Mapping[Value, int]) -> Difference:
    """The squared difference of two values; ordinal ones are as far apart as there are values between them."""
    if metric == "interval":
        return lambda one, two: Fraction(one - two) ** 2
    if metric != "ordinal":
        raise ValueError(f"no such metric: {metric}")
    rank, below = dict[Value, Fraction](), 0
    for value in sorted(totals):
        rank[value] = below + Fraction(totals[value], 2)
        below += totals[value]
    return lambda one, two: (rank[one] - rank[two]) ** 2


def agreement_words(value: Fraction | None) -> str:
    """The code for an alpha in words: ``"a_lot"``, ``"somewhat"``, ``"little"``; ``"unknown"`` for ``None``."""
    if value is None:
        return "unknown"
    return "a_lot" if value >= MUCH else "somewhat" if value >= SOME else "little"


def scorecard_agreement(table: ScoreTable) -> Agreement:
    """Agreement on whole scorecards (interval). ``table``: entry → mentor → score."""
    return _agreement([list(scores.values()) for scores in table.values()], "interval")


def criterion_agreement(rubric: Rubric, cards: Iterable[Scorecard]) -> dict[str, Agreement]:
    """Agreement on every criterion of the rubric (ordinal), over the cards that count."""
    given = _levels(rubric, cards)
    return {
        key: _agreement([values for (_, k), values in given.items() if k == key], "ordinal")
        for key in rubric.keys
    }


def _agreement(units: Sequence[Sequence[Value]], metric: str) -> Agreement:
    value = alpha(units, metric)
    sizes = [len(values) for values in units if len(values) > 1]
    return Agreement(value, agreement_words(value), entries=len(sizes), scorecards=sum(sizes))


def _levels(rubric: Rubric, cards: Iterable[Scorecard]) -> dict[tuple[str, str], list[int]]:
    """(entry, criterion) → the levels given, over the cards that count."""
    given: dict[tuple[str, str], list[int]] = {}
    for card in counting_cards(cards):
        for key in level_shares(rubric, card.levels):
            level = card.levels[key]
            if level is not None:
                given.setdefault((card.entry, key), []).append(level)
    return given


def disagreements(rubric: Rubric, cards: Iterable[Scorecard], limit: int = 10) -> tuple[Disagreement, ...]:
    """What mentors disagree on most, biggest first, at most ``limit``; heavier criteria first among equals."""
    found = [
        _disagreement(rubric, entry, key, levels)
        for (entry, key), levels in _levels(rubric, cards).items()
        if len(set(levels)) > 1
    ]
    found.sort(
        key=lambda each: (-each.size, -rubric.criterion(each.criterion).weight, each.entry, each.criterion)
    )
    return tuple(found[:limit])


def _disagreement(rubric: Rubric, entry: str, key: str, levels: Sequence[int]) -> Disagreement:
    criterion = rubric.criterion(key)
    squares = [Fraction(one - two, criterion.hi - criterion.lo) ** 2 for one, two in combinations(levels, 2)]
    return Disagreement(entry, key, min(levels), max(levels), len(levels), mean(squares))
