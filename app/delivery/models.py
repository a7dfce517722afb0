"""Projects with milestones, money by source, and updates with photos."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department
from app.db.base import Model
from app.db.types import Cents, Member, Moment, link
from app.domain.project_states import PhotoMoment, ProjectState
from app.proposals.models import Proposal


class Project(Model):
    """What is being built from a confirmed proposal. ``end_reason`` is published with a stop."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("proposal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = link("proposal.id", index=False)
    round_id: Mapped[int] = link("round.id")
    department_id: Mapped[int | None] = link("department.id")
    state: Mapped[ProjectState] = mapped_column(
        Member(ProjectState), default=ProjectState.PLANNED, index=True
    )
    promised_at: Mapped[Moment]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")

    proposal: Mapped[Proposal] = relationship()
    department: Mapped[Department | None] = relationship()


class Milestone(Model):
    """A step of a project: planned for a day, done on a day.

    ``planned_on`` is the promise and stays; once it slips, ``expected_on`` says until when, and ``late_reason`` why.
    """

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = link("project.id", ondelete="CASCADE")
    name: Mapped[str]
    planned_on: Mapped[date]
    expected_on: Mapped[date | None]
    done_on: Mapped[date | None]
    late_reason: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Funding(Model):
    """Money of one source for a project: planned, contracted, paid, in cents."""

    __tablename__ = "funding"
    __table_args__ = (
        UniqueConstraint("project_id", "source"),
        CheckConstraint(
            "planned_cents >= 0 AND contracted_cents >= 0 AND paid_cents >= 0", name="not_negative"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = link("project.id", ondelete="CASCADE", index=False)
    source: Mapped[str]
    planned_cents: Mapped[Cents] = mapped_column(default=0)
    contracted_cents: Mapped[Cents] = mapped_column(default=0)
    paid_cents: Mapped[Cents] = mapped_column(default=0)


class Update(Model):
    """News of a project, in the language it was written in."""

    __tablename__ = "project_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = link("project.id", ondelete="CASCADE")
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    written_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    written_at: Mapped[Moment]


class Photo(Model):
    """A photo of a project, usually part of an update; ``file_key`` names it in the uploads folder."""

    __tablename__ = "project_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = link("project.id", ondelete="CASCADE")
    update_id: Mapped[int | None] = link("project_update.id", ondelete="CASCADE")
    file_key: Mapped[str] = mapped_column(unique=True)
    alt: Mapped[str]
    moment: Mapped[PhotoMoment] = mapped_column(Member(PhotoMoment))
    added_at: Mapped[Moment]
