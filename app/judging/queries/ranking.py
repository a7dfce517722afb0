"""The jury's ranking, computed once for each state of the scorecards, and the result it makes."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from app.accounts.models import Person
from app.db.clock import database_now
from app.domain import rubric as scoring
from app.domain.aggregation import Outcome, Ranking, RankingRules, judging_outcome, score_table
from app.domain.aggregation import Scorecard as Card
from app.domain.agreement import (
    Agreement,
    Disagreement,
    criterion_agreement,
    disagreements,
    scorecard_agreement,
)
from app.domain.deliberation import reordered
from app.domain.errors import RuleBroken
from app.domain.scorecard_states import ScoringState, levels_under
from app.judging.queries.cards import Sheet, assignments_in, is_scoring_over, sheets_of
from app.judging.queries.deliberation import carried_orders, deliberation_of
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.models import Criterion, Round
from app.rounds.queries import criteria_of, domain_rubric, latest_rubric

DEFAULT_MINIMUM = 3
AFTER_SCORE = ("median", "head_to_head", "lot")
"""How ties are broken after the exact score and the criterion that the round may name."""

KEPT_OUTCOMES = 16


@dataclass(frozen=True)
class Computed:
    """All that follows from the scorecards of a round and its rules."""

    outcome: Outcome
    agreement: Agreement
    by_criterion: dict[str, Agreement]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True)
class JuryRanking:
    """The rankings of a round, with what a page needs to write them out.

    Keys of ``proposals`` are the entries. ``again`` counts scorecards that were made under an older version of the
    rubric and wait to be scored again.
    """

    computed: Computed
    rules: RankingRules
    criteria: list[Criterion]
    proposals: dict[str, Proposal]
    mentors: dict[str, Person]
    again: int

    @property
    def outcome(self) -> Outcome:
        """Both rankings, the place changes, stability and agenda."""
        return self.computed.outcome

    @property
    def ranking(self) -> Ranking:
        """The ranking that decides by the rules of the round; the default one where the adjusted one is refused."""
        return self.outcome.deciding or self.outcome.default


class JuryPlace(NamedTuple):
    """One line of the jury's result.

    ``place`` counts by the exact score (1, 2, 2, 4); ``position`` follows the tie order and the motions carried in
    deliberation, and decides who wins a prize; ``computed`` is the position before any motion. Entries with too few
    scorecards come last, with no ``place``, ``position`` and ``score``.
    """

    proposal_id: int
    place: int | None
    score: Fraction | None
    n_scorecards: int
    position: int | None
    computed: int | None = None


def ranking_rules(round: Round) -> RankingRules:
    """What the round declares about its ranking."""
    named = round.judging.get("tie_break")
    return RankingRules(
        min_scorecards=round.judging.get("min_scorecards") or DEFAULT_MINIMUM,
        tie_order=((f"criterion:{named}",) if named else ()) + AFTER_SCORE,
        seed=round.seed,
        adjusted_decides=bool(round.judging.get("adjusted_decides")),
        cut=round.judging.get("places"),
    )


def ranking_of(round: Round, now: datetime | None = None) -> JuryRanking | None:
    """The rankings as the scorecards stand at ``now``; ``None`` for a round without a rubric.

    Whoever shows them asks first whether scoring is over: :func:`is_scoring_over`.
    """
    rubric = latest_rubric(round.id)
    if rubric is None:
        return None
    known, rules = domain_rubric(rubric.id), ranking_rules(round)
    sheets = sheets_of(assignments_in(round.id), round, now or database_now())
    calibration = {sheet.assignment.proposal_id for sheet in sheets if sheet.assignment.is_calibration}
    entries = [each for each in proposals_in_race(round.id) if each.id not in calibration]
    names = [str(each.id) for each in entries]
    cards = [card for card in cards_of(sheets, known) if card.entry in set(names)]
    return JuryRanking(
        computed=_KEPT.computed(known, cards, names, rules),
        rules=rules,
        criteria=criteria_of(rubric.id),
        proposals={str(each.id): each for each in entries},
        mentors={str(sheet.assignment.mentor_id): sheet.assignment.mentor for sheet in sheets},
        again=sum(sheet.state is ScoringState.AGAIN for sheet in sheets),
    )


class _Kept:
    """The last outcomes by the hash of what they follow from: 60 leave-one-out rankings of 300 entries take seconds."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._outcomes: OrderedDict[str, Computed] = OrderedDict()

    def computed(
        self, rubric: scoring.Rubric, cards: Sequence[Card], entries: Sequence[str], rules: RankingRules
    ) -> Computed:
        """The outcome of this input, computed if it is not at hand."""
        key = sha256(repr((rubric, cards, entries, rules)).encode()).hexdigest()
        with self._lock:
            found = self._outcomes.get(key)
            if found is not None:
                self._outcomes.move_to_end(key)
                return found
        made = Computed(
            judging_outcome(rubric, cards, entries, rules),
            scorecard_agreement(score_table(rubric, cards)),
            criterion_agreement(rubric, cards),
            disagreements(rubric, cards),
        )
        with self._lock:
            self._outcomes[key] = made
            while len(self._outcomes) > self._most:
                self._outcomes.popitem(last=False)
        return made


_KEPT = _Kept(KEPT_OUTCOMES)


def cards_of(sheets: Iterable[Sheet], rubric: scoring.Rubric) -> Iterable[Card]:
    """The scorecards that were given, as the scoring core wants them."""
    for sheet in sheets:
        if sheet.counted is not None:
            yield Card(
                entry=str(sheet.assignment.proposal_id),
                mentor=str(sheet.assignment.mentor_id),
                levels=levels_under(rubric, sheet.counted.levels),
                recused=sheet.state is ScoringState.RECUSED,
                trainee=sheet.assignment.is_trainee,
                calibration=sheet.assignment.is_calibration,
            )


def jury_result(round: Round, now: datetime | None = None) -> list[JuryPlace]:
    """The jury's result, best first: the ranked entries in the order of their positions, then the unranked by id.

    Raises ``RuleBroken``: ``ranking.scoring_open`` before scoring is over, ``deliberation.open`` while the jury
    deliberates, ``ranking.disconnected`` where the rules let the adjusted score decide and there is none. Empty for a
    round without a rubric.
    """
    moment = now or database_now()
    if not is_scoring_over(round, moment):
        raise RuleBroken("ranking.scoring_open")
    found = ranking_of(round, moment)
    if found is None:
        return []
    if found.outcome.deciding is None:
        raise RuleBroken("ranking.disconnected")
    deliberation = deliberation_of(round.id)
    if deliberation is not None and deliberation.closed_at is None:
        raise RuleBroken("deliberation.open")
    ranked = _with_motions(found.ranking, carried_orders(round.id))
    return ranked + [
        JuryPlace(int(each.entry), None, None, each.count, None) for each in found.ranking.provisional
    ]


def _with_motions(ranking: Ranking, orders: Sequence[Sequence[str]]) -> list[JuryPlace]:
    """The computed standings, and the new positions of what a carried motion has moved."""
    computed = [each.entry for each in ranking.standings]
    standings = {each.entry: each for each in ranking.standings}
    places = []
    for index, entry in enumerate(reordered(computed, orders)):
        own, is_moved = standings[entry], computed[index] != entry
        position = index + 1 if is_moved else own.position
        place = position if is_moved else own.place
        figures = own.figures
        places.append(JuryPlace(int(entry), place, own.score, figures.count, position, own.position))
    return places
