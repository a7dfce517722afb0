"""Casting a ballot: counted once, whatever is sent twice, and stored before it is acknowledged."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError

from app.db.clock import database_now
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, Standing, require
from app.voting.models import Channel
from app.voting.queries import GRACE, Voter, takes_ballots
from app.voting.services.box import (
    ADVANCE_ENTRY,
    COUNT_AT_KIOSK,
    COUNT_WAITING,
    HOLD_CODE,
    HOLD_ROUND,
    KNOWN_CAST,
    LOCK_ENTRY,
    MAKE_ENTRY,
    PUT_BALLOT,
    SUPERSEDE,
)
from app.voting.services.round_key import round_key
from app.voting.services.sealing import SEALED_FROM, seal_when_due

MOST_REVISIONS = 10
"""How often one voter may cast: the first time and nine changes."""

LOOKS = 3
"""How often a cast looks again after another one crossed its way, before it asks to be sent once more."""

BUSY = (OperationalError, InterfaceError, TimeoutError)
"""What the database says when it is busy, locked, full or gone: the ballot may be sent again as it is."""


@dataclass(frozen=True)
class Cast:
    """What a voter takes home. ``is_repeat``: this very form had been cast before, and nothing was changed."""

    receipt: str
    is_repeat: bool


@dataclass(frozen=True)
class _Slip:
    """A checked ballot on its way to the box: all that can be worked out before the transaction."""

    round_id: int
    electorate_id: int
    eligibility_key: str
    evidence: str
    code_id: int | None
    key: bytes
    choices: str
    cast_key: str
    receipt: str
    receipt_hash: str
    neighbourhood_id: int | None
    kiosk_id: int | None


def cast_ballot(
    voter: Voter,
    nonce: str,
    raw_choices: object,
    *,
    kiosk_id: int | None = None,
    clock: Callable[[], datetime] = database_now,
) -> Cast:
    """Put one ballot into the box and return its receipt; the ballot before it, if any, no longer counts.

    ``nonce`` is the text that came with the form: the same form with the same choices gives the same receipt again
    and stores nothing. ``raw_choices`` are as the ballot type reads them; costs come from the round's frozen rules.
    ``kiosk_id`` names the kiosk that counts this ballot among its own. ``clock`` is asked once the voter's entry is
    locked: a ballot that waited is judged by when its turn came.

    Raises ``NotAllowed``, and ``RuleBroken`` with a code of the ballot type, or ``ballot.form_used`` (this form was
    cast with other choices), ``poll.not_open``, ``ballot.on_paper``, ``ballot.too_many_revisions`` (with ``most``),
    ``ballot.predecessor_missing``, ``code.void``, ``kiosk.over``, ``poll.key_missing``, ``poll.busy`` (send it again
    as it is).
    """
    require_vote(voter)
    try:
        slip = _fill_in(voter, nonce, raw_choices, kiosk_id)
        cast, waiting = _cast(slip, clock)
    except BUSY as error:
        raise RuleBroken("poll.busy") from error
    if waiting >= SEALED_FROM:
        seal_when_due(slip.round_id)
    return cast


def require_vote(voter: Voter) -> None:
    """Let a voter pass: the holder of a code by the code, the holder of an account by the table of permissions.

    The phase is not asked here: the database's clock decides it under the lock.
    """
    if voter.code_id is None:
        require(Actor(voter.person_id), Permission.VOTE, Standing(voter.round_id))


def _fill_in(voter: Voter, nonce: str, raw_choices: object, kiosk_id: int | None) -> _Slip:
    """Check the choices against the frozen rules, and work out every hash that needs no database."""
    rules, round_id = voter.rules, voter.round_id
    choices = rules.type.check(raw_choices, rules.limits, voter.options)
    key = round_key(round_id)
    receipt = ledger.receipt(key, nonce)
    return _Slip(
        round_id=round_id,
        electorate_id=voter.electorate.id,
        eligibility_key=voter.eligibility_key,
        evidence=voter.electorate.evidence.value,
        code_id=voter.code_id,
        key=key,
        choices=rules.type.canonical(choices),
        cast_key=ledger.cast_key(round_id, nonce),
        receipt=receipt,
        receipt_hash=ledger.receipt_hash(round_id, receipt),
        neighbourhood_id=voter.neighbourhood_id,
        kiosk_id=kiosk_id,
    )


def _cast(slip: _Slip, clock: Callable[[], datetime]) -> tuple[Cast, int]:
    """One transaction; where another cast of the same voter was quicker, look again at what is there now.

    The number is how many ballots wait to be sealed.
    """
    for _look in range(LOOKS):
        try:
            with transaction() as session:
                return _put_into_box(session.connection(), slip, clock)
        except IntegrityError:
            continue
    raise RuleBroken("poll.busy")


def _put_into_box(box: Connection, slip: _Slip, clock: Callable[[], datetime]) -> tuple[Cast, int]:
    entry = _locked_entry(box, slip)
    held: Any = _HeldRound(*box.execute(HOLD_ROUND, {"round": slip.round_id}).one())
    tag = ledger.voter_tag(slip.key, entry.id)
    known = box.execute(KNOWN_CAST, {"round": slip.round_id, "cast": slip.cast_key}).one_or_none()
    if known:
        if (known.voter_tag, known.choices) != (tag, slip.choices):
            raise RuleBroken("ballot.form_used")
        return Cast(slip.receipt, is_repeat=True), 0
    if held.closed or not takes_ballots(held, clock(), grace=GRACE):
        raise RuleBroken("poll.not_open")
    _require_entry(box, slip, entry)
    _supersede(box, slip, entry, tag)
    _advance(box, entry)
    if slip.kiosk_id is not None:
        _count_at_kiosk(box, slip)
    box.execute(PUT_BALLOT, _row(slip, tag, entry.revision + 1))
    waiting = box.execute(COUNT_WAITING, {"round": slip.round_id}).scalar_one()
    return Cast(slip.receipt, is_repeat=False), waiting


def _locked_entry(box: Connection, slip: _Slip) -> Row[Any]:
    """The voter's entry of the roll, locked, so that casts of one voter follow each other; made at the first cast."""
    entry = box.execute(LOCK_ENTRY, {"round": slip.round_id, "key": slip.eligibility_key}).one_or_none()
    if entry:
        return entry
    if slip.code_id is not None:
        raise RuleBroken("code.void")
    made = {
        "round_id": slip.round_id,
        "electorate_id": slip.electorate_id,
        "eligibility_key": slip.eligibility_key,
        "evidence": slip.evidence,
        "revision": 0,
        "neighbourhood_id": slip.neighbourhood_id,
    }
    return box.execute(MAKE_ENTRY, made).one()


