"""Printed codes in the making: batches for people unknown by name, and the imported roll; each shown once."""

from collections.abc import Sequence
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
from app.places.queries import neighbourhood_by_id, neighbourhoods
from app.rounds.models import Electorate, Round
from app.rounds.queries import electorates_of, standing_in
from app.voting.models import RollEntry, VoterCode
from app.voting.queries import CODE_EVIDENCE, electorate_in, keys_beginning_with
from app.voting.services.roll import note_roll, require_open_roll
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
    actor: Actor,
    round: Round,
    electorate_id: int,
    batch: str,
    count: int,
    neighbourhood_id: int | None = None,
    *,
    now: datetime,
) -> list[Card]:
    """Make ``count`` codes for people of one electorate whom the city does not know by name, such as a school's pupils.

    ``batch`` names them together, ``neighbourhood_id`` gives them a right to the pot of that neighbourhood. The codes
    come back once and are never readable again. Raises ``NotAllowed``, and ``RuleBroken``: ``codes.electorate``,
    ``codes.count`` (with ``most``), ``codes.batch_taken``, ``roll.outside_electorate``, ``place.unknown``,
    ``poll.closed``.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    if not 1 <= count <= MOST_CODES:
        raise RuleBroken("codes.count", most=MOST_CODES)
    labels = [f"{batch}-{number:04d}" for number in range(1, count + 1)]
    try:
        with transaction() as session:
            require_open_roll(round.id)
            electorate = _electorate_with_codes(round.id, electorate_id)
            require_place(electorate, neighbourhood_id)
            people = [_Person(f"{CODE_KEY}{label}", label, electorate, neighbourhood_id) for label in labels]
            cards = _make_cards(session, round.id, batch, people)
            note_roll(session, round.id, now=now)
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
    keys = {
        each.key: each.neighbourhood_ids
        for each in electorates_of(round.id)
        if each.evidence in CODE_EVIDENCE
    }
    return read_roll(data, keys, keys_beginning_with(round.id, ROLL_KEY), _names_of_places())


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
            people = [
                _Person(
                    f"{ROLL_KEY}{line.key}", line.key, electorates[line.electorate], line.neighbourhood_id
                )
                for line in file.lines
            ]
            cards = _make_cards(session, round.id, batch, people)
            note_roll(session, round.id, now=now)
            after = {"batch": batch, "people": len(cards)}
            record(actor, "import_roll", "round", round.id, now=now, round_id=round.id, after=after)
    except IntegrityError as error:
        raise RuleBroken("codes.batch_taken") from error
    return cards


@dataclass(frozen=True)
class _Person:
    """Somebody on the way onto the roll: the roll's key, what stands on the card, and where they vote."""

    key: str
    label: str
    electorate: Electorate
    neighbourhood_id: int | None


def _make_cards(session: Session, round_id: int, batch: str, people: Sequence[_Person]) -> list[Card]:
    key = round_key(round_id)
    entries = [
        RollEntry(
            round_id=round_id,
            electorate_id=each.electorate.id,
            eligibility_key=each.key,
            evidence=each.electorate.evidence.value,
            neighbourhood_id=each.neighbourhood_id,
        )
        for each in people
    ]
    session.add_all(entries)
    session.flush()
    cards = [Card(each.label, each.electorate.id, new_code()) for each in people]
    session.add_all(
        VoterCode(round_id=round_id, roll_id=entry.id, code_hash=code_hash(key, card.code), batch=batch)
        for entry, card in zip(entries, cards, strict=True)
    )
    session.flush()
    return cards


def require_place(electorate: Electorate, neighbourhood_id: int | None) -> None:
    """Let a neighbourhood pass that people of the electorate can belong to.

    Raises ``RuleBroken``: ``place.unknown``, ``roll.outside_electorate``.
    """
    if neighbourhood_id is None:
        return
    if neighbourhood_by_id(neighbourhood_id) is None:
        raise RuleBroken("place.unknown")
    if electorate.neighbourhood_ids and neighbourhood_id not in electorate.neighbourhood_ids:
        raise RuleBroken("roll.outside_electorate")


def _names_of_places() -> dict[str, int]:
    """Every neighbourhood by its short name and by its name in each language, as a file may call it."""
    return {
        name.casefold(): place.id for place in neighbourhoods() for name in (place.slug, *place.name.values())
    }


def _electorate_with_codes(round_id: int, electorate_id: int) -> Electorate:
    electorate = electorate_in(round_id, electorate_id)
    if electorate is None or electorate.evidence not in CODE_EVIDENCE:
        raise RuleBroken("codes.electorate")
    return electorate


def _require_new_batch(session: Session, round_id: int, batch: str) -> None:
    taken = select(VoterCode.id).where(VoterCode.round_id == round_id, VoterCode.batch == batch).limit(1)
    if session.execute(taken).first():
        raise RuleBroken("codes.batch_taken")
