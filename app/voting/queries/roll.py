"""The roll and its printed codes, for the organiser."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import String, cast, func, literal, or_, select

from app.accounts.models import Person
from app.db.base import db
from app.domain.phases import Phase
from app.domain.roll_file import roll_fingerprint as fingerprint
from app.domain.rounds import Evidence
from app.domain.words import fold
from app.places.models import Neighbourhood
from app.rounds.models import Electorate, Round
from app.rounds.queries import has_timetable, pots_of, round_by_id, timetable_of
from app.voting.models import Channel, RollEntry, RollNotice, VoterCode

MOST_FOUND = 20
"""How many people the polling table shows for one search; more means: type more of the name."""

READ_AT_ONCE = 1000

CARD_KEYS = ("roll:", "code:")
"""How the roll's keys begin for people who come with a card."""


@dataclass(frozen=True)
class CodeBatch:
    """Codes that were printed together: for which electorate, how many, how many of them are void."""

    batch: str
    electorate_id: int
    codes: int
    voided: int


def code_batches(round_id: int) -> list[CodeBatch]:
    """The batches of printed codes of a round, in the order in which they were made."""
    counted = (
        select(
            VoterCode.batch,
            RollEntry.electorate_id,
            func.count(),
            func.count(VoterCode.voided_at),
        )
        .join(RollEntry, RollEntry.id == VoterCode.roll_id)
        .where(VoterCode.round_id == round_id)
        .group_by(VoterCode.batch, RollEntry.electorate_id)
        .order_by(func.min(VoterCode.id))
    )
    return [CodeBatch(*row) for row in db.session.execute(counted)]


@dataclass(frozen=True)
class PublishedRoll:
    """What was said of the roll: as it stood when voting opened (or stands now, before that), and the newest notice."""

    at_opening: RollNotice
    newest: RollNotice

    @property
    def added(self) -> int:
        """How many people the city put on the roll after voting opened."""
        return self.newest.size - self.at_opening.size


def roll_fingerprint(round_id: int) -> PublishedRoll | None:
    """Size and fingerprint of the roll, as published; ``None`` where the city has put nobody on it.

    People who vote by account and come onto the roll with their first ballot are not part of it.
    """
    found = select(RollNotice).where(RollNotice.round_id == round_id).order_by(RollNotice.id)
    notices = list(db.session.scalars(found))
    if not notices:
        return None
    round = round_by_id(round_id)
    span = timetable_of(round).span(Phase.VOTING) if round and has_timetable(round) else None
    before = [each for each in notices if span is None or each.noted_at <= span.start]
    return PublishedRoll((before or notices[:1])[-1], notices[-1])


def roll_now(round_id: int) -> tuple[int, str]:
    """How many people the city has put on the roll, and the fingerprint of that list.

    Somebody who came with a first ballot is known by an e-mail address, and on no list before.
    """
    found = select(Electorate.key, RollEntry.eligibility_key, RollEntry.neighbourhood_id)
    found = found.join(Electorate, Electorate.id == RollEntry.electorate_id).where(
        RollEntry.round_id == round_id, RollEntry.evidence != Evidence.EMAIL.value
    )
    entries = [(row[0], row[1], row[2]) for row in db.session.execute(found)]
    return len(entries), fingerprint(round_id, entries)


def has_local_pots(round_id: int) -> bool:
    """Whether the round has pots of neighbourhoods, so that it matters where a voter belongs."""
    return any(pot.neighbourhood_id for pot in pots_of(round_id))


@dataclass(frozen=True)
class RollPerson:
    """One entry of the roll as the polling table shows it: by name where the city knows one, else by its card."""

    roll_id: int
    label: str
    electorate_id: int
    neighbourhood: Neighbourhood | None
    channel: Channel | None


def search_roll(round: Round, words: str, code_roll_id: int | None = None) -> list[RollPerson]:
    """People on the roll whose name or card begins like ``words``, at most 20; ``code_roll_id``: whose code was typed.

    Names are those of accounts, cards the roll's own numbers. Case and marks on letters do not matter.
    """
    wanted = fold(words.strip())
    found = (
        select(RollEntry, Person.display_name, Neighbourhood)
        .join(
            Person,
            RollEntry.eligibility_key == literal("account:") + cast(Person.id, String),
            isouter=True,
        )
        .join(Neighbourhood, Neighbourhood.id == RollEntry.neighbourhood_id, isouter=True)
        .where(RollEntry.round_id == round.id)
        .order_by(Person.display_name, RollEntry.eligibility_key)
    )
    if code_roll_id is not None:
        found = found.where(RollEntry.id == code_roll_id)
    else:
        cards = (
            RollEntry.eligibility_key.istartswith(f"{kind}{words.strip()}", autoescape=True)
            for kind in CARD_KEYS
        )
        found = found.where(or_(Person.id.is_not(None), *cards))
    people = (
        RollPerson(
            entry.id,
            name or entry.eligibility_key.partition(":")[2],
            entry.electorate_id,
            place,
            entry.channel,
        )
        for entry, name, place in db.session.execute(found.execution_options(yield_per=READ_AT_ONCE))
    )
    matching = (each for each in people if code_roll_id is not None or _matches(fold(each.label), wanted))
    return list(islice(matching, MOST_FOUND))


def _matches(name: str, wanted: str) -> bool:
    """Whether every word that was typed begins a word of the name, or the whole begins it."""
    words = name.split()
    return name.startswith(wanted) or all(
        any(word.startswith(part) for word in words) for part in wanted.split()
    )


def roll_id_of_code(code_id: int) -> int | None:
    """The entry of the roll that a printed code opens."""
    return db.session.scalar(select(VoterCode.roll_id).where(VoterCode.id == code_id))


def marked_on_paper(round_id: int) -> dict[int, int]:
    """How many people of each electorate were handed a paper ballot."""
    counted = select(RollEntry.electorate_id, func.count().label("people"))
    counted = counted.where(RollEntry.round_id == round_id, RollEntry.channel == Channel.PAPER)
    rows = db.session.execute(counted.group_by(RollEntry.electorate_id))
    return {row.electorate_id: row.people for row in rows}


def known_keys(round_id: int, keys: Sequence[str]) -> set[str]:
    """Those of the keys that stand on the roll already."""
    found = select(RollEntry.eligibility_key)
    found = found.where(RollEntry.round_id == round_id, RollEntry.eligibility_key.in_(keys))
    return set(db.session.scalars(found))


def keys_beginning_with(round_id: int, beginning: str) -> set[str]:
    """The keys on the roll that begin like this, without that beginning."""
    found = select(RollEntry.eligibility_key).where(
        RollEntry.round_id == round_id, RollEntry.eligibility_key.startswith(beginning, autoescape=True)
    )
    return {key.removeprefix(beginning) for key in db.session.scalars(found)}


def electorate_in(round_id: int, electorate_id: int) -> Electorate | None:
    """The electorate with this id, if it belongs to the round."""
    electorate = db.session.get(Electorate, electorate_id)
    return electorate if electorate and electorate.round_id == round_id else None
