"""A mentor's own desk: which entries, in which order, how far; and what others said, once one's own is submitted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.db.clock import database_now
from app.domain.aggregation import lot
from app.domain.permissions import Actor, Relation, Role, Standing
from app.domain.phases import Phase
from app.domain.rubric import changed_criteria
from app.domain.scorecard_states import LEFT, ScoringState
from app.judging.models import Assignment
from app.judging.queries.cards import Sheet, is_scoring_over, scoring_deadline, sheets_of
from app.proposals.models import Proposal
from app.rounds.models import Round
from app.rounds.queries import domain_rubric, latest_rubric, phase_of, standing_in

MOST_ASSIGNMENTS = 500


@dataclass(frozen=True)
class RoundDesk:
    """One round of a mentor: the entries in the mentor's own order, and the deadline (grace may follow)."""

    round: Round
    phase: Phase
    sheets: list[Sheet]
    ends_at: datetime | None
    is_over: bool

    @property
    def left(self) -> list[Sheet]:
        """What there is still to do."""
        return [] if self.is_over else [sheet for sheet in self.sheets if sheet.state in LEFT]

    @property
    def done(self) -> list[Sheet]:
        """What is scored."""
        return [sheet for sheet in self.sheets if sheet.state is ScoringState.SUBMITTED]

    @property
    def missed(self) -> list[Sheet]:
        """What was not scored in time."""
        return [sheet for sheet in self.sheets if sheet.state in LEFT] if self.is_over else []

    @property
    def recused(self) -> list[Sheet]:
        """What the mentor has stepped aside from."""
        return [sheet for sheet in self.sheets if sheet.state is ScoringState.RECUSED]

    @property
    def total(self) -> int:
        """How many entries the mentor scores."""
        return len(self.sheets) - len(self.recused)

    @property
    def following(self) -> Sheet | None:
        """What to score next: what is begun first."""
        begun = [sheet for sheet in self.left if sheet.draft is not None]
        return next(iter([*begun, *self.left]), None)


@dataclass(frozen=True)
class Filled:
    """What a scorecard's form shows at first: levels and comments by criterion, and the two texts."""

    levels: dict[str, int | str]
    comments: dict[str, str]
    team_comment: str
    private_note: str


@dataclass(frozen=True)
class ScoringTask:
    """One entry of one mentor in its round, and how the mentor stands to it."""

    sheet: Sheet
    round: Round
    standing: Standing

    @property
    def proposal(self) -> Proposal:
        """The entry."""
        return self.sheet.assignment.proposal


def assignments_of(mentor_id: int, round_id: int | None = None, now: datetime | None = None) -> list[Sheet]:
    """The mentor's assignments with their states, by round and in the mentor's own order within each."""
    return [sheet for desk in desks_of(mentor_id, round_id, now) for sheet in desk.sheets]


def desks_of(mentor_id: int, round_id: int | None = None, now: datetime | None = None) -> list[RoundDesk]:
    """The mentor's rounds, those that can still be scored first, then the latest; assignments in races that the
    entry has left are not shown.

    The order of the entries is random, another for each mentor, and always the same: mentors tire, and the last
    entry should not be the same one for all.
    """
    moment = now or database_now()
    found = select(Assignment).join(Assignment.proposal).where(Assignment.mentor_id == mentor_id)
    if round_id is not None:
        found = found.where(Assignment.round_id == round_id)
    found = found.where(_IS_TO_SCORE).options(*_WITH_ENTRY)
    rows = db.session.scalars(
        found.order_by(Assignment.round_id.desc(), Assignment.id).limit(MOST_ASSIGNMENTS)
    )
    by_round: dict[int, list[Assignment]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row)
    desks = [_desk(mentor_id, each, moment) for each in by_round.values()]
    return sorted(desks, key=lambda desk: (desk.is_over, -desk.round.id))


_IS_TO_SCORE = or_(Proposal.submitted_at.is_not(None), Assignment.is_calibration.is_(True))
"""An entry that was handed in, or what mentors calibrate with, which need not have been."""

_WITH_ENTRY = (
    joinedload(Assignment.round),
    joinedload(Assignment.proposal).joinedload(Proposal.round),
    joinedload(Assignment.proposal).joinedload(Proposal.neighbourhood),
    joinedload(Assignment.proposal).joinedload(Proposal.team),
)


def _desk(mentor_id: int, assignments: list[Assignment], now: datetime) -> RoundDesk:
    round = assignments[0].round
    seed = f"{round.seed}:{mentor_id}"
    # The calibration entry comes first: it is there to learn the levels from.
    ordered = sorted(
        assignments, key=lambda each: (not each.is_calibration, lot(seed, str(each.proposal_id)))
    )
    return RoundDesk(
        round=round,
        phase=phase_of(round, now),
        sheets=sheets_of(ordered, round, now),
        ends_at=scoring_deadline(round),
        is_over=is_scoring_over(round, now),
    )


def open_scoring_task(assignment_id: int, actor: Actor, now: datetime) -> tuple[ScoringTask, Standing] | None:
    """The actor's own assignment, or ``None``: others' are hidden, and one's own after stepping aside."""
    own = (Assignment.id == assignment_id, Assignment.mentor_id == actor.person_id, _IS_TO_SCORE)
    found = select(Assignment).join(Assignment.proposal).where(*own)
    assignment = db.session.scalar(found.options(*_WITH_ENTRY))
    if assignment is None:
        return None
    round = assignment.round
    sheet = sheets_of([assignment], round, now)[0]
    standing = standing_in(round, now, relations_to_sheet(sheet, actor))
    return (ScoringTask(sheet, round, standing), standing) if standing.relations else None


def relations_to_sheet(sheet: Sheet, actor: Actor) -> frozenset[Relation]:
    """Whether the assignment is the actor's to score: a mentor of the round without a conflict of interest."""
    is_mine = sheet.assignment.mentor_id == actor.person_id and sheet.state is not ScoringState.RECUSED
    is_mentor = Role.MENTOR in actor.roles_in(sheet.assignment.round_id)
    return frozenset({Relation.ASSIGNED}) if is_mine and is_mentor else frozenset()


def sheets_of_others(task: ScoringTask, now: datetime) -> list[Sheet]:
    """What the other mentors gave the same entry, by name; nothing, not even how many there are, until one's own
    scorecard is submitted.
    """
    if task.sheet.state is not ScoringState.SUBMITTED:
        return []
    found = select(Assignment).where(
        Assignment.proposal_id == task.proposal.id,
        Assignment.round_id == task.round.id,
        Assignment.id != task.sheet.assignment.id,
    )
    rows = list(db.session.scalars(found.options(joinedload(Assignment.mentor))))
    scored = [each for each in sheets_of(rows, task.round, now) if each.state is ScoringState.SUBMITTED]
    return sorted(scored, key=lambda each: (each.assignment.mentor.display_name, each.assignment.id))


def filled_in(task: ScoringTask) -> Filled:
    """What the mentor saved last; levels of criteria that have changed their meaning since then are left open."""
    row, latest = task.sheet.newest, latest_rubric(task.round.id)
    if row is None or latest is None:
        return Filled({}, {}, "", "")
    changed = changed_criteria(domain_rubric(row.rubric_id), domain_rubric(latest.id))
    levels = {key: level for key, level in row.levels.items() if key not in changed}
    return Filled(levels, dict(row.comments), row.team_comment, row.private_note)
