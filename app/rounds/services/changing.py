"""How every change of a round goes: locked, allowed in this phase, complete afterwards if announced, and recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Any

from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import missing_before_announcement, rules_of, standing_in

TEXTS = (
    "kind",
    "title",
    "summary",
    "rules_text",
    "easy_text",
    "neighbourhood_id",
    "timetable",
    "proposers",
    "team_rules",
    "grace_minutes",
    "stage_minutes",
)


def locked_round(round_id: int) -> Round:
    """The round, locked against other writers until the caller's transaction ends.

    Raises ``RuleBroken("round.gone")`` where somebody has deleted it.
    """
    with transaction() as session:
        round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if round is None:
        raise RuleBroken("round.gone")
    return round


@contextmanager
def changing(
    actor: Actor,
    round_id: int,
    action: str,
    *,
    now: datetime,
    permission: Permission = Permission.EDIT_ROUND,
) -> Iterator[Round]:
    """One transaction that changes a round and writes what changed to the audit log as ``action``.

    Raises ``NotAllowed``, ``RuleBroken("phase.wrong")`` once the rules are frozen, ``round.gone``, and the code of
    :func:`missing_before_announcement` where the change would leave an announced round without what it needs.
    A change that had to wait for the round's lock is judged by when its turn came, not by when it was asked.
    """
    asked_at = monotonic()
    with transaction() as session:
        round = locked_round(round_id)
        waited = timedelta(seconds=monotonic() - asked_at)
        require(actor, permission, standing_in(round, now + waited))
        before = state_of(round)
        lacked = _lacks(round)
        yield round
        session.flush()
        new_gaps = [code for code in _lacks(round) if code not in lacked]
        if new_gaps:
            raise RuleBroken(new_gaps[0])
        was, has_become = changed(before, state_of(round))
        if has_become:
            round.changed_at = now
            record(actor, action, "round", round.id, now=now, round_id=round.id, before=was, after=has_become)


def state_of(round: Round) -> dict[str, Any]:
    """Everything an organiser decides, as plain data, to tell what a change did; of addresses only fingerprints."""
    witnesses = [sha256(address.encode()).hexdigest()[:12] for address in round.ledger_witnesses]
    known = {"ledger_witnesses": witnesses, "appeal_days": round.appeal_days}
    return {**{name: getattr(round, name) for name in TEXTS}, **known, **rules_of(round)}


def _lacks(round: Round) -> list[str]:
    return [] if round.announced_at is None else missing_before_announcement(round)
