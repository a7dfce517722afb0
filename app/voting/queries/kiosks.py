"""Kiosks of a round: which are open, and how many ballots were cast on each."""

from datetime import datetime

from sqlalchemy import select

from app.db.base import db
from app.voting.models import Kiosk


def kiosks_of(round_id: int) -> list[Kiosk]:
    """The kiosks of a round in the order in which they were started."""
    return list(db.session.scalars(select(Kiosk).where(Kiosk.round_id == round_id).order_by(Kiosk.id)))


def kiosk_by_id(kiosk_id: int) -> Kiosk | None:
    """The kiosk with this id."""
    return db.session.get(Kiosk, kiosk_id)


def is_kiosk_open(kiosk: Kiosk, now: datetime) -> bool:
    """Whether somebody may vote on it: not stopped, and its time is not over."""
    return kiosk.stopped_at is None and now < kiosk.ends_at
