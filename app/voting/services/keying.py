"""Keying a box of paper ballots: twice, by two different people, each without seeing what the other typed."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction, violates
from app.domain.errors import RuleBroken
from app.domain.paper import read_marks, read_serial
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import PaperBatch, PaperEntry, PaperState
from app.voting.queries import (
    FIRST,
    electorate_in,
    frozen_rules,
    keyed_sheets,
    keying_of,
    pots_open_to,
)
from app.voting.services.paper import locked_batch
from app.voting.services.round_key import round_key


def key_sheet(
    actor: Actor,
    round: Round,
    batch_id: int,
    typed_serial: str,
    typed: str,
    *,
    is_spoilt: bool,
    now: datetime,
) -> int:
    """Key one sheet: its serial, and the numbers of the rows as they are marked; returns the sheet's number.

    The choices must be those of a valid ballot: a sheet that breaks the rules is spoilt. Whoever keys first in a box
    does its first keying, the next person its second; a third is refused. A sheet keyed again is put right.
    Raises ``NotAllowed``, and ``RuleBroken``: ``paper.unknown``, ``paper.verified``, ``paper.not_counted``,
    ``paper.third_person``, ``paper.serial_unreadable``, ``paper.serial_unknown``, ``paper.unreadable``,
    ``paper.no_such_row``, ``paper.more_than_box`` (with ``box``), ``poll.closed``, ``phase.wrong``, and the codes of
    the ballot type.
    """
    require(actor, Permission.KEY_PAPER, standing_in(round, now))
    try:
        with transaction() as session:
            batch = locked_batch(session, round.id, batch_id)
            keying = _own_keying(batch, actor)
            number = read_serial(typed_serial, round_key(round.id), batch.id, batch.issued)
            choices = None if is_spoilt else _canonical(round, batch, typed)
            _store(session, batch, keying, number, choices)
            return number
    except IntegrityError as error:
        if violates(error, "ck_paper_batch_two_people"):
            raise RuleBroken("paper.third_person") from error
        raise RuleBroken("roll.busy") from error


def drop_sheet(actor: Actor, round: Round, batch_id: int, number: int, *, now: datetime) -> None:
    """Take a sheet out of one's own keying, for example one of another box.

    Raises as :func:`key_sheet`, and ``RuleBroken("paper.not_keyed_by_you")``.
    """
    require(actor, Permission.KEY_PAPER, standing_in(round, now))
    with transaction() as session:
        batch = locked_batch(session, round.id, batch_id)
        own = (
            PaperEntry.batch_id == batch.id,
            PaperEntry.keying == _own_keying(batch, actor),
            PaperEntry.number == number,
        )
        if session.connection().execute(delete(PaperEntry).where(*own)).rowcount != 1:
            raise RuleBroken("paper.not_keyed_by_you")


def finish_keying(actor: Actor, round: Round, batch_id: int, *, now: datetime) -> bool:
    """Say that one has keyed every sheet; returns whether both have, so that the keyings can be compared.

    Raises as :func:`key_sheet`, and ``RuleBroken("paper.nothing_keyed")``.
    """
    require(actor, Permission.KEY_PAPER, standing_in(round, now))
    with transaction() as session:
        batch = locked_batch(session, round.id, batch_id)
        keying = _own_keying(batch, actor)
        keyed = len(keyed_sheets(batch.id, keying))
        if not keyed:
            raise RuleBroken("paper.nothing_keyed")
        if keying == FIRST:
            batch.entered_done = True
        else:
            batch.verified_done = True
        both = batch.entered_done and batch.verified_done
        if both:
            batch.state = PaperState.ENTERED
        after = {"keying": keying, "sheets": keyed}
        record(actor, "finish_keying", "paper_batch", batch.id, now=now, round_id=round.id, after=after)
        return both


def _own_keying(batch: PaperBatch, actor: Actor) -> int:
    """Which keying this person does; taken now if nobody does it yet."""
    if batch.box_count is None:
        raise RuleBroken("paper.not_counted")
    keying = keying_of(batch, actor.person_id or 0)
    if keying is None:
        raise RuleBroken("paper.third_person")
    if keying == FIRST:
        batch.entered_by = actor.person_id
    else:
        batch.verified_by = actor.person_id
    return keying


def _canonical(round: Round, batch: PaperBatch, typed: str) -> str:
    rules = frozen_rules(round)
    electorate = electorate_in(round.id, batch.electorate_id)
    if electorate is None:
        raise RuleBroken("paper.electorate")
    options = rules.options_in(pots_open_to(rules, electorate, batch.neighbourhood_id))
    marks = read_marks(rules.type.takes, typed, batch.rows)
    return rules.type.canonical(rules.type.check(marks, rules.limits, options))


def _store(session: Session, batch: PaperBatch, keying: int, number: int, choices: str | None) -> None:
    sheets = {each.number: each for each in keyed_sheets(batch.id, keying)}
    if number in sheets:
        sheets[number].choices = choices
        return
    if len(sheets) >= (batch.box_count or 0):
        raise RuleBroken("paper.more_than_box", box=batch.box_count)
    session.add(PaperEntry(batch_id=batch.id, keying=keying, number=number, choices=choices))
    session.flush()
