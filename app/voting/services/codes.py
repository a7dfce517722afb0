"""Printed codes in use: entered by voters, voided with a reason, replaced."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.voter_codes import new_code, read_code
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.keys import stored_key
from app.voting.models import RollEntry, VoterCode
from app.voting.queries import code_by_hash
from app.voting.services.cards import CODE_KEY, ROLL_KEY, Card, require_open_roll
from app.voting.services.round_key import code_hash, round_key


def void_code(actor: Actor, round: Round, typed: str, reason: str, *, now: datetime) -> None:
    """Make one printed code useless; ``typed`` is the code itself or the label of its card.

    A ballot that was cast with it stays. Raises ``NotAllowed``, and ``RuleBroken``: ``code.unknown``, ``code.void``.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    with transaction() as session:
        code = _code_named(session, round.id, typed)
        _void(session, code, reason, now)
        after = {"code_id": code.id, "reason": reason}
        record(actor, "void_code", "round", round.id, now=now, round_id=round.id, after=after)


def replace_code(actor: Actor, round: Round, typed: str, reason: str, *, now: datetime) -> Card:
    """Void a code and make a new one for the same voter, who can then replace a ballot that somebody else cast.

    Raises as :func:`void_code`, and ``RuleBroken("poll.closed")``.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    with transaction() as session:
        require_open_roll(round.id)
        old = _code_named(session, round.id, typed)
        _void(session, old, reason, now)
        entry = session.get_one(RollEntry, old.roll_id)
        code = new_code()
        hashed = code_hash(round_key(round.id), code)
        session.add(VoterCode(round_id=round.id, roll_id=entry.id, code_hash=hashed, batch=old.batch))
        after = {"code_id": old.id, "reason": reason}
        record(actor, "replace_code", "round", round.id, now=now, round_id=round.id, after=after)
        return Card(entry.eligibility_key.partition(":")[2], entry.electorate_id, code)


def void_batch(actor: Actor, round: Round, batch: str, reason: str, *, now: datetime) -> int:
    """Make all codes of a batch useless, for example when its sheets were lost; returns how many there were.

    Raises ``NotAllowed``, and ``RuleBroken("codes.no_batch")``.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    with transaction() as session:
        valid = (VoterCode.round_id == round.id, VoterCode.batch == batch, VoterCode.voided_at.is_(None))
        count = (
            session.connection()
            .execute(update(VoterCode).where(*valid).values(voided_at=now, void_reason=reason))
            .rowcount
        )
        if not count:
            raise RuleBroken("codes.no_batch")
        after = {"batch": batch, "codes": count, "reason": reason}
        record(actor, "void_batch", "round", round.id, now=now, round_id=round.id, after=after)
        return int(count)


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


def _code_named(session: Session, round_id: int, typed: str) -> VoterCode:
    """The code that was typed, or the newest valid one of the card with this label."""
    labels = [f"{CODE_KEY}{typed.strip()}", f"{ROLL_KEY}{typed.strip()}"]
    found = (
        select(VoterCode)
        .join(RollEntry, RollEntry.id == VoterCode.roll_id)
        .where(VoterCode.round_id == round_id, RollEntry.eligibility_key.in_(labels))
        .order_by(VoterCode.voided_at.is_not(None), VoterCode.id.desc())
    )
    code = session.scalars(found.limit(1)).one_or_none()
    if code is None:
        key = stored_key(round_id)
        try:
            code = code_by_hash(round_id, code_hash(key, read_code(typed))) if key else None
        except RuleBroken:
            code = None
    if code is None:
        raise RuleBroken("code.unknown")
    return code


def _void(session: Session, code: VoterCode, reason: str, now: datetime) -> None:
    valid = (VoterCode.id == code.id, VoterCode.voided_at.is_(None))
    voided = update(VoterCode).where(*valid).values(voided_at=now, void_reason=reason)
    if session.connection().execute(voided).rowcount != 1:
        raise RuleBroken("code.void")
