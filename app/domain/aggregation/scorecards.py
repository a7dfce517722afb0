"""From scorecards to exact scores: which cards count, what each is worth, and the mean of an entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from app.domain.errors import RuleBroken
from app.domain.rubric import Rubric

ScoreTable = Mapping[str, Mapping[str, Fraction]]
"""entry → mentor → score of that scorecard, 0 to 100; only cards that count."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The levels one mentor gave one entry: criterion key → level, ``None`` where not applicable.

    Drafts, recused cards, cards of trainee mentors and cards of the calibration entry are kept but never
    count.
    """

    entry: str
    mentor: str
    levels: Mapping[str, int | None]
    submitted: bool = True
    recused: bool = False
    trainee: bool = False
    calibration: bool = False

    @property
    def counts(self) -> bool:
        """Whether the card enters any score."""
        return self.submitted and not (self.recused or self.trainee or self.calibration)


@dataclass(frozen=True, slots=True)
class EntryScore:
    """The default score of one entry and what it rests on.

    ``by_mentor`` holds the counting scorecards, 0 to 100; ``shares`` holds, for the same mentors, how high
    each criterion was scored within its scale, 0 to 1. ``provisional`` entries have fewer than the required
    scorecards and get no place.
    """

    entry: str
    by_mentor: Mapping[str, Fraction]
    shares: Mapping[str, Mapping[str, Fraction]]
    provisional: bool

    @property
    def score(self) -> Fraction | None:
        """The exact mean of the scorecards, ``None`` without one."""
        return mean(list(self.by_mentor.values())) if self.by_mentor else None

    def criterion_mean(self, key: str) -> Fraction | None:
        """Mean of ``(level − lo)/(hi − lo)`` over mentors who answered, ``None`` if none did."""
        answered = [shares[key] for shares in self.shares.values() if key in shares]
        return mean(answered) if answered else None

    @property
    def count(self) -> int:
        """Number of counting scorecards."""
        return len(self.by_mentor)

    @property
    def lowest(self) -> Fraction | None:
        """The lowest scorecard."""
        return min(self.by_mentor.values(), default=None)

    @property
    def highest(self) -> Fraction | None:
        """The highest scorecard."""
        return max(self.by_mentor.values(), default=None)

    @property
    def spread(self) -> Fraction | None:
        """Highest minus lowest scorecard, in points."""
        return max(self.by_mentor.values()) - min(self.by_mentor.values()) if self.by_mentor else None

    @property
    def median(self) -> Fraction | None:
        """The middle scorecard, or the mean of the two in the middle."""
        return median(list(self.by_mentor.values())) if self.by_mentor else None


def scorecard_score(rubric: Rubric, levels: Mapping[str, int | None]) -> Fraction | None:
    """``100 · Σ w·u / Σ w`` with ``u = (level − lo)/(hi − lo)`` over the answered criteria; ``None`` without
    any.

    Raises ``RuleBroken("scorecard.criterion_unknown")`` and ``RuleBroken("scorecard.level_outside_scale")``
    for levels that were given under another version of the rubric.

    Feasibility 2 of 1–5 with weight 3 and benefit 4 of 1–5 with weight 2: 100 · (3·1/4 + 2·3/4) / 5 = 45.
    """
    total, weights = Fraction(0), 0
    for key, share in level_shares(rubric, levels).items():
        weight = rubric.criterion(key).weight
        total += weight * share
        weights += weight
    return 100 * total / weights if weights else None


def level_shares(rubric: Rubric, levels: Mapping[str, int | None]) -> dict[str, Fraction]:
    """``(level − lo)/(hi − lo)`` of every answered criterion, 0 to 1. Raises as :func:`scorecard_score`."""
    shares = {}
    for key, level in levels.items():
        criterion = rubric.criterion(key)
        if level is None:
            continue
        if level not in criterion.levels:
            raise RuleBroken("scorecard.level_outside_scale", criterion=key, lo=criterion.lo, hi=criterion.hi)
        shares[key] = Fraction(level - criterion.lo, criterion.hi - criterion.lo)
    return shares


def counting_cards(cards: Iterable[Scorecard]) -> list[Scorecard]:
    """The cards that count, by entry and mentor.

    Raises ``RuleBroken("scorecard.counted_twice")`` when a mentor has two for one entry: of a corrected card
    only the latest row may be passed in.
    """
    counting = sorted((card for card in cards if card.counts), key=lambda card: (card.entry, card.mentor))
    for earlier, later in pairwise(counting):
        if (earlier.entry, earlier.mentor) == (later.entry, later.mentor):
            raise RuleBroken("scorecard.counted_twice", entry=later.entry, mentor=later.mentor)
    return counting


def score_table(rubric: Rubric, cards: Iterable[Scorecard]) -> dict[str, dict[str, Fraction]]:
    """Score of every counting card, by entry and mentor. Raises as :func:`scorecard_score` and on duplicates."""
    table: dict[str, dict[str, Fraction]] = {}
    for card in counting_cards(cards):
        score = scorecard_score(rubric, card.levels)
        if score is not None:
            table.setdefault(card.entry, {})[card.mentor] = score
    return table


def entry_scores(
    rubric: Rubric, cards: Iterable[Scorecard], entries: Sequence[str], min_scorecards: int = 3
) -> dict[str, EntryScore]:
    """The default score of every one of ``entries``, in their order, also of those without a scorecard.

    Cards of entries that are not listed (withdrawn) are left out. Raises as :func:`score_table`.
    """
    by_mentor: dict[str, dict[str, Fraction]] = {entry: {} for entry in entries}
    shares: dict[str, dict[str, dict[str, Fraction]]] = {entry: {} for entry in entries}
    for card in counting_cards(cards):
        score = scorecard_score(rubric, card.levels) if card.entry in by_mentor else None
        if score is not None:
            by_mentor[card.entry][card.mentor] = score
            shares[card.entry][card.mentor] = level_shares(rubric, card.levels)
    return {
        entry: EntryScore(entry, scores, shares[entry], provisional=len(scores) < max(min_scorecards, 1))
        for entry, scores in by_mentor.items()
    }


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The exact median of at least one value: the mean of the two in the middle when their number is even."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def display_score(score: Fraction) -> Decimal:
    """A score as people read it: one decimal, half-even; decides nothing. ``Fraction(1245, 100)`` → 12.4"""
    return Decimal(round(score * 10)).scaleb(-1)
