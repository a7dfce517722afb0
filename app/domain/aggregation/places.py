"""The two rankings of a round, by plain and by severity-adjusted score, and why they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.aggregation.connection import connected_parts
from app.domain.aggregation.ranking import Ranking, rank
from app.domain.aggregation.rules import RankingRules
from app.domain.aggregation.scorecards import EntryScore, Scorecard, ScoreTable, entry_scores
from app.domain.aggregation.severity import Severity, mentor_severity
from app.domain.errors import RuleBroken
from app.domain.rubric import Rubric


@dataclass(frozen=True, slots=True)
class MentorShift:
    """One scorecard of an entry beside the severity of the mentor who gave it, both in points."""

    mentor: str
    score: Fraction
    severity: Fraction


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """Why an entry has another place by adjusted score: its own mean, its mentors' severities, what remains.

    ``shift`` = ``adjusted`` − ``own_mean`` = minus the mean severity of its mentors: above 0 if they were
    strict.
    """

    entry: str
    place: int
    adjusted_place: int
    own_mean: Fraction
    adjusted: Fraction
    shift: Fraction
    mentors: tuple[MentorShift, ...]


def default_ranking(
    rubric: Rubric,
    cards: Iterable[Scorecard],
    entries: Sequence[str],
    rules: RankingRules,
    jury_order: Sequence[str] = (),
) -> Ranking:
    """Rank by the weighted rubric mean; entries below ``rules.min_scorecards`` are listed as provisional.

    ``jury_order`` is the jury's recorded vote on ties, best first. Raises as :func:`score_table`.
    """
    return ranking_of(entry_scores(rubric, cards, entries, rules.min_scorecards), rules, jury_order)


def adjusted_ranking(
    rubric: Rubric,
    cards: Iterable[Scorecard],
    entries: Sequence[str],
    rules: RankingRules,
    jury_order: Sequence[str] = (),
) -> Ranking:
    """Rank the same entries by their score with the mentors' severity taken out.

    Raises ``RuleBroken("ranking.disconnected")`` naming the ``parts`` when ranked entries cannot be compared.
    """
    figures = entry_scores(rubric, cards, entries, rules.min_scorecards)
    return adjusted_ranking_of(figures, rules, jury_order)


def ranking_of(
    figures: Mapping[str, EntryScore], rules: RankingRules, jury_order: Sequence[str] = ()
) -> Ranking:
    """As :func:`default_ranking`, from scores already computed."""
    scores = {e: f.score for e, f in figures.items() if f.score is not None and not f.provisional}
    return replace(rank(scores, figures, rules, jury_order), provisional=_provisional(figures))


def adjusted_ranking_of(
    figures: Mapping[str, EntryScore], rules: RankingRules, jury_order: Sequence[str] = ()
) -> Ranking:
    """As :func:`adjusted_ranking`, from scores already computed."""
    ranked = {entry for entry, figure in figures.items() if not figure.provisional}
    fit = severity_of_ranked(figures, ranked, rules.ridge)
    scores = {entry: score for entry, score in fit.adjusted.items() if entry in ranked}
    ranking = rank(scores, figures, rules, jury_order)
    return replace(ranking, provisional=_provisional(figures), severity=fit)


def severity_of_ranked(figures: Mapping[str, EntryScore], ranked: set[str], ridge: Fraction) -> Severity:
    """Fit the part of the scorecards that holds the ranked entries; provisional ones linked to it lend
    evidence.

    An unfinished entry that nobody else is linked to must not refuse the ranking of all others. Raises
    ``RuleBroken("ranking.disconnected")`` with those ``parts`` that hold ranked entries if they are several.
    """
    table: ScoreTable = {entry: figure.by_mentor for entry, figure in figures.items() if figure.by_mentor}
    parts = tuple(part for part in connected_parts(table) if ranked & set(part.entries))
    if len(parts) > 1:
        raise RuleBroken("ranking.disconnected", parts=parts)
    linked = parts[0].entries if parts else ()
    return mentor_severity({entry: table[entry] for entry in linked}, ridge)


def _provisional(figures: Mapping[str, EntryScore]) -> tuple[EntryScore, ...]:
    return tuple(figure for figure in figures.values() if figure.provisional)


def place_changes(default: Ranking, adjusted: Ranking) -> tuple[PlaceChange, ...]:
    """What the page "why did the place change" needs, for every ranked entry, by adjusted place.

    ``adjusted`` must be a severity-adjusted ranking of the same entries as ``default``.
    """
    if adjusted.severity is None:
        raise ValueError("the second ranking is not adjusted for severity")
    by_mentor, changes = adjusted.severity.by_mentor, []
    for standing in adjusted.standings:
        before = default.of(standing.entry)
        if before is None:
            continue
        cards = sorted(standing.figures.by_mentor.items())
        changes.append(
            PlaceChange(
                entry=standing.entry,
                place=before.place,
                adjusted_place=standing.place,
                own_mean=before.score,
                adjusted=standing.score,
                shift=standing.score - before.score,
                mentors=tuple(MentorShift(mentor, score, by_mentor[mentor]) for mentor, score in cards),
            )
        )
    return tuple(changes)
