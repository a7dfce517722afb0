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
    if key is not None:
        return key
    has_codes = db.session.execute(
        select(VoterCode.id).where(VoterCode.round_id == round_id).limit(1)
    ).first()
    if has_codes or has_ballots(round_id):
        raise RuleBroken("poll.key_missing")
    return make_key(round_id)


def code_hash(key: bytes, code: str) -> str:
    """What is kept of a printed code: a hash that cannot be searched without the round's key."""
    return hmac.digest(key, f"code|{code}".encode(), hashlib.sha256).hex()
