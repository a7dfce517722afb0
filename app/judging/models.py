"""Mentors of a round, their guide, assignments and scorecards, who stepped aside, and what the jury deliberated."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Data, LocalText, Member, Moment, Words, link
from app.domain.conflicts import ConflictKind
from app.domain.deliberation import MotionOutcome, Word
from app.proposals.models import Proposal
from app.rounds.models import Round, Rubric


class MentorGuide(Model):
    """What an organiser tells the mentors of a round, part by part; without a row the usual guide holds."""

    __tablename__ = "mentor_guide"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    role: Mapped[LocalText]
    questions: Mapped[LocalText]
    do: Mapped[LocalText]
    avoid: Mapped[LocalText]
    changed_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    changed_at: Mapped[Moment]


class MentorTerms(Model):
    """On which terms a mentor scores in a round: as a trainee, at most how many entries (``None``: no own limit)."""

    __tablename__ = "mentor_terms"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", primary_key=True)
    is_trainee: Mapped[bool] = mapped_column(default=False)
    max_load: Mapped[int | None]


class Assignment(Model):
    """A mentor who is to score an entry in a round. ``is_trainee``: stored, not counted.

    ``is_calibration``: an entry of another round, or an example of an organiser, that all mentors score to agree on the
    levels; it counts for nobody.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("proposal_id", "mentor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    mentor_id: Mapped[int] = link("person.id", ondelete="CASCADE")
    is_trainee: Mapped[bool] = mapped_column(default=False)
    is_calibration: Mapped[bool] = mapped_column(default=False)
    assigned_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    assigned_at: Mapped[Moment]

    round: Mapped[Round] = relationship()
    proposal: Mapped[Proposal] = relationship()
    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id])


class Recusal(Model):
    """A mentor who does not score an entry, by own word or found by the system; it outlives the assignment."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("proposal_id", "mentor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    mentor_id: Mapped[int] = link("person.id", ondelete="CASCADE")
    kind: Mapped[ConflictKind] = mapped_column(Member(ConflictKind))
    reason: Mapped[str]
    declared_at: Mapped[Moment]

    proposal: Mapped[Proposal] = relationship()
    mentor: Mapped[Person] = relationship()


class Scorecard(Model):
    """One mentor's levels for one entry: a draft until submitted; a correction is a new revision with a reason.

    ``levels`` maps criterion keys to a level or ``"na"``; ``comments`` maps criterion keys to text for the team.
    ``save_key`` names the save that wrote the row, chosen by the mentor's device, so that a save sent twice is one and
    a stale one is noticed; ``entered_by`` is whoever typed in a paper sheet for the mentor.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("assignment_id", "revision"),
        Index(
            "uq_scorecard_one_draft",
            "assignment_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = link("assignment.id", ondelete="CASCADE", index=False)
    rubric_id: Mapped[int] = link("rubric.id")
    revision: Mapped[int] = mapped_column(default=1)
    levels: Mapped[Data]
    comments: Mapped[Data]
    team_comment: Mapped[str] = mapped_column(default="")
    private_note: Mapped[str] = mapped_column(default="")
    correction_reason: Mapped[str | None]
    saved_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    save_key: Mapped[str | None]
    entered_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)

    assignment: Mapped[Assignment] = relationship()
    rubric: Mapped[Rubric] = relationship()


class Deliberation(Model):
    """The meeting of the jury after scoring, one a round.

    ``agenda`` is what it was opened with: ``{"cut": 3, "entries": [{"id", "position", "best", "worst"}, …]}``, best
    position first. Its motions change places only once it is closed, with the ``statement`` that is then published.
    """

    __tablename__ = "deliberation"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    agenda: Mapped[Data]
    opened_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    opened_at: Mapped[Moment]
    statement: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    closed_at: Mapped[Moment | None]


class Motion(Model):
    """One motion: these entries of the agenda in this ``order`` (ids, best first; empty: all places stay).

    ``recused`` are the mentors who had no vote on it, taken down when it was decided.
    """

    __tablename__ = "motion"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("deliberation.round_id", ondelete="CASCADE")
    order: Mapped[Words]
    reason: Mapped[str]
    moved_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    moved_at: Mapped[Moment]
    outcome: Mapped[MotionOutcome | None] = mapped_column(Member(MotionOutcome))
    recused: Mapped[Words]
    decided_at: Mapped[Moment | None]

    mover: Mapped[Person | None] = relationship()


class MotionVote(Model):
    """One mentor's word on a motion, with a reason where one was given."""

    __tablename__ = "motion_vote"

    motion_id: Mapped[int] = link("motion.id", ondelete="CASCADE", primary_key=True, index=False)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", primary_key=True)
    word: Mapped[Word] = mapped_column(Member(Word))
    reason: Mapped[str] = mapped_column(default="")
    voted_at: Mapped[Moment]

    person: Mapped[Person] = relationship()
