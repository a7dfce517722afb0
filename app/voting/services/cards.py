"""Printed codes in the making: batches for people unknown by name, and the imported roll; each shown once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.roll_file import RollFile, read_roll
from app.domain.voter_codes import MOST_CODES, new_code
from app.rounds.models import Electorate, Round
from app.rounds.queries import electorates_of, standing_in
from app.voting.models import RollEntry, VoterCode
from app.voting.queries import CODE_EVIDENCE, electorate_in, keys_beginning_with, poll_of
from app.voting.services.round_key import code_hash, round_key

ROLL_KEY = "roll:"
CODE_KEY = "code:"


@dataclass(frozen=True)
class Card:
    """What one voter is handed: whose card it is (the roll's key or a serial number), and the code, in plain text.

    It exists between making the codes and printing them, and nowhere else.
    """

    label: str
    electorate_id: int
    code: str


def create_codes(
    actor: Actor, round: Round, electorate_id: int, batch: str, count: int, *, now: datetime
) -> list[Card]:
    """Make ``count`` codes for people of one electorate whom the city does not know by name, such as a school's pupils.

    ``batch`` names them together. The codes come back once and are never readable again.
    Raises ``NotAllowed``, and ``RuleBroken``: ``codes.electorate``, ``codes.count`` (with ``most``),
    ``codes.batch_taken``, ``poll.closed``.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    if not 1 <= count <= MOST_CODES:
        raise RuleBroken("codes.count", most=MOST_CODES)
    labels = [f"{batch}-{number:04d}" for number in range(1, count + 1)]
    try:
        with transaction() as session:
            require_open_roll(round.id)
            electorate = _electorate_with_codes(round.id, electorate_id)
            keys = [(f"{CODE_KEY}{label}", label, electorate) for label in labels]
            cards = _make_cards(session, round.id, batch, keys)
            after = {"batch": batch, "codes": count, "electorate": electorate.key}
            record(actor, "create_codes", "round", round.id, now=now, round_id=round.id, after=after)
    except IntegrityError as error:
        raise RuleBroken("codes.batch_taken") from error
    return cards


def check_roll(actor: Actor, round: Round, data: bytes, *, now: datetime) -> RollFile:
    """Read a roll without storing anything: the good lines, and every bad one with what is wrong with it.

    Raises ``NotAllowed``, and ``RuleBroken`` for a file that is no table (see :func:`app.domain.roll_file.read_roll`).
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    keys = {each.key for each in electorates_of(round.id) if each.evidence in CODE_EVIDENCE}
    return read_roll(data, keys, keys_beginning_with(round.id, ROLL_KEY))


def import_roll(actor: Actor, round: Round, data: bytes, batch: str, *, now: datetime) -> list[Card]:
    """Put everybody in the file on the roll, each with a fresh code; a file with any bad line is refused whole.

    Raises as :func:`check_roll`, and ``RuleBroken``: ``roll.bad_lines`` (with ``count``), ``codes.batch_taken``,
    ``poll.closed``.
    """
    try:
        with transaction() as session:
            file = check_roll(actor, round, data, now=now)
            if file.faults:
                raise RuleBroken("roll.bad_lines", count=len(file.faults))
            require_open_roll(round.id)
            _require_new_batch(session, round.id, batch)
            electorates = {each.key: each for each in electorates_of(round.id)}
            keys = [(f"{ROLL_KEY}{line.key}", line.key, electorates[line.electorate]) for line in file.lines]
            cards = _make_cards(session, round.id, batch, keys)
            after = {"batch": batch, "people": len(cards)}
            record(actor, "import_roll", "round", round.id, now=now, round_id=round.id, after=after)
    except IntegrityError as error:
        raise RuleBroken("codes.batch_taken") from error
    return cards


def _make_cards(
    session: Session, round_id: int, batch: str, people: Iterable[tuple[str, str, Electorate]]
) -> list[Card]:
    key = round_key(round_id)
    people = list(people)
    entries = [
        RollEntry(
            round_id=round_id,
            electorate_id=electorate.id,
            eligibility_key=eligibility_key,
            evidence=electorate.evidence.value,
        )
        for eligibility_key, _label, electorate in people
    ]
    session.add_all(entries)
    session.flush()
    cards = [Card(label, electorate.id, new_code()) for _key, label, electorate in people]
    session.add_all(
        VoterCode(round_id=round_id, roll_id=entry.id, code_hash=code_hash(key, card.code), batch=batch)
        for entry, card in zip(entries, cards, strict=True)
    )
    session.flush()
    return cards


def _electorate_with_codes(round_id: int, electorate_id: int) -> Electorate:
    electorate = electorate_in(round_id, electorate_id)
    if electorate is None or electorate.evidence not in CODE_EVIDENCE:
        raise RuleBroken("codes.electorate")
    return electorate


def require_open_roll(round_id: int) -> None:
    if poll_of(round_id) is not None:
        raise RuleBroken("poll.closed")


def _require_new_batch(session: Session, round_id: int, batch: str) -> None:
    taken = select(VoterCode.id).where(VoterCode.round_id == round_id, VoterCode.batch == batch).limit(1)
    if session.execute(taken).first():
        raise RuleBroken("codes.batch_taken")
