"""What an organiser sees who assigns mentors: who there is, who has what, how far they are, and the automatic plan."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.accounts.queries import people_in_role
from app.db.base import db
from app.db.clock import database_now
from app.domain.assignment import Pair, Plan, plan_assignments
from app.domain.permissions import Role
from app.domain.scorecard_states import LEFT, ScoringState
from app.judging.models import Assignment, Scorecard
from app.judging.queries.cards import Sheet, assignments_in, sheets_of
from app.judging.queries.conflicts import conflict_pairs
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.models import Round
from app.rounds.queries import round_by_id


@dataclass(frozen=True)
class MentorProgress:
    """How far one mentor is: entries to score in all, submitted, begun, and still left; no score."""

    mentor: Person
    total: int
    submitted: int
    drafts: int
    recused: int

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
        return sum(sheet.state is ScoringState.SUBMITTED for sheet in self.sheets)

    @property
    def total(self) -> int:
        """How many mentors are to score it."""
        return sum(sheet.state is not ScoringState.RECUSED for sheet in self.sheets)


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


@dataclass(frozen=True)
class PlanSettings:
    """What an organiser asks of the automatic assignment; ``cap``: most entries a mentor takes, ``None`` for any."""

    per_entry: int
    cap: int | None
    seed: str


def mentors_in(round_id: int) -> list[Person]:
    """The mentors of the round: held everywhere or in it, by name."""
    return list(people_in_role(Role.MENTOR, round_id))


def assignment_by_id(assignment_id: int) -> Assignment | None:
    """The assignment with this id, with its entry and mentor."""
    found = select(Assignment).where(Assignment.id == assignment_id)
    loaded = found.options(
        joinedload(Assignment.mentor), joinedload(Assignment.proposal).joinedload(Proposal.round)
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
    racing = [sheet for sheet in sheets if sheet.assignment.proposal_id in in_race]
    return Progress(
        mentors=[
            _of_mentor(person, [each for each in racing if each.assignment.mentor_id == person.id])
            for person in sorted(people.values(), key=lambda each: (each.display_name, each.id))
        ],
        entries=[
            EntryProgress(proposal, [each for each in racing if each.assignment.proposal_id == proposal.id])
            for proposal in proposals
        ],
    )


def _of_mentor(mentor: Person, sheets: list[Sheet]) -> MentorProgress:
    states = [sheet.state for sheet in sheets]
    return MentorProgress(
        mentor=mentor,
        total=sum(state is not ScoringState.RECUSED for state in states),
        submitted=states.count(ScoringState.SUBMITTED),
        drafts=sum(sheet.state in LEFT and sheet.draft is not None for sheet in sheets),
        recused=states.count(ScoringState.RECUSED),
    )


def default_settings(round: Round) -> PlanSettings:
    """What the round's rules say about its assignment."""
    return PlanSettings(
        per_entry=round.judging.get("per_entry") or 3, cap=round.judging.get("max_load"), seed=round.seed
    )


def planned(round: Round, settings: PlanSettings) -> Plan:
    """The automatic plan as it would be saved now: what exists stays and is topped up.

    Of mentors who have left, only what they have submitted counts. Raises as :func:`plan_assignments`.
    """
    active = {str(person.id) for person in mentors_in(round.id)}
    submitted = set(
        db.session.scalars(
            select(Scorecard.assignment_id)
            .join(Assignment, Assignment.id == Scorecard.assignment_id)
            .where(Assignment.round_id == round.id, Scorecard.submitted_at.is_not(None))
        )
    )
    existing = [
        Pair(str(each.proposal_id), str(each.mentor_id))
        for each in assignments_in(round.id)
        if str(each.mentor_id) in active or each.id in submitted
    ]
    return plan_assignments(
        [str(proposal.id) for proposal in proposals_in_race(round.id)],
        dict.fromkeys(active, settings.cap),
        per_entry=settings.per_entry,
        conflicts=conflict_pairs(round.id),
        existing=existing,
        seed=settings.seed,
    )


def fingerprint(plan: Plan) -> str:
    """A short text that is the same exactly for plans that would change the same assignments."""
    lines = [f"{sign}{pair.entry}:{pair.mentor}" for sign, pairs in _changes(plan) for pair in pairs]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _changes(plan: Plan) -> tuple[tuple[str, tuple[Pair, ...]], ...]:
    return ("+", plan.added), ("-", plan.released)
