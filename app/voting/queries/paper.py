"""Boxes of paper ballots: how far each is, what was keyed from it, and where the two keyings differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Person
from app.db.base import db
from app.domain.paper import serial
from app.voting.keys import stored_key
from app.voting.models import Ballot, Channel, PaperBatch, PaperEntry, PaperState

FIRST, SECOND = 1, 2
"""The two keyings of a box."""


@dataclass(frozen=True)
class Box:
    """One box with how many sheets each of the two people has keyed so far."""

    batch: PaperBatch
    first: int
    second: int

    @property
    def is_done(self) -> bool:
        """Whether its ballots are in the ledger, or it was found empty."""
        return self.batch.state is PaperState.VERIFIED


@dataclass(frozen=True)
class Difference:
    """One sheet of which the two keyings say different things; ``is_in_first``: whether it was keyed at all."""

    number: int
    is_in_first: bool
    is_in_second: bool
    first: str | None
    second: str | None


def paper_boxes(round_id: int) -> list[Box]:
    """The boxes of a round in the order in which they were printed."""
    keyed = (
        select(PaperEntry.batch_id, PaperEntry.keying, func.count())
        .join(PaperBatch, PaperBatch.id == PaperEntry.batch_id)
        .where(PaperBatch.round_id == round_id)
        .group_by(PaperEntry.batch_id, PaperEntry.keying)
    )
    counts = {(batch_id, keying): count for batch_id, keying, count in db.session.execute(keyed)}
    found = select(PaperBatch).where(PaperBatch.round_id == round_id).order_by(PaperBatch.id)
    return [
        Box(each, counts.get((each.id, FIRST), 0), counts.get((each.id, SECOND), 0))
        for each in db.session.scalars(found)
    ]


def paper_batch_by_id(batch_id: int) -> PaperBatch | None:
    """The box with this id."""
    return db.session.get(PaperBatch, batch_id)


def unfinished_boxes(round_id: int) -> int:
    """How many boxes were printed and are neither in the ledger nor found empty; a vote with any is not closed."""
    found = select(func.count()).where(
        PaperBatch.round_id == round_id, PaperBatch.state != PaperState.VERIFIED
    )
    return db.session.scalar(found) or 0


def is_any_box_counted(round_id: int) -> bool:
    """Whether any box of the round was opened and counted."""
    found = select(PaperBatch.id).where(PaperBatch.round_id == round_id, PaperBatch.box_count.is_not(None))
    return db.session.execute(found.limit(1)).first() is not None


def keying_of(batch: PaperBatch, person_id: int) -> int | None:
    """Which of the two keyings is this person's: theirs already, or the one that nobody has begun; else ``None``."""
    if person_id == batch.entered_by:
        return FIRST
    if person_id == batch.verified_by:
        return SECOND
    if batch.entered_by is None:
        return FIRST
    return SECOND if batch.verified_by is None else None


def keyed_sheets(batch_id: int, keying: int) -> list[PaperEntry]:
    """The sheets of one keying, the last one keyed first."""
    found = select(PaperEntry).where(PaperEntry.batch_id == batch_id, PaperEntry.keying == keying)
    return list(db.session.scalars(found.order_by(PaperEntry.id.desc())))


def printed_serial(batch: PaperBatch, number: int) -> str:
    """The serial of a sheet as it is printed; the bare number where the round's key is gone."""
    key = stored_key(batch.round_id)
    return serial(key, batch.id, number) if key else f"{number:04d}"


def differences_in(batch_id: int) -> list[Difference]:
    """Every sheet of which the two keyings differ, by its number; none once both say the same."""
    first, second = (
        {each.number: each.choices for each in keyed_sheets(batch_id, keying)} for keying in (FIRST, SECOND)
    )
    numbers = sorted(first.keys() | second.keys())
    found = (Difference(n, n in first, n in second, first.get(n), second.get(n)) for n in numbers)
    return [each for each in found if (each.is_in_first, each.first) != (each.is_in_second, each.second)]


def paper_ballots(round_id: int) -> dict[int, int]:
    """How many paper ballots of each electorate are in the ledger."""
    counted = select(Ballot.electorate_id, func.count().label("ballots"))
    counted = counted.where(Ballot.round_id == round_id, Ballot.channel == Channel.PAPER)
    rows = db.session.execute(counted.group_by(Ballot.electorate_id))
    return {row.electorate_id: row.ballots for row in rows}


def names_of_keyers(batches: Sequence[PaperBatch]) -> dict[int, str]:
    """The names of those who keyed, by the id of the person."""
    ids = {person for each in batches for person in (each.entered_by, each.verified_by) if person}
    rows = db.session.execute(select(Person.id, Person.display_name).where(Person.id.in_(ids)))
    return {row.id: row.display_name for row in rows}
