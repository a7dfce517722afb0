"""The jury's ranking, the result it makes, and what the public sees of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.db.base import db
from app.db.clock import database_now
from app.domain import rubric as scoring
from app.domain.aggregation import (
    EntryScore,
    Ranking,
    RankingRules,
    criterion_feedback,
    default_ranking,
    entry_scores,
)
from app.domain.aggregation import Scorecard as Card
from app.domain.errors import RuleBroken
from app.domain.permissions import POLICY, Permission
from app.domain.scorecard_states import LEFT, ScoringState, levels_under
from app.judging.models import Assignment
from app.judging.queries.cards import Sheet, assignments_in, is_scoring_over, sheets_of
from app.judging.queries.conflicts import conflicting_entries
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.models import Criterion, Round
from app.rounds.queries import criteria_of, domain_rubric, latest_rubric, phase_of

DEFAULT_MINIMUM = 3
AFTER_SCORE = ("median", "head_to_head", "lot")
"""How ties are broken after the exact score and the criterion that the round may name."""


@dataclass(frozen=True)
class JuryRanking:
    """The ranking of a round by the default score, with what a page needs to write it out.

    Keys of ``proposals`` are the entries of the ``ranking``. ``again`` counts scorecards that were made under an
    older version of the rubric and wait to be scored again.
    """

    ranking: Ranking
    rules: RankingRules
    criteria: list[Criterion]
    proposals: dict[str, Proposal]
    mentors: dict[str, Person]
    again: int


class JuryPlace(NamedTuple):
    """One line of the jury's result.

    ``place`` counts by the exact score (1, 2, 2, 4); ``position`` follows the tie order too and decides who wins a
    prize. Entries with too few scorecards come last, with no ``place``, ``position`` and ``score``.
    """

    proposal_id: int
    place: int | None
    score: Fraction | None
    n_scorecards: int
    position: int | None


@dataclass(frozen=True)
class CriterionLine:
    """What the mentors say of one criterion: the exact mean on its scale, and the nearest level with its descriptor."""

    criterion: Criterion
    mean_level: Fraction
    level: int

    @property
    def descriptor(self) -> dict[str, str]:
        """The text of the nearest level, by language."""
        texts: dict[str, str] = self.criterion.descriptors.get(str(self.level), {})
        return texts


@dataclass(frozen=True)
class EntrySummary:
    """How the mentors saw one entry: the exact mean, how many scored it, and each criterion."""

    score: Fraction
    count: int
    lines: list[CriterionLine]


def ranking_rules(round: Round) -> RankingRules:
    """What the round declares about its ranking."""
    named = round.judging.get("tie_break")
    return RankingRules(
        min_scorecards=round.judging.get("min_scorecards") or DEFAULT_MINIMUM,
        tie_order=((f"criterion:{named}",) if named else ()) + AFTER_SCORE,
        seed=round.seed,
        cut=round.judging.get("places"),
    )


def ranking_of(round: Round, now: datetime | None = None) -> JuryRanking | None:
    """The ranking as the scorecards stand at ``now``; ``None`` for a round without a rubric.

    Whoever shows it asks first whether scoring is over: :func:`is_scoring_over`.
    """
    rubric = latest_rubric(round.id)
    if rubric is None:
        return None
    known, rules = domain_rubric(rubric.id), ranking_rules(round)
    sheets = sheets_of(assignments_in(round.id), round, now or database_now())
    calibration = {sheet.assignment.proposal_id for sheet in sheets if sheet.assignment.is_calibration}
    entries = [each for each in proposals_in_race(round.id) if each.id not in calibration]
    cards = list(_cards(sheets, known))
    return JuryRanking(
        ranking=default_ranking(known, cards, [str(each.id) for each in entries], rules),
        rules=rules,
        criteria=criteria_of(rubric.id),
        proposals={str(each.id): each for each in entries},
        mentors={str(sheet.assignment.mentor_id): sheet.assignment.mentor for sheet in sheets},
        again=sum(sheet.state is ScoringState.AGAIN for sheet in sheets),
    )


def _cards(sheets: Iterable[Sheet], rubric: scoring.Rubric) -> Iterable[Card]:
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

    Raises ``RuleBroken("ranking.scoring_open")`` before scoring is over; empty for a round without a rubric.
    """
    moment = now or database_now()
    if not is_scoring_over(round, moment):
        raise RuleBroken("ranking.scoring_open")
    found = ranking_of(round, moment)
    if found is None:
        return []
    ranked = [
        JuryPlace(int(each.entry), each.place, each.score, each.figures.count, each.position)
        for each in found.ranking.standings
    ]
    return ranked + [
        JuryPlace(int(each.entry), None, None, each.count, None) for each in found.ranking.provisional
    ]


def entry_score(
    proposal: Proposal, now: datetime | None = None, *, is_published: bool = False
) -> EntrySummary | None:
    """What everybody may see of the mentors' view of an entry, without their names.

    ``None`` before the jury's result is published (``is_published``) or the decision begins, while scoring is open,
    and for an entry with too few scorecards.
    """
    moment, round = now or database_now(), proposal.round
    is_told = is_published or phase_of(round, moment) in POLICY[Permission.DECIDE].phases
    if not is_told or not is_scoring_over(round, moment):
        return None
    rubric = latest_rubric(round.id)
    if rubric is None:
        return None
    known = domain_rubric(rubric.id)
    found = select(Assignment).where(Assignment.proposal_id == proposal.id)
    cards = _cards(sheets_of(list(db.session.scalars(found)), round, moment), known)
    entry = str(proposal.id)
    figures = entry_scores(known, cards, [entry], ranking_rules(round).min_scorecards)
    return _summary(known, figures[entry], criteria_of(rubric.id))


def _summary(
    rubric: scoring.Rubric, figures: EntryScore, criteria: Sequence[Criterion]
) -> EntrySummary | None:
    if figures.provisional or figures.score is None:
        return None
    rows = {row.key: row for row in criteria}
    told = criterion_feedback(rubric, {figures.entry: figures})[figures.entry]
    lines = [CriterionLine(rows[each.criterion], each.mean_level, each.level) for each in told]
    return EntrySummary(figures.score, figures.count, lines)


def hidden_entries(round: Round, person_id: int, now: datetime) -> frozenset[int]:
    """The entries whose scores and mentors this person must not see, whatever their role.

    Those they stand too near to and, until scoring is over, those they have yet to score themselves.
    """
    near = conflicting_entries(round.id, person_id)
    if is_scoring_over(round, now):
        return frozenset(near)
    found = select(Assignment).where(Assignment.round_id == round.id, Assignment.mentor_id == person_id)
    mine = sheets_of(list(db.session.scalars(found)), round, now)
    return frozenset(near | {sheet.assignment.proposal_id for sheet in mine if sheet.state in LEFT})
