"""The roll, codes, ballots, their chained batches, and paper."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Model
from app.db.types import Data, Member, Moment, link
from app.voting.triggers import protect


class Channel(StrEnum):
    """How a ballot came in."""

    ONLINE = "online"
    PAPER = "paper"


class PollState(StrEnum):
    """What has been decided about a round's vote. Draft and open are derived from the timetable."""

    CLOSED = "closed"
    TALLIED = "tallied"
    PUBLISHED = "published"


class Poll(Model):
    """The vote of a round once something has been decided about it: closed, tallied, published; no way back."""

    __tablename__ = "poll"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    state: Mapped[PollState] = mapped_column(Member(PollState))
    closed_at: Mapped[Moment]
    closed_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    n_ballots: Mapped[int]
    head_hash: Mapped[str]


class RollEntry(Model):
    """One person who may vote. It knows that and how a ballot was cast, never which, and never when."""

    __tablename__ = "voter_roll"
    __table_args__ = (UniqueConstraint("round_id", "eligibility_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    electorate_id: Mapped[int] = link("electorate.id")
    eligibility_key: Mapped[str]
    evidence: Mapped[str]
    channel: Mapped[Channel | None] = mapped_column(Member(Channel))
    revision: Mapped[int] = mapped_column(default=0)


class VoterCode(Model):
    """A printed code that opens one entry of the roll; only its hash is kept."""

    __tablename__ = "voter_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    roll_id: Mapped[int] = link("voter_roll.id", ondelete="CASCADE")
    code_hash: Mapped[str] = mapped_column(unique=True)
    batch: Mapped[str]
    voided_at: Mapped[Moment | None]
    void_reason: Mapped[str | None]


class Ballot(Model):
    """One ballot: no time, no link to the voter. ``choices`` is the canonical text that the ledger hashes."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "voter_tag", "revision"),
        UniqueConstraint("round_id", "cast_key"),
        UniqueConstraint("round_id", "receipt_hash"),
        Index(
            "one_live_ballot",
            "round_id",
            "voter_tag",
            unique=True,
            sqlite_where=text("superseded = 0"),
            postgresql_where=text("NOT superseded"),
        ),
        Index("ix_ballot_round_id_batch_no", "round_id", "batch_no"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", index=False)
    electorate_id: Mapped[int] = link("electorate.id", index=False)
    voter_tag: Mapped[str]
    revision: Mapped[int]
    cast_key: Mapped[str]
    receipt_hash: Mapped[str]
    channel: Mapped[Channel] = mapped_column(Member(Channel))
    choices: Mapped[str]
    leaf_hash: Mapped[str]
    batch_no: Mapped[int | None]
    superseded: Mapped[bool] = mapped_column(default=False)


class BallotBatch(Model):
    """A sealed batch of leaves, chained to the one before it; append-only by triggers."""

    __tablename__ = "ballot_batch"

    round_id: Mapped[int] = link("round.id", primary_key=True, index=False)
    batch_no: Mapped[int] = mapped_column(primary_key=True)
    n_leaves: Mapped[int]
    prev_hash: Mapped[str]
    batch_hash: Mapped[str]
    sealed_at: Mapped[Moment]


class PaperState(StrEnum):
    """How far a box of paper ballots is."""

    ISSUED = "issued"
    ENTERED = "entered"
    VERIFIED = "verified"


class PaperBatch(Model):
    """Paper ballots of one booth: issued, counted in the box, keyed by one person and again by another."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        CheckConstraint("verified_by <> entered_by", name="two_people"),
        CheckConstraint("box_count <= issued", name="box_within_issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    booth: Mapped[str]
    issued: Mapped[int]
    box_count: Mapped[int | None]
    entered_by: Mapped[int | None] = link("person.id", index=False)
    verified_by: Mapped[int | None] = link("person.id", index=False)
    state: Mapped[PaperState] = mapped_column(Member(PaperState), default=PaperState.ISSUED)
    entries: Mapped[Data]


for _table in (Poll, Ballot, BallotBatch):
    protect(_table.__table__)
