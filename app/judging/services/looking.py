"""Looking at the ranking before scoring is over."""

from datetime import datetime

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.rounds.queries import round_by_id, standing_in

REASON_LENGTH = 500


def look_early(actor: Actor, round_id: int, reason: str, *, now: datetime) -> None:
    """Write down that the actor looks at the ranking of a round in which scoring is still open, and why.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``ranking.no_reason``, ``recusal.reason_too_long``
    (with ``limit``).
    """
    if not reason.strip():
        raise RuleBroken("ranking.no_reason")
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("recusal.reason_too_long", limit=REASON_LENGTH)
    with transaction():
        round = round_by_id(round_id)
        if round is None:
            raise NotAllowed(Permission.LOOK_EARLY.value)
        require(actor, Permission.LOOK_EARLY, standing_in(round, now))
        after = {"reason": reason.strip()}
        record(actor, "look_early", "round", round.id, now=now, round_id=round.id, after=after)
