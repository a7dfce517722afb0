"""The key of a round's vote as the services use it: made at the first need, never made anew, destroyed in the end."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select

from app.audit.record import record
from app.db.base import db
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.voting.keys import destroy_key, make_key, stored_key
from app.voting.models import Poll, VoterCode
from app.voting.queries import has_ballots


def round_key(round_id: int) -> bytes:
    """The key of the round's vote, made now if nothing depends on it yet.

    Raises ``RuleBroken("poll.key_missing")`` where ballots or codes exist that were made with a key that is gone:
    with another key the same voter would count twice.
    """
    key = stored_key(round_id)
    if key is None and not _needs_old_key(round_id):
        return make_key(round_id)
    # Ballots that came in since the first look brought their key with them.
    key = key or stored_key(round_id)
    if key is None:
        raise RuleBroken("poll.key_missing")
    return key


def _needs_old_key(round_id: int) -> bool:
    """Whether anything is stored that was made with the round's key."""
    codes = select(VoterCode.id).where(VoterCode.round_id == round_id).limit(1)
    return has_ballots(round_id) or db.session.execute(codes).first() is not None


def destroy_keys(now: datetime) -> int:
    """Destroy the keys of all votes whose time for appeals is over at ``now``; returns how many.

    The file goes first: should the row not be written then, the next run finds nothing to destroy and writes it.
    Afterwards nobody can tell who cast which ballot. Receipts still find theirs: they need no key.
    """
    due = select(Poll.round_id).where(Poll.appeal_until <= now, Poll.key_destroyed_at.is_(None))
    found = list(db.session.scalars(due))
    for round_id in found:
        destroy_key(round_id)
        with transaction() as session:
            session.get_one(Poll, round_id).key_destroyed_at = now
            record(Actor(), "destroy_key", "round", round_id, now=now, round_id=round_id)
    return len(found)


def code_hash(key: bytes, code: str) -> str:
    """What is kept of a printed code: a hash that cannot be searched without the round's key."""
    return hmac.digest(key, f"code|{code}".encode(), hashlib.sha256).hex()
