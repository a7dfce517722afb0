"""Requests that wait for a second person."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from app.approvals.models import Act, RequestState, TwoPersonRequest
from app.db.base import db

MOST_SHOWN = 50


def open_request(round_id: int, act: Act, fingerprint: str, now: datetime) -> TwoPersonRequest | None:
    """The request for exactly this that waits and has not run out."""
    found = _waiting(round_id, now).where(
        TwoPersonRequest.act == act, TwoPersonRequest.fingerprint == fingerprint
    )
    return db.session.scalar(found)


def open_requests(round_id: int, acts: Collection[Act], now: datetime) -> list[TwoPersonRequest]:
    """What waits in a round, oldest first."""
    found = _waiting(round_id, now).where(TwoPersonRequest.act.in_(acts))
    return list(db.session.scalars(found.order_by(TwoPersonRequest.id).limit(MOST_SHOWN)))


def request_by_id(round_id: int, request_id: int, now: datetime) -> TwoPersonRequest | None:
    """A request of the round that waits and has not run out."""
    return db.session.scalar(_waiting(round_id, now).where(TwoPersonRequest.id == request_id))


def _waiting(round_id: int, now: datetime):  # type: ignore[no-untyped-def]
    return select(TwoPersonRequest).where(
        TwoPersonRequest.round_id == round_id,
        TwoPersonRequest.state == RequestState.OPEN,
        TwoPersonRequest.ends_at > now,
    )
