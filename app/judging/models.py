"""Assignments of mentors to entries, their scorecards, and who stepped aside."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Data, Member, Moment, link
from app.domain.conflicts import ConflictKind
from app.proposals.models import Proposal
from app.rounds.models import Rubric


class Assignment(Model):
    """A mentor who is to score an entry. ``is_trainee``: stored, not counted; ``is_calibration``: counts for nobody."""

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

    assignment: Mapped[Assignment] = relationship()
    rubric: Mapped[Rubric] = relationship()
