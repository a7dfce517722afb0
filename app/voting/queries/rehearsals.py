"""The try-out of a vote: whether one runs, and what its ballots say. Nothing here is ever part of a count."""

from sqlalchemy import func, select

from app.db.base import db
from app.domain.ledger import receipt_hash
from app.voting.models import Rehearsal, RehearsalBallot


def rehearsal_of(round_id: int) -> Rehearsal | None:
    """The try-out of the round, if one was begun and not wiped."""
    return db.session.get(Rehearsal, round_id)


def rehearsal_counts(round_id: int) -> dict[int, int]:
    """How many ballots of each electorate were tried out; replaced ones do not count."""
    counted = select(RehearsalBallot.electorate_id, func.count().label("ballots"))
    counted = counted.where(RehearsalBallot.round_id == round_id, RehearsalBallot.superseded.is_(False))
    rows = db.session.execute(counted.group_by(RehearsalBallot.electorate_id))
    return {row.electorate_id: row.ballots for row in rows}


def rehearsal_profile(round_id: int) -> list[tuple[str, int]]:
    """The tried-out ballots that were not replaced, as canonical texts with how often each was cast."""
    counted = select(RehearsalBallot.choices, func.count())
    counted = counted.where(RehearsalBallot.round_id == round_id, RehearsalBallot.superseded.is_(False))
    rows = db.session.execute(counted.group_by(RehearsalBallot.choices))
    return sorted((choices, int(times)) for choices, times in rows)


def is_rehearsal_receipt(round_id: int, receipt: str) -> bool:
    """Whether a receipt is that of a tried-out ballot."""
    found = select(RehearsalBallot.id).where(
        RehearsalBallot.round_id == round_id,
        RehearsalBallot.receipt_hash == receipt_hash(round_id, receipt),
    )
    return db.session.execute(found.limit(1)).first() is not None
