"""The box: finding one ballot by its receipt, and all of them for the tally and the published ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db.base import db
from app.domain.ledger import receipt_hash
from app.voting.models import Ballot, BallotBatch, Channel

READ_AT_ONCE = 5000


@dataclass(frozen=True)
class FoundBallot:
    """What a receipt leads to. ``batch_no`` and ``sealed_at`` are empty while the ballot waits to be sealed."""

    channel: Channel
    choices: str
    superseded: bool
    batch_no: int | None
    sealed_at: datetime | None
    leaf_hash: str


@dataclass(frozen=True)
class LedgerLine:
    """One line of the published ledger."""

    batch_no: int | None
    leaf_hash: str
    receipt_hash: str
    channel: Channel
    choices: str
    superseded: bool
    electorate_id: int


def ballot_by_receipt(round_id: int, receipt: str) -> FoundBallot | None:
    """The ballot that a receipt stands for, superseded or not."""
    found = (
        select(
            Ballot.channel,
            Ballot.choices,
            Ballot.superseded,
            Ballot.batch_no,
            BallotBatch.sealed_at,
            Ballot.leaf_hash,
        )
        .join(
            BallotBatch,
            (BallotBatch.round_id == Ballot.round_id) & (BallotBatch.batch_no == Ballot.batch_no),
            isouter=True,
        )
        .where(Ballot.round_id == round_id, Ballot.receipt_hash == receipt_hash(round_id, receipt))
    )
    row = db.session.execute(found).one_or_none()
    return FoundBallot(*row) if row else None


def profile_inputs(round_id: int, electorate_id: int) -> list[tuple[str, int]]:
    """The ballots of one electorate that count, as canonical texts with how often each was cast, in text order."""
    counted = (
        select(Ballot.choices, func.count())
        .where(
            Ballot.round_id == round_id,
            Ballot.electorate_id == electorate_id,
            Ballot.superseded.is_(False),
        )
        .group_by(Ballot.choices)
    )
    return sorted((choices, int(times)) for choices, times in db.session.execute(counted))


def all_ballots(round_id: int) -> Iterator[LedgerLine]:
    """Every ballot of the round, superseded ones too, by batch and leaf: the lines of the published ledger.

    Read in parts, so that a large election needs little memory.
    """
    found = (
        select(
            Ballot.batch_no,
            Ballot.leaf_hash,
            Ballot.receipt_hash,
            Ballot.channel,
            Ballot.choices,
            Ballot.superseded,
            Ballot.electorate_id,
        )
        .where(Ballot.round_id == round_id)
        .order_by(Ballot.batch_no, Ballot.leaf_hash)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for row in db.session.execute(found):
        yield LedgerLine(*row)


def batches_of(round_id: int) -> list[BallotBatch]:
    """The sealed batches of the round, first to last."""
    found = select(BallotBatch).where(BallotBatch.round_id == round_id).order_by(BallotBatch.batch_no)
    return list(db.session.scalars(found))


def has_ballots(round_id: int) -> bool:
    """Whether any ballot was ever stored in the round."""
    return (
        db.session.execute(select(Ballot.id).where(Ballot.round_id == round_id).limit(1)).first() is not None
    )
