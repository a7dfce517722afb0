"""A department's task to screen one proposal, and its official answer."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person
from app.db.base import Model
from app.db.types import Cents, Member, Moment, link
from app.domain.screening import Verdict
from app.proposals.models import Proposal


class Screening(Model):
    """One department's check of one proposal. ``due_on`` is a day in the city; the author may answer once.

    ``language`` is the one that the reason is written in.
    """

    __tablename__ = "screening"
    __table_args__ = (
        UniqueConstraint("proposal_id", "department_id"),
        CheckConstraint("estimate_cents >= 0", name="estimate_not_negative"),
        Index("ix_screening_department_id_decided_at", "department_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    department_id: Mapped[int] = link("department.id", index=False)
    due_on: Mapped[date]
    assigned_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    assigned_at: Mapped[Moment]
    verdict: Mapped[Verdict | None] = mapped_column(Member(Verdict))
    reason: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    estimate_cents: Mapped[Cents | None]
    decided_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    decided_at: Mapped[Moment | None]
    author_answer: Mapped[str | None]
    answered_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    answered_at: Mapped[Moment | None]
    reminded_before_at: Mapped[Moment | None]
    reminded_after_at: Mapped[Moment | None]

    proposal: Mapped[Proposal] = relationship()
    department: Mapped[Department] = relationship()
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
