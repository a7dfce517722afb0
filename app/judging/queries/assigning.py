"""What an organiser sees who assigns mentors: who there is, who has what, and how far they are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.accounts.queries import people_in_role
from app.db.base import db
from app.db.clock import database_now
from app.domain.permissions import Role
from app.domain.scorecard_states import LEFT, ScoringState
from app.judging.models import Assignment
from app.judging.queries.cards import Sheet, assignments_in, sheets_of
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.queries import round_by_id


@dataclass(frozen=True)
class MentorProgress:
    """How far one mentor is: entries to score in all, submitted, begun, and still left; no score.

    ``calibration`` is how far the mentor is with the calibration entry, ``None`` for a mentor without it.
    """

    mentor: Person
    total: int
    submitted: int
    drafts: int
    recused: int
    is_trainee: bool = False
    calibration: ScoringState | None = None

    @property
    def left(self) -> int:
        """How many entries wait for this mentor."""
        return self.total - self.submitted


@dataclass(frozen=True)
class EntryProgress:
    """Who is to score one entry, and how many have; no score."""

    proposal: Proposal
    sheets: list[Sheet]

    @property
    def submitted(self) -> int:
        """How many scorecards count."""
        return sum(sheet.state is ScoringState.SUBMITTED for sheet in self._counting)

    @property
    def total(self) -> int:
        """How many mentors are to score it, apart from trainees."""
        return sum(sheet.state is not ScoringState.RECUSED for sheet in self._counting)

    @property
    def _counting(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.assignment.is_trainee]


@dataclass(frozen=True)
class Progress:
    """The scoring of a round, by mentor and by entry."""

    mentors: list[MentorProgress]
    entries: list[EntryProgress]

    @property
    def total(self) -> int:
        """How many scorecards are wanted."""
        return sum(each.total for each in self.mentors)

    @property
    def submitted(self) -> int:
        """How many scorecards there are."""
        return sum(each.submitted for each in self.mentors)


def mentors_in(round_id: int) -> list[Person]:
    """The mentors of the round: held everywhere or in it, by name."""
    return list(people_in_role(Role.MENTOR, round_id))


def assignment_by_id(assignment_id: int) -> Assignment | None:
    """The assignment with this id, with its entry and mentor."""
    found = select(Assignment).where(Assignment.id == assignment_id)
    loaded = found.options(
        joinedload(Assignment.mentor),
        joinedload(Assignment.round),
        joinedload(Assignment.proposal).joinedload(Proposal.round),
    )
    return db.session.scalar(loaded)


def progress_of(round_id: int, now: datetime | None = None) -> Progress:
    """How far scoring is: mentors by name (those without an entry too), entries by id. Says nothing about scores."""
    round = round_by_id(round_id)
    if round is None:
        return Progress([], [])
    sheets = sheets_of(assignments_in(round_id), round, now or database_now())
    people = {person.id: person for person in mentors_in(round_id)}
    people |= {sheet.assignment.mentor_id: sheet.assignment.mentor for sheet in sheets}
    proposals = proposals_in_race(round_id)
    in_race = {proposal.id for proposal in proposals}
    racing = [
        sheet
        for sheet in sheets
        if sheet.assignment.proposal_id in in_race and not sheet.assignment.is_calibration
    ]
    calibrated = {
        sheet.assignment.mentor_id: sheet.state for sheet in sheets if sheet.assignment.is_calibration
    }
    return Progress(
        mentors=[
            _of_mentor(
                person,
                [each for each in racing if each.assignment.mentor_id == person.id],
                calibrated.get(person.id),
            )
            for person in sorted(people.values(), key=lambda each: (each.display_name, each.id))
        ],
        entries=[
            EntryProgress(proposal, [each for each in racing if each.assignment.proposal_id == proposal.id])
            for proposal in proposals
        ],
    )


def _of_mentor(mentor: Person, sheets: list[Sheet], calibration: ScoringState | None) -> MentorProgress:
    states = [sheet.state for sheet in sheets]
    return MentorProgress(
        mentor=mentor,
        total=sum(state is not ScoringState.RECUSED for state in states),
        submitted=states.count(ScoringState.SUBMITTED),
        drafts=sum(sheet.state in LEFT and sheet.draft is not None for sheet in sheets),
        recused=states.count(ScoringState.RECUSED),
        is_trainee=any(sheet.assignment.is_trainee for sheet in sheets),
        calibration=calibration,
    )
