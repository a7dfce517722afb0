"""How far the vote of a round is, and what may be said about it before it is closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.db.base import db
from app.domain.phases import Phase
from app.rounds.models import Electorate, Round
from app.rounds.queries import has_timetable, is_public, timetable_of
from app.voting.models import Ballot, BallotBatch, Channel, Poll, RollEntry

GRACE = timedelta(seconds=60)
"""How long after the end a ballot is still taken, for those who pressed the button in time on a slow line."""

ROUNDED_TO = 10
"""Before the vote is closed the number of ballots is public in steps of this size only."""

DRAFT, OPEN = "draft", "open"


@dataclass(frozen=True)
class Head:
    """The newest link of the chain: whoever wrote it down can tell later whether anything before it was changed."""

    batch_no: int
    batch_hash: str
    sealed_at: datetime


@dataclass(frozen=True)
class Turnout:
    """How many ballots of one electorate came in by one channel."""

    electorate_id: int
    channel: Channel
    ballots: int


def poll_of(round_id: int) -> Poll | None:
    """What has been decided about the round's vote; ``None`` until it is closed."""
    return db.session.get(Poll, round_id)


def poll_state(round: Round, now: datetime) -> str:
    """``draft`` before voting begins, ``open`` from then on, and ``closed``, ``tallied``, ``published`` once decided.

    A vote whose time is over stays open until somebody closes it; whether it still takes ballots is
    :func:`takes_ballots`.
    """
    poll = poll_of(round.id)
    if poll is not None:
        return poll.state.value
    span = timetable_of(round).span(Phase.VOTING) if has_timetable(round) else None
    begun = span is not None and is_public(round, now) and span.start <= now
    return OPEN if begun else DRAFT


def takes_ballots(round: Round, now: datetime, *, grace: timedelta = timedelta(0)) -> bool:
    """Whether the timetable admits a ballot at ``now``, or up to ``grace`` after the end; a closed vote admits none."""
    span = timetable_of(round).span(Phase.VOTING) if has_timetable(round) else None
    if span is None or not is_public(round, now) or now < span.start:
        return False
    return span.end is None or now < span.end + grace


def closes_at(round: Round) -> datetime | None:
    """The instant at which voting ends; ``None`` where the round has no vote or the vote no end."""
    return timetable_of(round).end_of(Phase.VOTING) if has_timetable(round) else None


def head_of_ledger(round_id: int) -> Head | None:
    """The newest sealed batch of the round; public at any time."""
    found = select(BallotBatch.batch_no, BallotBatch.batch_hash, BallotBatch.sealed_at)
    found = found.where(BallotBatch.round_id == round_id).order_by(BallotBatch.batch_no.desc()).limit(1)
    row = db.session.execute(found).one_or_none()
    return Head(*row) if row else None


def rounded_count(round_id: int) -> int:
    """How many ballots count so far, rounded down to tens: all that is public before the vote is closed."""
    exact = live_count(round_id)
    return exact - exact % ROUNDED_TO


def live_count(round_id: int) -> int:
    """How many ballots count; superseded ones do not."""
    found = select(func.count()).where(Ballot.round_id == round_id, Ballot.superseded.is_(False))
    return db.session.scalar(found) or 0


def waiting_count(round_id: int) -> int:
    """How many ballots are not in a sealed batch yet."""
    found = select(func.count()).where(Ballot.round_id == round_id, Ballot.batch_no.is_(None))
    return db.session.scalar(found) or 0


def turnout_of(round_id: int) -> list[Turnout]:
    """Ballots that count by electorate and channel, in the order of the electorates; public once the vote is closed."""
    counted = (
        select(Ballot.electorate_id, Ballot.channel, func.count())
        .join(Electorate, Electorate.id == Ballot.electorate_id)
        .where(Ballot.round_id == round_id, Ballot.superseded.is_(False))
        .group_by(Ballot.electorate_id, Ballot.channel, Electorate.position)
        .order_by(Electorate.position, Ballot.electorate_id, Ballot.channel)
    )
    return [Turnout(*row) for row in db.session.execute(counted)]


def roll_sizes(round_id: int) -> dict[int, int]:
    """How many people stand on the roll, by the electorate's id."""
    counted = select(RollEntry.electorate_id, func.count().label("people")).where(
        RollEntry.round_id == round_id
    )
    sizes = db.session.execute(counted.group_by(RollEntry.electorate_id))
    return {row.electorate_id: row.people for row in sizes}
