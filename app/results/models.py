"""Runs of the tally, which of them was published, the council's decisions, feedback to teams, certificates."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Data, Member, Moment, link
from app.domain.certificates import CertificateKind
from app.domain.decisions import CouncilWord
from app.proposals.models import Proposal
from app.rounds.models import Round


class TallyRun(Model):
    """One tally of one round: the hash of what went in, the rule, and all that came out, for every electorate and pot.

    The same input, rule and version always give the same row.
    """

    __tablename__ = "tally_run"
    __table_args__ = (UniqueConstraint("round_id", "input_sha256", "algorithm", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    input_sha256: Mapped[str]
    algorithm: Mapped[str]
    version: Mapped[str]
    output: Mapped[Data]
    run_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    approved_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    run_at: Mapped[Moment]


class Publication(Model):
    """The published result of a round: one row, made once."""

    __tablename__ = "publication"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    tally_run_id: Mapped[int | None] = link("tally_run.id", index=False)
    winners: Mapped[Data]
    published_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    published_at: Mapped[Moment]


class Winner(Model):
    """A proposal that won by the published result that counts: what the city owes an answer and, perhaps, a project.

    ``place`` is its number in the order in which its pot, or the jury, took the winners.
    """

    __tablename__ = "winner"

    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", primary_key=True, index=False)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    pot_id: Mapped[int | None] = link("pot.id", ondelete="SET NULL", index=False)
    place: Mapped[int]

    proposal: Mapped[Proposal] = relationship()


class Decision(Model):
    """The council's word on one winner, with its reason and the minutes it stands in; public."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("proposal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    word: Mapped[CouncilWord] = mapped_column(Member(CouncilWord))
    reason: Mapped[str] = mapped_column(default="")
    minutes_url: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    decided_at: Mapped[Moment]

    proposal: Mapped[Proposal] = relationship()


class CommentReview(Model):
    """The organiser's word on one comment of a scorecard, before the team can read it.

    ``part`` is the criterion that the comment is about, or ``team`` for the one about everything; a comment that is
    kept back has its ``reason``.
    """

    __tablename__ = "comment_review"

    scorecard_id: Mapped[int] = link("scorecard.id", ondelete="CASCADE", primary_key=True, index=False)
    part: Mapped[str] = mapped_column(primary_key=True)
    is_shown: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    reviewed_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    reviewed_at: Mapped[Moment]


class FeedbackRelease(Model):
    """That the teams of a round can read their feedback: one row, made once."""

    __tablename__ = "feedback_release"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    released_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    released_at: Mapped[Moment]


class Certificate(Model):
    """A certificate, found by its random ``code``; without a person it is one to fill in by hand.

    ``shows_name``: the holder agreed to be named to whoever checks it. ``hours`` are whole ones, for volunteers and
    mentors. A revoked one stays, so that its code says that it is revoked.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", "kind"),
        CheckConstraint("hours > 0", name="hours_above_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    person_id: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    kind: Mapped[CertificateKind] = mapped_column(Member(CertificateKind))
    hours: Mapped[int | None]
    language: Mapped[str]
    shows_name: Mapped[bool] = mapped_column(default=False)
    issued_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    issued_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    revoked_reason: Mapped[str] = mapped_column(default="")

    round: Mapped[Round] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
