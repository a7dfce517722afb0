"""Paper ballots: printed for a box, taken out and counted, and, once two keyings agree, put into the ledger."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.clock import database_now
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.paper import MOST_SHEETS, serial, sheet_nonce, sheet_tag
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Ballot, Channel, PaperBatch, PaperEntry, PaperState
from app.voting.queries import (
    FIRST,
    differences_in,
    electorate_in,
    frozen_rules,
    keyed_sheets,
    marked_on_paper,
    paper_ballots,
    poll_of,
    pots_open_to,
)
from app.voting.services.cards import require_place
from app.voting.services.roll import require_open_roll
from app.voting.services.round_key import round_key
from app.voting.services.sealing import seal_when_due


@dataclass(frozen=True)
class Sheet:
    """One paper ballot to print: its serial for those who key it, the receipt on the strip that the voter tears off."""

    serial: str
    receipt: str


def print_paper(
    actor: Actor,
    round: Round,
    electorate_id: int,
    neighbourhood_id: int | None,
    booth: str,
    count: int,
    *,
    now: datetime,
) -> tuple[PaperBatch, list[Sheet]]:
    """Issue ``count`` paper ballots of one electorate (and neighbourhood, for its pot) for the box called ``booth``.

    The sheets come shuffled, so that a serial does not tell in which order voters took them. The order of the
    proposals is drawn once for the box and kept. Raises ``NotAllowed``, and ``RuleBroken``: ``paper.count`` (with
    ``most``), ``paper.booth_taken``, ``paper.electorate``, ``paper.nothing_on_it``, ``place.unknown``,
    ``roll.outside_electorate``, ``poll.closed``, ``phase.wrong``.
    """
    require(actor, Permission.PRINT_PAPER, standing_in(round, now))
    if not 1 <= count <= MOST_SHEETS:
        raise RuleBroken("paper.count", most=MOST_SHEETS)
    try:
        with transaction() as session:
            require_open_roll(round.id)
            batch = _new_batch(round, electorate_id, neighbourhood_id, booth, count)
            session.add(batch)
            session.flush()
            sheets = _sheets(round_key(round.id), round.id, batch)
            after = {"booth": booth, "issued": count, "electorate_id": electorate_id}
            record(actor, "print_paper", "paper_batch", batch.id, now=now, round_id=round.id, after=after)
            return batch, sheets
    except IntegrityError as error:
        raise RuleBroken("paper.booth_taken") from error


def count_box(actor: Actor, round: Round, batch_id: int, count: int, *, now: datetime) -> None:
    """Note how many sheets were taken out of the box; it can be put right until both keyings are done.

    An empty box is done with. Raises ``NotAllowed``, and ``RuleBroken``: ``paper.unknown``, ``paper.too_many_in_box``
    (with ``issued``), ``paper.fewer_than_keyed``, ``paper.verified``, ``poll.closed``, ``phase.wrong``.
    """
    require(actor, Permission.KEY_PAPER, standing_in(round, now))
    with transaction() as session:
        batch = locked_batch(session, round.id, batch_id)
        if not 0 <= count <= batch.issued:
            raise RuleBroken("paper.too_many_in_box", issued=batch.issued)
        keyed = max(len(keyed_sheets(batch.id, keying)) for keying in (1, 2))
        if count < keyed:
            raise RuleBroken("paper.fewer_than_keyed", keyed=keyed)
        before = {"box_count": batch.box_count}
        batch.box_count = count
        if batch.state is PaperState.ISSUED:
            batch.state = PaperState.COUNTED
        if count == 0:
            batch.state = PaperState.VERIFIED
        after = {"box_count": count}
        record(
            actor,
            "count_box",
            "paper_batch",
            batch.id,
            now=now,
            round_id=round.id,
            before=before,
            after=after,
        )


def verify_box(
    actor: Actor,
    round: Round,
    batch_id: int,
    missing_reason: str = "",
    *,
    clock: Callable[[], datetime] = database_now,
) -> int:
    """Put the ballots of a box into the ledger once both keyings agree; returns how many. Spoilt sheets stay out.

    Any time until the vote is closed, after the end of voting too: whoever put a sheet into the box was in time.
    ``missing_reason`` says why fewer sheets were keyed than counted, where that is so. Whoever keyed first cannot be
    the one who verifies. Raises ``NotAllowed``, and ``RuleBroken``: ``paper.unknown``, ``paper.verified``,
    ``paper.not_keyed``, ``paper.differs`` (with ``count``), ``paper.other_person``, ``paper.missing`` (with
    ``missing``), ``paper.more_than_marked`` (with ``marked``, ``ballots``), ``poll.closed``, ``phase.wrong``, and the
    codes of the ballot type.
    """
    now = clock()
    require(actor, Permission.KEY_PAPER, standing_in(round, now))
    with transaction() as session:
        batch = locked_batch(session, round.id, batch_id)
        _require_agreement(batch, actor, missing_reason)
        rows = _ballots(round, batch)
        _require_marks(round.id, batch.electorate_id, len(rows))
        if rows:
            session.execute(insert(Ballot.__table__), rows)
        keyed = len(keyed_sheets(batch.id, FIRST))
        session.execute(delete(PaperEntry).where(PaperEntry.batch_id == batch.id))
        batch.state, batch.missing_reason = PaperState.VERIFIED, missing_reason or None
        after = {
            "ballots": len(rows),
            "spoilt": keyed - len(rows),
            "box_count": batch.box_count,
            "missing_reason": missing_reason,
        }
        record(actor, "verify_box", "paper_batch", batch.id, now=now, round_id=round.id, after=after)
    seal_when_due(round.id)
    return len(rows)


def locked_batch(session: Session, round_id: int, batch_id: int) -> PaperBatch:
    """The box, locked, while nobody can close the vote.

    Raises ``RuleBroken``: ``paper.unknown``, ``paper.verified``, ``poll.closed``.
    """
    session.execute(select(Round.id).where(Round.id == round_id).with_for_update(read=True))
    if poll_of(round_id) is not None:
        raise RuleBroken("poll.closed")
    found = select(PaperBatch).where(PaperBatch.id == batch_id, PaperBatch.round_id == round_id)
    batch = session.scalars(found.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if batch is None:
        raise RuleBroken("paper.unknown")
    if batch.state is PaperState.VERIFIED:
        raise RuleBroken("paper.verified")
    return batch


def _new_batch(
    round: Round, electorate_id: int, neighbourhood_id: int | None, booth: str, count: int
) -> PaperBatch:
    electorate = electorate_in(round.id, electorate_id)
    if electorate is None:
        raise RuleBroken("paper.electorate")
    require_place(electorate, neighbourhood_id)
    rules = frozen_rules(round)
    options = rules.options_in(pots_open_to(rules, electorate, neighbourhood_id))
    rows = list(options.proposals)
    if not rows:
        raise RuleBroken("paper.nothing_on_it")
    secrets.SystemRandom().shuffle(rows)
    # Pot by pot, as the sheet is printed; within a pot by lot.
    places = list(options.pots)
    rows.sort(key=lambda proposal: places.index(options.proposals[proposal].pot))
    return PaperBatch(
        round_id=round.id,
        electorate_id=electorate.id,
        neighbourhood_id=neighbourhood_id,
        booth=booth,
        issued=count,
        rows=rows,
        state=PaperState.ISSUED,
    )


def _sheets(key: bytes, round_id: int, batch: PaperBatch) -> list[Sheet]:
    sheets = [
        Sheet(serial(key, batch.id, number), ledger.receipt(key, sheet_nonce(batch.id, number)))
        for number in range(1, batch.issued + 1)
    ]
    secrets.SystemRandom().shuffle(sheets)
    return sheets


def _require_agreement(batch: PaperBatch, actor: Actor, missing_reason: str) -> None:
    if not (batch.entered_done and batch.verified_done) or batch.box_count is None:
        raise RuleBroken("paper.not_keyed")
    if actor.person_id == batch.entered_by:
        raise RuleBroken("paper.other_person")
    differing = differences_in(batch.id)
    if differing:
        raise RuleBroken("paper.differs", count=len(differing))
    missing = batch.box_count - len(keyed_sheets(batch.id, FIRST))
    if missing and not missing_reason:
        raise RuleBroken("paper.missing", missing=missing)


def _require_marks(round_id: int, electorate_id: int, more: int) -> None:
    """No more ballots than people who were handed one: a sheet that nobody on the roll stands for is not counted."""
    ballots = paper_ballots(round_id).get(electorate_id, 0) + more
    marked = marked_on_paper(round_id).get(electorate_id, 0)
    if ballots > marked:
        raise RuleBroken("paper.more_than_marked", ballots=ballots, marked=marked)


def _ballots(round: Round, batch: PaperBatch) -> list[dict[str, object]]:
    """The rows of the ledger, checked once more by the rules that hold online."""
    rules, key = frozen_rules(round), round_key(round.id)
    electorate = electorate_in(round.id, batch.electorate_id)
    if electorate is None:
        raise RuleBroken("paper.electorate")
    options = rules.options_in(pots_open_to(rules, electorate, batch.neighbourhood_id))
    rows: list[dict[str, object]] = []
    for sheet in keyed_sheets(batch.id, FIRST):
        if sheet.choices is not None:
            marks = rules.type.parse(sheet.choices)
            text = rules.type.canonical(rules.type.check(list(marks), rules.limits, options))
            rows.append(_row(key, round.id, batch, sheet.number, text))
    return rows


def _row(key: bytes, round_id: int, batch: PaperBatch, number: int, choices: str) -> dict[str, object]:
    nonce = sheet_nonce(batch.id, number)
    receipt_hash = ledger.receipt_hash(round_id, ledger.receipt(key, nonce))
    return {
        "id": secrets.token_hex(16),
        "round_id": round_id,
        "electorate_id": batch.electorate_id,
        "voter_tag": sheet_tag(key, batch.id, number),
        "revision": 1,
        "cast_key": ledger.cast_key(round_id, nonce),
        "receipt_hash": receipt_hash,
        "channel": Channel.PAPER,
        "choices": choices,
        "leaf_hash": ledger.leaf_hash(round_id, receipt_hash, Channel.PAPER.value, choices),
        "batch_no": None,
        "superseded": False,
    }
