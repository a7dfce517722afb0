"""The key of a round's vote as the services use it: made at the first need, and never made anew."""

import hashlib
import hmac

from sqlalchemy import select

from app.db.base import db
from app.domain.errors import RuleBroken
from app.voting.keys import make_key, stored_key
from app.voting.models import VoterCode
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


def code_hash(key: bytes, code: str) -> str:
    """What is kept of a printed code: a hash that cannot be searched without the round's key."""
    return hmac.digest(key, f"code|{code}".encode(), hashlib.sha256).hex()
