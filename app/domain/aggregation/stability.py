"""How far each place hangs on a single mentor, and which entries the jury should therefore talk about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.aggregation.places import adjusted_ranking_of, ranking_of
from app.domain.aggregation.ranking import Standing
from app.domain.aggregation.rules import RankingRules
from app.domain.aggregation.scorecards import EntryScore
from app.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Band:
    """The positions an entry takes when each mentor in turn is left out, its own position included.

    ``without``: mentor → position without that mentor, ``None`` where the entry would have no scorecard left;
    then ``worst`` is the last position.
    """

    entry: str
    position: int
    best: int
    worst: int
    without: Mapping[str, int | None]

    def crosses(self, cut: int) -> bool:
        """Whether the entry is among the first ``cut`` in one case and not in another."""
        return self.best <= cut < self.worst


@dataclass(frozen=True, slots=True)
class Stability:
    """Bands by entry, best position first, and mentors without whom the parts could not be compared at all."""

    bands: Mapping[str, Band]
    uncomputable: tuple[str, ...]


def place_stability(
    figures: Mapping[str, EntryScore],
    rules: RankingRules,
    *,
    adjusted: bool = False,
    jury_order: Sequence[str] = (),
) -> Stability:
    """Recompute the default (or the adjusted) ranking without each mentor in turn.

    ``figures`` come from :func:`entry_scores`. The entries ranked are always those of the full ranking,
    however few scorecards remain. Raises ``RuleBroken("ranking.disconnected")`` if the full adjusted ranking
    is refused.
    """
    ranking_by = adjusted_ranking_of if adjusted else ranking_of
    full = ranking_by(figures, rules, jury_order).standings
    ranked = {standing.entry for standing in full}
    runs: dict[str, dict[str, Standing]] = {}
    uncomputable: list[str] = []
    for mentor in sorted({mentor for figure in figures.values() for mentor in figure.by_mentor}):
        left = {entry: _without(mentor, figure, entry in ranked) for entry, figure in figures.items()}
        try:
            runs[mentor] = {each.entry: each for each in ranking_by(left, rules, jury_order).standings}
        except RuleBroken as refusal:
            if refusal.code != "ranking.disconnected":
                raise
            uncomputable.append(mentor)
    return Stability({each.entry: _band(each, len(full), runs) for each in full}, tuple(uncomputable))


def _without(mentor: str, figure: EntryScore, was_ranked: bool) -> EntryScore:
    if mentor not in figure.by_mentor:
        return figure
    scores = {each: score for each, score in figure.by_mentor.items() if each != mentor}
    shares = {each: share for each, share in figure.shares.items() if each != mentor}
    return EntryScore(figure.entry, scores, shares, provisional=not (was_ranked and scores))


def _band(own: Standing, last: int, runs: Mapping[str, Mapping[str, Standing]]) -> Band:
    best, worst = own.position, own.last_position
    without: dict[str, int | None] = {}
    for mentor, standings in runs.items():
        standing = standings.get(own.entry)
        without[mentor] = standing.position if standing else None
        best = min(best, standing.position) if standing else best
        worst = max(worst, standing.last_position if standing else last)
    return Band(own.entry, own.position, best, worst, without)


def deliberation_agenda(found: Stability, cut: int) -> tuple[str, ...]:
    """Entries whose band crosses the cut after the first ``cut`` positions, best position first."""
    crossing = [band for band in found.bands.values() if band.crosses(cut)]
    return tuple(band.entry for band in sorted(crossing, key=lambda band: (band.position, band.entry)))
