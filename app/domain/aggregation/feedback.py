"""What a team learns per criterion: the level it reached and the quarter of the round it lies in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.domain.aggregation.scorecards import EntryScore
from app.domain.rubric import Criterion, Rubric

FEWEST_FOR_QUARTILES = 4
"""Quarters of fewer entries would be places by another name."""


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """One criterion of one entry.

    ``mean_level`` is exact, on the criterion's own scale; ``level`` is the nearest level (half-even), whose
    descriptor the team reads; ``quartile`` is 1 (the top quarter) to 4, or ``None``: see :func:`quartiles`.
    """

    criterion: str
    mean_level: Fraction
    level: int
    quartile: int | None


def criterion_feedback(
    rubric: Rubric, figures: Mapping[str, EntryScore]
) -> dict[str, tuple[CriterionFeedback, ...]]:
    """Feedback on every entry, in the order of the rubric; criteria that nobody scored are left out.

    ``figures`` come from :func:`entry_scores`.
    """
    found: dict[str, list[CriterionFeedback]] = {entry: [] for entry in figures}
    for criterion in rubric.criteria:
        means = {entry: figure.criterion_mean(criterion.key) for entry, figure in figures.items()}
        scored = {entry: value for entry, value in means.items() if value is not None}
        places = quartiles(scored)
        for entry, value in scored.items():
            found[entry].append(_one(criterion, value, places.get(entry)))
    return {entry: tuple(parts) for entry, parts in found.items()}


def _one(criterion: Criterion, share: Fraction, quartile: int | None) -> CriterionFeedback:
    level = criterion.lo + share * (criterion.hi - criterion.lo)
    return CriterionFeedback(criterion.key, level, round(level), quartile)


def quartiles(values: Mapping[str, Fraction]) -> dict[str, int]:
    """The quarter each entry lies in, 1 for the top: ``1 + ⌊4 · (entries above it) / n⌋``.

    Equal entries share the better quarter. Empty with fewer than :data:`FEWEST_FOR_QUARTILES` entries and
    where all are equal, when a quarter would say nothing.
    """
    if len(values) < FEWEST_FOR_QUARTILES or len(set(values.values())) == 1:
        return {}
    ordered = sorted(values.values(), reverse=True)
    return {entry: 1 + 4 * ordered.index(value) // len(ordered) for entry, value in values.items()}
