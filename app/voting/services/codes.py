"""Printed codes as voters enter them."""

from app.domain.errors import RuleBroken
from app.domain.voter_codes import read_code
from app.rounds.models import Round
from app.voting.keys import stored_key
from app.voting.queries import code_by_hash
from app.voting.services.round_key import code_hash


def code_entered(round: Round, typed: str) -> int:
    """The id of the code that somebody typed.

    Raises ``RuleBroken``: ``code.unreadable``, ``code.unknown``, ``code.void``.
    """
    code = read_code(typed)
    key = stored_key(round.id)
    found = code_by_hash(round.id, code_hash(key, code)) if key else None
    if found is None:
        raise RuleBroken("code.unknown")
    if found.voided_at is not None:
        raise RuleBroken("code.void")
    return found.id
