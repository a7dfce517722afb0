"""The roll, codes, ballots, their chained batches, kiosks, paper, and try-outs.

What the database itself refuses, such as to change a ballot or to reopen a vote, are triggers that the migrations lay.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Model
from app.db.types import Member, Moment, Words, link


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
    appeal_until: Mapped[Moment | None]
    key_destroyed_at: Mapped[Moment | None]


class RollEntry(Model):
    """One person who may vote. It knows that and how a ballot was cast, never which, and never when.

    ``neighbourhood_id`` gives a right to the pot of that neighbourhood; it is empty where the round has none.
    """

    __tablename__ = "voter_roll"
    __table_args__ = (UniqueConstraint("round_id", "eligibility_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    electorate_id: Mapped[int] = link("electorate.id")
    eligibility_key: Mapped[str]
    evidence: Mapped[str]
    channel: Mapped[Channel | None] = mapped_column(Member(Channel))
    revision: Mapped[int] = mapped_column(default=0)
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id", index=False)


class RollNotice(Model):
    """How many people stood on the roll after the city changed it, and its fingerprint; append-only by triggers."""

    __tablename__ = "roll_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id")
    size: Mapped[int]
    fingerprint: Mapped[str]
    noted_at: Mapped[Moment]


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


class Kiosk(Model):
    """A device that a voting table lends out. It counts the ballots cast on it, never which and never when.

    ``pin_hash`` is made with the round's key from the number that ends kiosk mode on the device itself.
    """

    __tablename__ = "kiosk"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", index=False)
    name: Mapped[str]
    pin_hash: Mapped[str]
    started_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    started_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    stopped_at: Mapped[Moment | None]
    ballots: Mapped[int] = mapped_column(default=0)


class LedgerHead(Model):
    """The head of a round's ledger as it was made public at an instant; append-only by triggers.

    ``about`` is the number of ballots that count: rounded down while people vote, exact at the close, whose row also
    has ``live_hash``, the fingerprint of all receipts that count.
    """

    __tablename__ = "ledger_head"

    round_id: Mapped[int] = link("round.id", primary_key=True, index=False)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    head_hash: Mapped[str]
    batches: Mapped[int]
    about: Mapped[int]
    live_hash: Mapped[str | None]


class PaperState(StrEnum):
    """How far a box of paper ballots is: printed, taken out and counted, keyed by two people, in the ledger."""

    ISSUED = "issued"
    COUNTED = "counted"
    ENTERED = "entered"
    VERIFIED = "verified"


class PaperBatch(Model):
    """Paper ballots of one box: printed for one electorate, counted, keyed by one person and again by another.

    ``rows`` are the ids of the proposals in the order in which they are printed: what is keyed are their numbers.
    """

    __tablename__ = "paper_batch"
    __table_args__ = (
        UniqueConstraint("round_id", "booth"),
        CheckConstraint("verified_by <> entered_by", name="two_people"),
        CheckConstraint("box_count <= issued", name="box_within_issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    electorate_id: Mapped[int] = link("electorate.id", index=False)
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id", index=False)
    booth: Mapped[str]
    issued: Mapped[int]
    rows: Mapped[Words]
    box_count: Mapped[int | None]
    entered_by: Mapped[int | None] = link("person.id", index=False)
    verified_by: Mapped[int | None] = link("person.id", index=False)
    entered_done: Mapped[bool] = mapped_column(default=False)
    verified_done: Mapped[bool] = mapped_column(default=False)
    missing_reason: Mapped[str | None]
    state: Mapped[PaperState] = mapped_column(Member(PaperState), default=PaperState.ISSUED)


class PaperEntry(Model):
    """One sheet as one of the two people keyed it. ``keying`` is 1 or 2; ``choices`` is empty for a spoilt sheet."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("batch_id", "keying", "number"),
        CheckConstraint("keying IN (1, 2)", name="one_of_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = link("paper_batch.id", ondelete="CASCADE", index=False)
    keying: Mapped[int]
    number: Mapped[int]
    choices: Mapped[str | None]


class Rehearsal(Model):
    """A try-out of a round's vote before it opens. ``key`` stands in the address that testers are given."""

    __tablename__ = "rehearsal"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    key: Mapped[str]
    started_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    started_at: Mapped[Moment]


class RehearsalBallot(Model):
    """A ballot of a try-out. It lies in a table of its own, so that no count can ever take it for a real one."""

    __tablename__ = "rehearsal_ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "cast_key"),
        UniqueConstraint("round_id", "receipt_hash"),
        Index("ix_rehearsal_ballot_round_id_voter_tag", "round_id", "voter_tag"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    electorate_id: Mapped[int] = link("electorate.id", index=False)
    voter_tag: Mapped[str]
    cast_key: Mapped[str]
    receipt_hash: Mapped[str]
    choices: Mapped[str]
    superseded: Mapped[bool] = mapped_column(default=False)
