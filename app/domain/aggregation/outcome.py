"""Everything the ranking page of a round shows, computed once from the scorecards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.aggregation.connection import Part
from app.domain.aggregation.places import PlaceChange, adjusted_ranking_of, place_changes, ranking_of
from app.domain.aggregation.ranking import Ranking
from app.domain.aggregation.rules import RankingRules
from app.domain.aggregation.scorecards import EntryScore, Scorecard, entry_scores
from app.domain.aggregation.stability import Stability, deliberation_agenda, place_stability
from app.domain.errors import RuleBroken
from app.domain.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Outcome:
    """The two rankings side by side and what the jury needs to judge them.

    ``adjusted`` is ``None``, and ``parts`` names the parts, when scorecards do not link all ranked entries.
    ``stability`` and ``agenda`` belong to :attr:`deciding`; the agenda is empty when the round has no cut.
    """

    figures: Mapping[str, EntryScore]
    default: Ranking
    adjusted: Ranking | None
    parts: tuple[Part, ...]
    changes: tuple[PlaceChange, ...]
    deciding: Ranking | None
    stability: Stability | None
    agenda: tuple[str, ...]


def judging_outcome(
    rubric: Rubric,
    cards: Iterable[Scorecard],
    entries: Sequence[str],
    rules: RankingRules,
    jury_order: Sequence[str] = (),
) -> Outcome:
    """Compute both rankings, the place changes, the stability of the deciding ranking and the agenda.

    When the rules let the adjusted score decide and it is refused, no ranking decides (``deciding`` is
    ``None``): falling back to another rule after the fact would be choosing the winner. Raises as
    :func:`score_table`.
    """
    figures = entry_scores(rubric, cards, entries, rules.min_scorecards)
    default = ranking_of(figures, rules, jury_order)
    adjusted, parts = _adjusted_or_parts(figures, rules, jury_order)
    deciding = adjusted if rules.adjusted_decides else default
    found = None
    if deciding is not None:
        found = place_stability(figures, rules, adjusted=rules.adjusted_decides, jury_order=jury_order)
    return Outcome(
        figures=figures,
        default=default,
        adjusted=adjusted,
        parts=parts,
        changes=place_changes(default, adjusted) if adjusted else (),
        deciding=deciding,
        stability=found,
        agenda=deliberation_agenda(found, rules.cut) if found and rules.cut else (),
    )


def _adjusted_or_parts(
    figures: Mapping[str, EntryScore], rules: RankingRules, jury_order: Sequence[str]
) -> tuple[Ranking | None, tuple[Part, ...]]:
    try:
        return adjusted_ranking_of(figures, rules, jury_order), ()
    except RuleBroken as refusal:
        parts = refusal.params.get("parts")
        if refusal.code != "ranking.disconnected" or not isinstance(parts, tuple):
            raise
        return None, parts
