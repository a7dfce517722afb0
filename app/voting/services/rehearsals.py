"""Trying out a vote before it opens: begun, voted in, and wiped without a trace in the real box."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.audit.record import record
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Rehearsal, RehearsalBallot
from app.voting.queries import DRAFT, Voter, has_ballots, poll_state, rehearsal_of
from app.voting.services.casting import Cast
from app.voting.services.round_key import round_key

MOST_BALLOTS = 2000
"""Ballots of one try-out: enough for a school that rehearses, and no way to fill the disk."""

_BALLOT = RehearsalBallot.__table__


def start_rehearsal(actor: Actor, round: Round, *, now: datetime) -> Rehearsal:
    """Begin a try-out; begun again, it is the same one. ``key`` goes to those who shall try.

    Raises ``NotAllowed``, and ``RuleBroken``: ``rehearsal.too_late``, ``rehearsal.no_vote``, ``phase.wrong``.
    """
    require(actor, Permission.REHEARSE_VOTE, standing_in(round, now))
    if "voting" not in round.timetable:
        raise RuleBroken("rehearsal.no_vote")
    try:
        with transaction() as session:
            _require_before_opening(round, now)
            running = rehearsal_of(round.id)
            if running is not None:
                return running
            names = {"round_id": round.id, "key": secrets.token_urlsafe(16)}
            running = Rehearsal(**names, started_by=actor.person_id, started_at=now)
            session.add(running)
            session.flush()
            record(actor, "start_rehearsal", "round", round.id, now=now, round_id=round.id)
            return running
    except IntegrityError as error:
        raise RuleBroken("roll.busy") from error


def cast_rehearsal(voter: Voter, round: Round, nonce: str, raw_choices: object, *, now: datetime) -> Cast:
    """Cast a ballot of the try-out: checked and acknowledged as a real one, and kept where nothing is counted.

    Raises ``RuleBroken`` with a code of the ballot type, or ``rehearsal.over``, ``rehearsal.full`` (with ``most``),
    ``ballot.form_used``, ``poll.busy``.
    """
    rules, key = voter.rules, round_key(voter.round_id)
    text = rules.type.canonical(rules.type.check(raw_choices, rules.limits, voter.options))
    receipt = ledger.receipt(key, f"try-out|{nonce}")
    row = {
        "round_id": voter.round_id,
        "electorate_id": voter.electorate.id,
        "voter_tag": _tag(key, voter.eligibility_key),
        "cast_key": ledger.cast_key(voter.round_id, f"try-out|{nonce}"),
        "receipt_hash": ledger.receipt_hash(voter.round_id, receipt),
        "choices": text,
        "superseded": False,
    }
    try:
        return Cast(receipt, is_repeat=_store(round, row, now))
    except IntegrityError as error:
        raise RuleBroken("poll.busy") from error


def wipe_rehearsal(actor: Actor, round: Round, *, now: datetime) -> int:
    """Remove every ballot of the try-out and end it; returns how many there were. Never once voting is open.

    The database refuses it too as soon as a real ballot exists. Raises ``NotAllowed``, and ``RuleBroken``:
    ``rehearsal.too_late``, ``rehearsal.over``, ``phase.wrong``.
    """
    require(actor, Permission.REHEARSE_VOTE, standing_in(round, now))
    with transaction() as session:
        _require_before_opening(round, now)
        if rehearsal_of(round.id) is None:
            raise RuleBroken("rehearsal.over")
        connection = session.connection()
        gone = connection.execute(delete(_BALLOT).where(_BALLOT.c.round_id == round.id)).rowcount
        session.execute(delete(Rehearsal).where(Rehearsal.round_id == round.id))
        after = {"ballots": gone}
        record(actor, "wipe_rehearsal", "round", round.id, now=now, round_id=round.id, after=after)
        return int(gone)


def _require_before_opening(round: Round, now: datetime) -> None:
    if poll_state(round, now) != DRAFT or has_ballots(round.id):
        raise RuleBroken("rehearsal.too_late")


def _store(round: Round, row: dict[str, object], now: datetime) -> bool:
    """Put the ballot in place of an earlier one of the same voter; returns whether this very form was there already."""
    with transaction() as session:
        if rehearsal_of(round.id) is None or poll_state(round, now) != DRAFT or has_ballots(round.id):
            raise RuleBroken("rehearsal.over")
        of_round = _BALLOT.c.round_id == row["round_id"]
        known = session.execute(
            select(_BALLOT.c.voter_tag, _BALLOT.c.choices).where(
                of_round, _BALLOT.c.cast_key == row["cast_key"]
            )
        ).one_or_none()
        if known:
            if tuple(known) != (row["voter_tag"], row["choices"]):
                raise RuleBroken("ballot.form_used")
            return True
        newest = session.scalars(select(_BALLOT.c.id).where(of_round).offset(MOST_BALLOTS - 1).limit(1))
        if newest.first() is not None:
            raise RuleBroken("rehearsal.full", most=MOST_BALLOTS)
        own = (of_round, _BALLOT.c.voter_tag == row["voter_tag"])
        session.execute(update(_BALLOT).where(*own).values(superseded=True))
        session.execute(insert(_BALLOT).values(row))
        return False


def _tag(key: bytes, eligibility_key: str) -> str:
    return hmac.digest(key, f"try-out|{eligibility_key}".encode(), hashlib.sha256).hex()
