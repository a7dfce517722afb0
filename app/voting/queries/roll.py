"""The roll and its printed codes, for the organiser."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db.base import db
from app.rounds.models import Electorate
from app.voting.models import RollEntry, VoterCode


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
