"""Moving a deadline: later, with a reason, for everybody to see."""

from datetime import datetime

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.phases import Phase
from app.domain.rounds import movable_ends, with_later_end
from app.rounds.models import Extension
from app.rounds.queries import is_public, standing_in, timetable_of
from app.rounds.services.changing import locked_round
from app.rounds.services.describing import stored_starts


def extend_deadline(
    actor: Actor, round_id: int, phase: Phase, ends_at: datetime, reason: str, *, now: datetime
) -> Extension:
    """Let ``phase`` of a public round end later, at ``ends_at``; the phase after it starts then, no other date moves.

    Raises ``NotAllowed``, and ``RuleBroken``: ``extension.draft`` before the announcement, ``extension.no_reason``,
    ``extension.phase_over``, ``extension.not_later``, ``extension.collides``.
    """
    if not reason.strip():
        raise RuleBroken("extension.no_reason")
    with transaction() as session:
        round = locked_round(round_id)
        require(actor, Permission.EXTEND_DEADLINE, standing_in(round, now))
        if not is_public(round, now):
            raise RuleBroken("extension.draft")
        timetable = timetable_of(round)
        later = with_later_end(timetable, phase, ends_at, now)
        extension = Extension(
            round_id=round.id,
            phase=phase,
            ended_at=movable_ends(timetable, now)[phase],
            ends_at=ends_at,
            reason=reason,
            extended_by=actor.person_id,
            extended_at=now,
        )
        session.add(extension)
        before, round.timetable, round.changed_at = round.timetable, stored_starts(later), now
        after = {"timetable": round.timetable, "phase": phase, "reason": reason}
        record(
            actor,
            "extend_deadline",
            "round",
            round.id,
            now=now,
            round_id=round.id,
            before={"timetable": before},
            after=after,
        )
    return extension
