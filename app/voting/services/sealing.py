"""Sealing: waiting ballots become a batch of sorted leaves, chained to the batch before it."""

from datetime import datetime

import structlog
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from app.db.base import db, is_sqlite
from app.db.clock import database_now
from app.db.session import transaction
from app.domain import ledger
from app.rounds.models import Round
from app.voting.models import Ballot, BallotBatch

SEALING_LOCK = 7261
"""The first number of PostgreSQL's advisory lock for sealing; the second is the round."""

SEALED_FROM = 2 * ledger.MIN_BATCH
"""So many ballots must wait before some of them are sealed: a full batch stays behind."""

log = structlog.get_logger()


def seal_when_due(round_id: int) -> None:
    """Seal the waiting ballots if there are enough of them; called after a cast that found :data:`SEALED_FROM` waiting.

    A voter's answer never depends on it: what cannot be sealed now is sealed after the next cast, or at the close.
    """
    try:
        with transaction() as session:
            if _takes_sealing_lock(session, round_id):
                seal(session, round_id, sealed_at=database_now())
    except (IntegrityError, OperationalError, InterfaceError, TimeoutError) as error:
        db.session.rollback()
        log.warning("ballots not sealed yet", round_id=round_id, error=type(error).__name__)


def seal(session: Session, round_id: int, *, sealed_at: datetime, closing: bool = False) -> None:
    """Put the ballots that are due into one batch, inside the caller's transaction and sealing lock.

    Which these are says :func:`app.domain.ledger.leaves_due`; when the vote is ``closing``, all.
    """
    waiting = dict(
        session.execute(
            select(Ballot.leaf_hash, Ballot.id).where(Ballot.round_id == round_id, Ballot.batch_no.is_(None))
        ).all()
    )
    due = ledger.leaves_due(waiting, closing=closing)
    batch = ledger.seal(round_id, due, _last_batch(session, round_id))
    if batch is None:
        return
    session.execute(
        insert(BallotBatch).values(
            round_id=round_id,
            batch_no=batch.number,
            n_leaves=batch.n_leaves,
            prev_hash=batch.prev_hash,
            batch_hash=batch.batch_hash,
            sealed_at=sealed_at,
        )
    )
    rows = [{"of": waiting[leaf], "number": batch.number} for leaf in due]
    session.connection().execute(_NUMBER_BALLOT, rows)


def wait_for_sealing_lock(session: Session, round_id: int) -> None:
    """Wait until nobody else seals ballots of this round; on SQLite the transaction itself is that lock."""
    if not is_sqlite(db.engine):
        session.execute(select(func.pg_advisory_xact_lock(SEALING_LOCK, round_id)))


def _takes_sealing_lock(session: Session, round_id: int) -> bool:
    """Whether this transaction may seal now.

    The round's row is held first, as closing does, so that the two cannot wait for each other.
    """
    if is_sqlite(db.engine):
        return True
    session.execute(select(Round.id).where(Round.id == round_id).with_for_update(read=True))
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(SEALING_LOCK, round_id))))


def _last_batch(session: Session, round_id: int) -> ledger.Batch | None:
    found = select(BallotBatch).where(BallotBatch.round_id == round_id).order_by(BallotBatch.batch_no.desc())
    row = session.scalars(found.limit(1)).one_or_none()
    return ledger.Batch(row.batch_no, row.n_leaves, row.prev_hash, row.batch_hash) if row else None


_BALLOT = Ballot.__table__
_NUMBER_BALLOT = update(_BALLOT).where(_BALLOT.c.id == bindparam("of")).values(batch_no=bindparam("number"))
