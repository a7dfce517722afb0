"""The votes of a .pb file as ballots of a round, sealed in chained batches."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.domain import ledger
from app.domain.ballots import Choices, ballot_type
from app.domain.pabulib import PbBallot, PbFile
from app.rounds.models import Electorate, Round
from app.voting.models import Ballot, BallotBatch, Channel

BATCH = 1000
"""Ballots sealed together, and rows stored at once."""


def store_ballots(
    session: Session, round: Round, file: PbFile, proposals: Mapping[str, int], *, sealed_at: datetime
) -> tuple[int, str | None]:
    """Store and seal all ballots; gives their number and the head of the chain (``None`` without any ballot).

    ``proposals`` maps the file's project ids to those of the round.
    """
    electorate_id = session.scalars(select(Electorate.id).where(Electorate.round_id == round.id)).one()
    key = secrets.token_bytes(32)
    rows = [
        _row(round.id, electorate_id, key, number, ballot, _choices(file.type_key, ballot, proposals))
        for number, ballot in enumerate(file.ballots, start=1)
    ]
    head = None
    for batch, sealed in _batches(round.id, rows):
        session.execute(insert(BallotBatch).values(**batch, sealed_at=sealed_at))
        session.execute(insert(Ballot), sealed)
        head = str(batch["batch_hash"])
    return len(rows), head


def _row(
    round_id: int, electorate_id: int, key: bytes, number: int, ballot: PbBallot, choices: str
) -> dict[str, Any]:
    hashed = ledger.receipt_hash(round_id, ballot.voter_id)
    channel = Channel.PAPER if ballot.columns.get("voting_method") == "paper" else Channel.ONLINE
    return {
        "id": secrets.token_hex(16),
        "round_id": round_id,
        "electorate_id": electorate_id,
        "voter_tag": ledger.voter_tag(key, number),
        "revision": 1,
        "cast_key": ledger.cast_key(round_id, secrets.token_hex(16)),
        "receipt_hash": hashed,
        "channel": channel,
        "choices": choices,
        "leaf_hash": ledger.leaf_hash(round_id, hashed, channel.value, choices),
        "superseded": False,
    }


def _choices(type_key: str, ballot: PbBallot, proposals: Mapping[str, int]) -> str:
    """The ballot in its canonical form, with the round's own ids."""
    kind = ballot_type(type_key)
    choices: Choices
    if kind.takes == "numbers":
        choices = tuple(sorted((str(proposals[one]), given) for one, given in ballot.choices))
    else:
        named = [str(proposals[one]) for one in ballot.choices]
        choices = tuple(named if kind.takes == "order" else sorted(named))
    return kind.canonical(choices)


def _batches(
    round_id: int, rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Chained batches of about :data:`BATCH` ballots; a rest too small for a batch of its own joins the last one."""
    waiting, prev, number = iter(rows), ledger.GENESIS, 0
    left = len(rows)
    while left:
        size = BATCH if left >= BATCH + ledger.MIN_BATCH else left
        number, left = number + 1, left - size
        sealed = [{**row, "batch_no": number} for row in islice(waiting, size)]
        leaves = [row["leaf_hash"] for row in sealed]
        hashed = ledger.batch_hash(round_id, number, prev, leaves)
        batch = {"round_id": round_id, "batch_no": number, "n_leaves": size}
        yield {**batch, "prev_hash": prev, "batch_hash": hashed}, sealed
        prev = hashed
