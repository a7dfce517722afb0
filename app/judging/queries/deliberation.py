"""The jury's deliberation of a round: its agenda, its motions with their votes, and who has a vote on which."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.accounts.queries import people_in_role
from app.db.base import db
from app.domain.deliberation import MotionOutcome, Word
from app.domain.people import public_name
from app.domain.permissions import Role
from app.judging.models import Deliberation, MentorTerms, Motion, MotionVote
from app.judging.queries.conflicts import conflict_pairs
from app.proposals.models import Proposal


@dataclass(frozen=True)
class MotionShown:
    """A motion with its votes; ``entries`` are those whose mentors must not be near to it; ``recused`` have no vote."""

    motion: Motion
    votes: list[MotionVote]
    entries: frozenset[str]
    entitled: list[Person]
    recused: list[Person]

    def said(self, word: Word) -> int:
        """How many said this."""
        return sum(vote.word == word for vote in self.votes)

    def vote_of(self, person_id: int | None) -> MotionVote | None:
        """What this person said."""
        return next((vote for vote in self.votes if vote.person_id == person_id), None)

    def is_about(self, entries: Collection[str]) -> bool:
        """Whether one of these entries is part of it."""
        return not self.entries.isdisjoint(entries)

    def may_vote(self, person_id: int | None) -> bool:
        """Whether this person has a vote on it."""
        return person_id in {person.id for person in self.entitled}


def deliberation_of(round_id: int) -> Deliberation | None:
    """The deliberation of the round, open or closed."""
    return db.session.get(Deliberation, round_id)


def motion_by_id(motion_id: int) -> Motion | None:
    """The motion with this id."""
    return db.session.get(Motion, motion_id)


def carried_orders(round_id: int) -> list[list[str]]:
    """The orders of the carried motions, in the order in which they were decided."""
    found = select(Motion).where(Motion.round_id == round_id, Motion.outcome == MotionOutcome.CARRIED)
    return [list(each.order) for each in db.session.scalars(found.order_by(Motion.decided_at, Motion.id))]


def agenda_positions(deliberation: Deliberation) -> dict[str, int]:
    """Entry → the position with which it came onto the agenda."""
    return {str(each["id"]): int(each["position"]) for each in deliberation.agenda.get("entries", [])}


def entries_of(motion: Motion, deliberation: Deliberation) -> frozenset[str]:
    """The entries that a motion is about: those it orders, or the whole agenda where all places are to stay."""
    return frozenset(motion.order or agenda_positions(deliberation))


def jury_of(round_id: int) -> list[Person]:
    """The mentors of the round who are no trainees, by name."""
    learning = select(MentorTerms.person_id).where(
        MentorTerms.round_id == round_id, MentorTerms.is_trainee.is_(True)
    )
    trainees = set(db.session.scalars(learning))
    return [each for each in people_in_role(Role.MENTOR, round_id) if each.id not in trainees]


def motions_of(deliberation: Deliberation) -> list[MotionShown]:
    """All motions of a deliberation, oldest first, with their votes."""
    round_id = deliberation.round_id
    found = select(Motion).where(Motion.round_id == round_id).options(joinedload(Motion.mover))
    motions = list(db.session.scalars(found.order_by(Motion.id)))
    votes: dict[int, list[MotionVote]] = {motion.id: [] for motion in motions}
    cast = select(MotionVote).where(MotionVote.motion_id.in_(votes)).options(joinedload(MotionVote.person))
    for vote in db.session.scalars(cast.order_by(MotionVote.voted_at, MotionVote.person_id)):
        votes[vote.motion_id].append(vote)
    jury, near = jury_of(round_id), _near(round_id)
    return [_shown(each, votes[each.id], entries_of(each, deliberation), jury, near) for each in motions]


def _near(round_id: int) -> dict[str, set[int]]:
    """Entry → the people who stand too near to it."""
    near: dict[str, set[int]] = {}
    for pair in conflict_pairs(round_id):
        near.setdefault(pair.entry, set()).add(int(pair.mentor))
    return near


def _shown(
    motion: Motion,
    votes: list[MotionVote],
    entries: frozenset[str],
    jury: Iterable[Person],
    near: Mapping[str, set[int]],
) -> MotionShown:
    if motion.outcome is None:
        apart = {person for entry in entries for person in near.get(entry, ())}
    else:
        apart = {int(each) for each in motion.recused}
    people = list(jury)
    return MotionShown(
        motion=motion,
        votes=votes,
        entries=entries,
        entitled=[each for each in people if each.id not in apart],
        recused=[each for each in people if each.id in apart],
    )


@dataclass(frozen=True)
class MotionPublished:
    """A decided motion as everybody may read it; ``reasons``: word, the name if it may be shown, and the reason."""

    order: list[Proposal]
    reason: str
    outcome: MotionOutcome
    words: dict[str, int]
    recused: int
    reasons: list[tuple[Word, str | None, str]]


@dataclass(frozen=True)
class DeliberationPublished:
    """A closed deliberation as everybody may read it; ``is_override``: a motion changed the computed order."""

    agenda: list[Proposal]
    motions: list[MotionPublished]
    statement: str
    is_override: bool


def published_deliberation(round_id: int) -> DeliberationPublished | None:
    """What the jury deliberated, once it is closed; the page of the result shows it."""
    found = deliberation_of(round_id)
    if found is None or found.closed_at is None:
        return None
    shown = [each for each in motions_of(found) if each.motion.outcome is not None]
    ids = {int(each) for each in agenda_positions(found)}
    entries = {
        str(each.id): each for each in db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)))
    }
    motions = [_published(each, entries) for each in shown]
    return DeliberationPublished(
        agenda=[entries[each] for each in agenda_positions(found) if each in entries],
        motions=motions,
        statement=found.statement,
        is_override=any(each.order and each.outcome is MotionOutcome.CARRIED for each in motions),
    )


def _published(shown: MotionShown, entries: Mapping[str, Proposal]) -> MotionPublished:
    motion = shown.motion
    return MotionPublished(
        order=[entries[each] for each in motion.order if each in entries],
        reason=motion.reason,
        outcome=motion.outcome or MotionOutcome.LOST,
        words={word.value: shown.said(word) for word in Word},
        recused=len(motion.recused),
        reasons=[(vote.word, _name(vote.person), vote.reason) for vote in shown.votes if vote.reason],
    )


def _name(person: Person) -> str | None:
    return public_name(person.display_name, person.age_band, person.shows_name)
