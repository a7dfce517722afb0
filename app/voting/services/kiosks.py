"""Kiosks: started by the staff on a device, stopped from the organiser's page or on the device by its number."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Kiosk
from app.voting.queries import kiosk_by_id
from app.voting.services.roll import require_open_roll
from app.voting.services.round_key import round_key

LONGEST = timedelta(hours=16)
"""How long a kiosk runs at the most: a day of voting."""


def start_kiosk(
    actor: Actor, round: Round, name: str, pin: str, ends_at: datetime, *, now: datetime
) -> Kiosk:
    """Open a kiosk; ``pin`` is the number that ends kiosk mode on the device, and is kept as a hash only.

    Raises ``NotAllowed``, and ``RuleBroken``: ``kiosk.name_taken``, ``kiosk.ends`` (with ``hours``) for an end in the
    past or too far ahead, ``poll.closed``, ``phase.wrong``.
    """
    require(actor, Permission.RUN_KIOSK, standing_in(round, now))
    if not now < ends_at <= now + LONGEST:
        raise RuleBroken("kiosk.ends", hours=LONGEST // timedelta(hours=1))
    try:
        with transaction() as session:
            require_open_roll(round.id)
            kiosk = Kiosk(
                round_id=round.id,
                name=name,
                pin_hash=_pin_hash(round.id, name, pin),
                started_by=actor.person_id,
                started_at=now,
                ends_at=ends_at,
            )
            session.add(kiosk)
            session.flush()
            after = {"name": name, "ends_at": ends_at}
            record(actor, "start_kiosk", "kiosk", kiosk.id, now=now, round_id=round.id, after=after)
            return kiosk
    except IntegrityError as error:
        raise RuleBroken("kiosk.name_taken") from error


def stop_kiosk(actor: Actor, round: Round, kiosk_id: int, *, now: datetime) -> None:
    """Stop a kiosk from elsewhere; stopping again changes nothing.

    Raises ``NotAllowed``, and ``RuleBroken("kiosk.unknown")``.
    """
    require(actor, Permission.SEE_POLLING_PLACE, standing_in(round, now))
    _stop(actor, round.id, kiosk_id, now)


def stop_kiosk_by_pin(round_id: int, kiosk_id: int, pin: str, *, now: datetime) -> None:
    """Stop a kiosk on the device itself. Raises ``RuleBroken``: ``kiosk.unknown``, ``kiosk.wrong_pin``."""
    kiosk = _kiosk(round_id, kiosk_id)
    if not hmac.compare_digest(kiosk.pin_hash, _pin_hash(round_id, kiosk.name, pin)):
        raise RuleBroken("kiosk.wrong_pin")
    _stop(Actor(kiosk.started_by), round_id, kiosk_id, now)


def _stop(actor: Actor, round_id: int, kiosk_id: int, now: datetime) -> None:
    with transaction() as session:
        kiosk = _kiosk(round_id, kiosk_id)
        running = (Kiosk.id == kiosk.id, Kiosk.stopped_at.is_(None))
        stopped = update(Kiosk).where(*running).values(stopped_at=now)
        if session.connection().execute(stopped).rowcount == 1:
            after = {"name": kiosk.name, "ballots": kiosk.ballots}
            record(actor, "stop_kiosk", "kiosk", kiosk.id, now=now, round_id=round_id, after=after)


def _kiosk(round_id: int, kiosk_id: int) -> Kiosk:
    kiosk = kiosk_by_id(kiosk_id)
    if kiosk is None or kiosk.round_id != round_id:
        raise RuleBroken("kiosk.unknown")
    return kiosk


def _pin_hash(round_id: int, name: str, pin: str) -> str:
    return hmac.digest(round_key(round_id), f"kiosk|{name}|{pin}".encode(), hashlib.sha256).hex()