@dataclass(frozen=True)
class _HeldRound:
    """As much of a round as its clock needs, and whether its vote is closed."""

    id: int
    timetable: dict[str, str]
    announced_at: datetime | None
    closed: bool


def _require_entry(box: Connection, slip: _Slip, entry: Row[Any]) -> None:
    if entry.channel is Channel.PAPER:
        raise RuleBroken("ballot.on_paper")
    if entry.revision >= MOST_REVISIONS:
        raise RuleBroken("ballot.too_many_revisions", most=MOST_REVISIONS)
    if slip.code_id is None:
        return
    if box.execute(HOLD_CODE, {"code": slip.code_id}).one_or_none() is None:
        raise RuleBroken("code.void")


def _supersede(box: Connection, slip: _Slip, entry: Row[Any], tag: str) -> None:
    """The ballot before this one stops counting. There must be exactly one: a lost key never makes a second vote."""
    if entry.revision == 0:
        return
    if box.execute(SUPERSEDE, {"of_round": slip.round_id, "of_tag": tag}).rowcount != 1:
        raise RuleBroken("ballot.predecessor_missing")


def _advance(box: Connection, entry: Row[Any]) -> None:
    """Count the revision, provided that nobody else has meanwhile."""
    if box.execute(ADVANCE_ENTRY, {"entry": entry.id, "was": entry.revision}).rowcount != 1:
        raise RuleBroken("poll.busy")


def _count_at_kiosk(box: Connection, slip: _Slip) -> None:
    """One more ballot on the kiosk, as a bare number; one that was stopped meanwhile takes none."""
    if box.execute(COUNT_AT_KIOSK, {"kiosk": slip.kiosk_id, "at_round": slip.round_id}).rowcount != 1:
        raise RuleBroken("kiosk.over")


def _row(slip: _Slip, tag: str, revision: int) -> dict[str, object]:
    channel = Channel.ONLINE
    return {
        "id": secrets.token_hex(16),
        "round_id": slip.round_id,
        "electorate_id": slip.electorate_id,
        "voter_tag": tag,
        "revision": revision,
        "cast_key": slip.cast_key,
        "receipt_hash": slip.receipt_hash,
        "channel": channel,
        "choices": slip.choices,
        "leaf_hash": ledger.leaf_hash(slip.round_id, slip.receipt_hash, channel.value, slip.choices),
        "superseded": False,
    }
