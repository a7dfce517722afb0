"""What everybody may see of the mentors' view of an entry, and what some must not see whatever their role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.db.base import db
from app.db.clock import database_now
from app.domain import rubric as scoring
from app.domain.aggregation import EntryScore, criterion_feedback, entry_scores
from app.domain.permissions import POLICY, Permission
from app.domain.scorecard_states import LEFT
from app.judging.models import Assignment
from app.judging.queries.cards import is_scoring_over, sheets_of
from app.judging.queries.conflicts import conflicting_entries
from app.judging.queries.ranking import cards_of, ranking_rules
from app.proposals.models import Proposal
from app.rounds.models import Criterion, Round
from app.rounds.queries import criteria_of, domain_rubric, latest_rubric, phase_of


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
    found = select(Assignment).where(
        Assignment.proposal_id == proposal.id, Assignment.round_id == proposal.round_id
    )
    cards = cards_of(sheets_of(list(db.session.scalars(found)), round, moment), known)
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
