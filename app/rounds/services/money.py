"""The pots of a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.permissions import Actor
from app.domain.phases import Phase
from app.rounds.models import Pot, Round
from app.rounds.queries import phase_of, pots_of
from app.rounds.services.changing import changing
from app.rounds.services.describing import check_neighbourhoods

MOST_POTS = 40


@dataclass(frozen=True)
class PotLine:
    """One pot as an organiser enters it; ``pot_id`` is ``None`` for a new one, ``amount_cents`` integer cents."""

    pot_id: int | None
    name: Mapping[str, str]
    amount_cents: int
    neighbourhood_id: int | None = None


def set_pots(actor: Actor, round_id: int, lines: Sequence[PotLine], *, now: datetime) -> None:
    """Make these the pots of the round, in this order; a pot that is not among them is removed.

    Raises as :func:`changing`, and ``RuleBroken``: ``pot.too_many``, ``pot.nameless``, ``pot.amount``,
    ``pot.unknown``, ``place.unknown``, ``pot.in_use`` for removing one after submission has begun.
    """
    _check_lines(lines)
    with changing(actor, round_id, "set_pots", now=now) as round, transaction() as session:
        check_neighbourhoods([line.neighbourhood_id for line in lines if line.neighbourhood_id])
        kept = {pot.id: pot for pot in pots_of(round.id)}
        for position, line in enumerate(lines):
            pot = Pot(round_id=round.id) if line.pot_id is None else kept.pop(line.pot_id, None)
            if pot is None:
                raise RuleBroken("pot.unknown")
            pot.name, pot.amount_cents, pot.position = dict(line.name), line.amount_cents, position
            pot.neighbourhood_id = line.neighbourhood_id
            session.add(pot)
        if kept:
            _remove(session, round, list(kept.values()), now)


def _check_lines(lines: Sequence[PotLine]) -> None:
    if len(lines) > MOST_POTS:
        raise RuleBroken("pot.too_many", limit=MOST_POTS)
    for line in lines:
        if not any(line.name.values()):
            raise RuleBroken("pot.nameless")
        if not 0 < line.amount_cents <= MAX_CENTS:
            raise RuleBroken("pot.amount")


def _remove(session: Session, round: Round, pots: Sequence[Pot], now: datetime) -> None:
    if phase_of(round, now) not in (Phase.DRAFT, Phase.ANNOUNCED):
        raise RuleBroken("pot.in_use")
    for pot in pots:
        session.delete(pot)
    round.ballot_limits = _without_pots(round.ballot_limits, {str(pot.id) for pot in pots})


def _without_pots(limits: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    """The limits of a ballot without those of pots that are gone."""
    left = {name: value for name, value in limits.items() if name not in ("pots", "one_of")}
    pots = {pot: own for pot, own in limits.get("pots", {}).items() if pot not in gone}
    one_of = [pot for pot in limits.get("one_of", ()) if pot not in gone]
    return {**left, **({"pots": pots} if pots else {}), **({"one_of": one_of} if len(one_of) > 1 else {})}
