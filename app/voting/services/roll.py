"""The roll itself: accounts put on it together, what is published of it, and who was handed a paper ballot."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.rounds import Evidence
from app.rounds.models import Round
from app.rounds.queries import electorates_of, standing_in
from app.voting.models import Channel, RollEntry, RollNotice
from app.voting.queries import (
    account_key,
    electorate_for,
    electorate_in,
    is_any_box_counted,
    keys_beginning_with,
    poll_of,
    roll_now,
)

ACCOUNT_KEY = "account:"


def require_open_roll(round_id: int) -> None:
    """Let a round pass whose vote is not closed. Raises ``RuleBroken("poll.closed")``."""
    if poll_of(round_id) is not None:
        raise RuleBroken("poll.closed")


def note_roll(session: Session, round_id: int, *, now: datetime) -> None:
    """Publish size and fingerprint of the roll as it stands, inside the transaction that has changed it."""
    session.flush()
    size, fingerprint = roll_now(round_id)
    session.add(RollNotice(round_id=round_id, size=size, fingerprint=fingerprint, noted_at=now))


def add_accounts(actor: Actor, round: Round, electorate_id: int, *, now: datetime) -> int:
    """Put every open account that belongs to the electorate on the roll; returns how many were not on it before.

    Somebody who belongs to several electorates is put into the first, as when voting. From then on the table can find
    them by name. Raises ``NotAllowed``, and ``RuleBroken``: ``roll.not_by_account``, ``roll.nobody_new``,
    ``poll.closed``, ``roll.busy`` where somebody came with a first ballot in the same instant.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    try:
        return _add_accounts(actor, round, electorate_id, now)
    except IntegrityError as error:
        raise RuleBroken("roll.busy") from error


def _add_accounts(actor: Actor, round: Round, electorate_id: int, now: datetime) -> int:
    with transaction() as session:
        require_open_roll(round.id)
        electorates = electorates_of(round.id)
        electorate = electorate_in(round.id, electorate_id)
        if electorate is None or electorate.evidence is not Evidence.EMAIL:
            raise RuleBroken("roll.not_by_account")
        known = keys_beginning_with(round.id, ACCOUNT_KEY)
        people = select(Person.id, Person.age_band, Person.neighbourhood_id).where(Person.closed_at.is_(None))
        rows = [
            {
                "round_id": round.id,
                "electorate_id": electorate.id,
                "eligibility_key": account_key(person.id),
                "evidence": Evidence.ROLL.value,
                "revision": 0,
                "neighbourhood_id": person.neighbourhood_id,
            }
            for person in session.execute(people).all()
            if str(person.id) not in known
            and electorate_for(electorates, person.age_band, person.neighbourhood_id) == electorate
        ]
        if not rows:
            raise RuleBroken("roll.nobody_new")
        session.execute(insert(RollEntry.__table__), rows)
        note_roll(session, round.id, now=now)
        after = {"electorate": electorate.key, "people": len(rows)}
        record(actor, "add_accounts", "round", round.id, now=now, round_id=round.id, after=after)
        return len(rows)


def mark_paper(actor: Actor, round: Round, roll_id: int, *, now: datetime) -> None:
    """Note that somebody on the roll is handed a paper ballot: no ballot in their name is taken online any more.

    The log says that it happened, not to whom: with the time beside it a name would say too much.
    Raises ``NotAllowed``, and ``RuleBroken``: ``roll.unknown_person``, ``roll.voted_online``,
    ``roll.has_paper``, ``poll.closed``, ``phase.wrong``.
    """
    require(actor, Permission.KEEP_POLLING_TABLE, standing_in(round, now))
    with transaction() as session:
        require_open_roll(round.id)
        _switch(session, round.id, roll_id, from_channel=None, to_channel=Channel.PAPER)
        record(actor, "mark_paper", "round", round.id, now=now, round_id=round.id)


def unmark_paper(actor: Actor, round: Round, roll_id: int, *, now: datetime) -> None:
    """Take the mark back because the ballot was not put into a box; possible until a box of the round is counted.

    Raises as :func:`mark_paper`, and ``RuleBroken``: ``roll.no_paper``, ``roll.box_counted``.
    """
    require(actor, Permission.KEEP_POLLING_TABLE, standing_in(round, now))
    with transaction() as session:
        require_open_roll(round.id)
        if is_any_box_counted(round.id):
            raise RuleBroken("roll.box_counted")
        _switch(session, round.id, roll_id, from_channel=Channel.PAPER, to_channel=None)
        record(actor, "unmark_paper", "round", round.id, now=now, round_id=round.id)


def _switch(
    session: Session,
    round_id: int,
    roll_id: int,
    *,
    from_channel: Channel | None,
    to_channel: Channel | None,
) -> None:
    """Change the channel of an entry, provided that it is still the one expected."""
    entry = (RollEntry.id == roll_id, RollEntry.round_id == round_id)
    changed = (
        update(RollEntry)
        .where(*entry, RollEntry.channel.is_not_distinct_from(from_channel))
        .values(channel=to_channel)
    )
    if session.connection().execute(changed).rowcount == 1:
        return
    found = session.execute(select(RollEntry.channel).where(*entry)).one_or_none()
    if found is None:
        raise RuleBroken("roll.unknown_person")
    refusals = {Channel.ONLINE: "roll.voted_online", Channel.PAPER: "roll.has_paper", None: "roll.no_paper"}
    raise RuleBroken(refusals[found.channel])
