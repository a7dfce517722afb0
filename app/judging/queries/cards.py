"""Assignments with what was saved for them: which scorecard counts, and how far each mentor is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.domain import rubric as scoring
from app.domain.assignment import Pair
from app.domain.phases import Phase
from app.domain.scorecard_states import Revision, ScoringState, counted_revision, state_of
from app.judging.models import Assignment, Scorecard
from app.judging.queries.conflicts import firm_conflicts, found_conflicts
from app.rounds.models import Round, Rubric
from app.rounds.queries import domain_rubric, latest_rubric, timetable_of


@dataclass(frozen=True)
class Sheet:
    """One assignment: everything saved for it, oldest first, the row that counts (``None``: none), how far it is."""

    assignment: Assignment
    rows: tuple[Scorecard, ...]
    counted: Scorecard | None
    state: ScoringState

    @property
    def draft(self) -> Scorecard | None:
        """What is saved and not submitted."""
        return next((row for row in self.rows if row.submitted_at is None), None)

    @property
    def newest(self) -> Scorecard | None:
        """What was saved last, draft or not."""
        return self.rows[-1] if self.rows else None


@dataclass(frozen=True)
class Conflicts:
    """Who stands aside from what: ``firm`` at all times, ``later`` unless a scorecard was submitted before."""

    firm: Collection[Pair]
    later: Collection[Pair]

    def recuse(self, assignment: Assignment, rows: Sequence[Scorecard]) -> bool:
        """Whether the assignment, with everything saved for it, is stepped aside from."""
        pair = Pair(str(assignment.proposal_id), str(assignment.mentor_id))
        return pair in self.firm or (pair in self.later and all(row.submitted_at is None for row in rows))


def scoring_ends_at(round: Round) -> datetime | None:
    """The first instant after scoring; ``None`` where it is skipped or has no end."""
    return timetable_of(round).end_of(Phase.SCORING)


def scoring_deadline(round: Round) -> datetime | None:
    """When mentors are asked to be done: the end of scoring less the grace period that the round declares."""
    ends_at = scoring_ends_at(round)
    return ends_at and ends_at - timedelta(minutes=grace_minutes(round))


def grace_minutes(round: Round) -> int:
    """For how many minutes after the deadline a scorecard is still taken; the grace is part of the scoring phase."""
    return int(round.judging.get("grace_minutes") or 0)


def has_scoring(round: Round) -> bool:
    """Whether mentors score in this round at all."""
    return timetable_of(round).span(Phase.SCORING) is not None


def is_scoring_over(round: Round, now: datetime) -> bool:
    """Whether the scorecards are final."""
    ends_at = scoring_ends_at(round)
    return ends_at is not None and now >= ends_at


def assignments_in(round_id: int) -> list[Assignment]:
    """All assignments of the round with their mentors, by entry and mentor."""
    found = select(Assignment).where(Assignment.round_id == round_id).options(joinedload(Assignment.mentor))
    return list(db.session.scalars(found.order_by(Assignment.proposal_id, Assignment.mentor_id)))


def sheets_of(assignments: Sequence[Assignment], round: Round, now: datetime) -> list[Sheet]:
    """These assignments of one round with their scorecards, in the same order."""
    rows = _rows([assignment.id for assignment in assignments])
    latest = latest_rubric(round.id)
    rubrics = _rubrics({row.rubric_id for each in rows.values() for row in each}, latest)
    found = found_conflicts(round.id)
    conflicts = Conflicts(firm=firm_conflicts(round.id, found), later=found.keys())
    ends_at = scoring_ends_at(round)
    newest = rubrics[latest.id] if latest else None
    return [_sheet(each, rows[each.id], rubrics, newest, conflicts, ends_at, now) for each in assignments]


def _rows(assignment_ids: Sequence[int]) -> dict[int, list[Scorecard]]:
    rows: dict[int, list[Scorecard]] = {each: [] for each in assignment_ids}
    found = select(Scorecard).where(Scorecard.assignment_id.in_(assignment_ids))
    for row in db.session.scalars(found.order_by(Scorecard.revision)):
        rows[row.assignment_id].append(row)
    return rows


def _rubrics(used: Collection[int], latest: Rubric | None) -> dict[int, scoring.Rubric]:
    ids = {*used, latest.id} if latest else set(used)
    return {rubric_id: domain_rubric(rubric_id) for rubric_id in sorted(ids)}


def _sheet(
    assignment: Assignment,
    rows: Sequence[Scorecard],
    rubrics: dict[int, scoring.Rubric],
    latest: scoring.Rubric | None,
    conflicts: Conflicts,
    ends_at: datetime | None,
    now: datetime,
) -> Sheet:
    revisions = [_revision(row, rubrics[row.rubric_id]) for row in rows]
    versions = {rubric.version: rubric for rubric in rubrics.values()}
    counted = counted_revision(revisions, versions, latest, ends_at, now) if latest else None
    state = ScoringState.RECUSED if conflicts.recuse(assignment, rows) else state_of(revisions, counted)
    row = next((row for row in rows if counted and row.revision == counted.number), None)
    return Sheet(assignment, tuple(rows), row, state)


def _revision(row: Scorecard, rubric: scoring.Rubric) -> Revision:
    return Revision(
        number=row.revision,
        rubric_version=rubric.version,
        levels=row.levels,
        comments=row.comments,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
    )
