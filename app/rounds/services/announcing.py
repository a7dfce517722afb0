"""Making a round public, at once or at the start of its announcement."""

from datetime import datetime

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.phases import Phase, Timetable
from app.rounds.models import Round
from app.rounds.queries import is_public, missing_before_announcement, standing_in, timetable_of
from app.rounds.services.changing import locked_round


def announce_round(actor: Actor, round_id: int, *, now: datetime) -> Round:
    """Decide that the round becomes public: now, or by itself when its announced phase starts.

    Raises ``NotAllowed``, and ``RuleBroken``: ``round.announced_already``, the first code of
    :func:`missing_before_announcement`, ``round.submission_over`` where nobody could propose any more.
    """
    with transaction():
        round = locked_round(round_id)
        require(actor, Permission.EDIT_ROUND, standing_in(round, now))
        if round.announced_at is not None:
            raise RuleBroken("round.announced_already")
        for code in missing_before_announcement(round):
            raise RuleBroken(code)
        timetable = timetable_of(round)
        deadline = timetable.end_of(Phase.SUBMISSION)
        if deadline is not None and deadline <= now:
            raise RuleBroken("round.submission_over")
        round.announced_at = announcement_instant(timetable, now)
        after = {"announced_at": round.announced_at}
        record(actor, "announce_round", "round", round.id, now=now, round_id=round.id, after=after)
    return round


def announcement_instant(timetable: Timetable, now: datetime) -> datetime:
    """When a round that is announced now becomes public."""
    return max(now, timetable.starts.get(Phase.ANNOUNCED, now))


def withdraw_announcement(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Take back an announcement that has not been seen yet.

    Raises ``NotAllowed``, and ``RuleBroken("round.seen")`` once the round is public.
    """
    with transaction():
        round = locked_round(round_id)
        require(actor, Permission.EDIT_ROUND, standing_in(round, now))
        if is_public(round, now):
            raise RuleBroken("round.seen")
        before = {"announced_at": round.announced_at}
        round.announced_at = None
        record(actor, "withdraw_announcement", "round", round.id, now=now, round_id=round.id, before=before)
