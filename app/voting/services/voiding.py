"""Making printed codes useless, by two people where the rule holds: one code, one with a new card, or a batch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.queries import people_able
from app.approvals.asking import is_agreed
from app.approvals.models import Act
from app.approvals.queries import request_by_id
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

CODE, CARD, BATCH = "code", "card", "batch"
"""What can be voided: a code; a code for which a new card is printed; all codes of a batch."""


@dataclass(frozen=True)
class Voided:
    """What was done. ``codes`` is 0 where it takes two people and this was the first, who has now asked."""

    codes: int
    card: Card | None = None


def void_code(actor: Actor, round: Round, typed: str, reason: str, *, now: datetime) -> Voided:
    """Make one printed code useless; ``typed`` is the code itself or the label of its card.

    A ballot that was cast with it stays. Raises ``NotAllowed``, and ``RuleBroken``: ``code.unknown``, ``code.void``.
    """
    return _void_named(actor, round, CODE, typed, reason, now)


def replace_code(actor: Actor, round: Round, typed: str, reason: str, *, now: datetime) -> Voided:
    """Void a code and make a new one for the same voter, who can then replace a ballot that somebody else cast.

    Where it takes two people, the second one is given the card. Raises as :func:`void_code`, and
    ``RuleBroken("poll.closed")``.
    """
    return _void_named(actor, round, CARD, typed, reason, now)


def void_batch(actor: Actor, round: Round, batch: str, reason: str, *, now: datetime) -> Voided:
    """Make all codes of a batch useless, for example when its sheets were lost.

    Raises ``NotAllowed``, and ``RuleBroken("codes.no_batch")``.
    """
    with transaction() as session:
        return _void(session, actor, round, {"what": BATCH, "batch": batch, "reason": reason}, now)


def confirm_void(actor: Actor, round: Round, request_id: int, *, now: datetime) -> Voided:
    """Confirm what somebody else asked to void.

    Raises ``NotAllowed``, and ``RuleBroken``: ``second.gone``, ``code.void``, ``codes.no_batch``, ``poll.closed``.
    """
    with transaction() as session:
        request = request_by_id(round.id, request_id, now)
        if request is None or request.act is not Act.VOID:
            raise RuleBroken("second.gone")
        return _void(session, actor, round, request.about, now)


def _void_named(actor: Actor, round: Round, what: str, typed: str, reason: str, now: datetime) -> Voided:
    with transaction() as session:
        require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
        code = _code_named(session, round.id, typed)
        return _void(session, actor, round, {"what": what, "code_id": code.id, "reason": reason}, now)


def _void(session: Session, actor: Actor, round: Round, about: Mapping[str, Any], now: datetime) -> Voided:
    """Void what ``about`` says if two people agree or one is enough; the round's row is locked meanwhile."""
    held = session.scalars(select(Round).where(Round.id == round.id).with_for_update(of=Round)).one()
    require(actor, Permission.MANAGE_ROLL, standing_in(held, now))
    act = _ACTS[about["what"]]
    _require_valid(session, held.id, about)
    able = people_able(Permission.MANAGE_ROLL, held.id)
    if not is_agreed(actor, Act.VOID, held, about, able=able, now=now):
        return Voided(0)
    done = act(session, held, about, now)
    after = {name: value for name, value in about.items() if name != "what"} | {"codes": done.codes}
    record(actor, _NAMES[about["what"]], "round", held.id, now=now, round_id=held.id, after=after)
    return done


def _require_valid(session: Session, round_id: int, about: Mapping[str, Any]) -> None:
    if about["what"] == CARD:
        require_open_roll(round_id)
    if not session.scalar(select(func.count()).where(*_codes_meant(round_id, about))):
        raise RuleBroken("codes.no_batch" if about["what"] == BATCH else "code.void")


def _codes_meant(round_id: int, about: Mapping[str, Any]) -> tuple[Any, ...]:
    named = VoterCode.batch == about["batch"] if about["what"] == BATCH else VoterCode.id == about["code_id"]
    return VoterCode.round_id == round_id, VoterCode.voided_at.is_(None), named


def _make_useless(session: Session, round: Round, about: Mapping[str, Any], now: datetime) -> Voided:
    voided = update(VoterCode).where(*_codes_meant(round.id, about))
    changed = voided.values(voided_at=now, void_reason=about["reason"])
    return Voided(int(session.connection().execute(changed).rowcount))


def _make_anew(session: Session, round: Round, about: Mapping[str, Any], now: datetime) -> Voided:
    done = _make_useless(session, round, about, now)
    old = session.get_one(VoterCode, about["code_id"])
    entry = session.get_one(RollEntry, old.roll_id)
    code = new_code()
    hashed = code_hash(round_key(round.id), code)
    session.add(VoterCode(round_id=round.id, roll_id=entry.id, code_hash=hashed, batch=old.batch))
    return Voided(done.codes, Card(entry.eligibility_key.partition(":")[2], entry.electorate_id, code))


_ACTS: dict[str, Callable[[Session, Round, Mapping[str, Any], datetime], Voided]] = {
    CODE: _make_useless,
    CARD: _make_anew,
    BATCH: _make_useless,
}
_NAMES = {CODE: "void_code", CARD: "replace_code", BATCH: "void_batch"}


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
