"""How a round votes: its ballot, its electorates, how money follows votes, and how ties are broken."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.db.session import transaction
from app.domain.allocation import allocation_rule
from app.domain.ballots import ballot_type as known_type
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor
from app.domain.rounds import Evidence
from app.domain.tally import TieOrder
from app.rounds.models import Electorate
from app.rounds.queries import electorates_of, is_public, pots_of
from app.rounds.services.changing import changing
from app.rounds.services.describing import check_neighbourhoods

MOST_ELECTORATES = 12
MOST_PEOPLE = 100_000_000
"""More people than any city has."""

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)


def set_ballot(
    actor: Actor, round_id: int, ballot_type: str, limits: Mapping[str, Any], *, now: datetime
) -> None:
    """Choose how people vote. ``limits`` are raw, as a form or JSON has them; pots are named by their id as text.

    Raises as :func:`changing`, and ``RuleBroken``: ``ballot.unknown_type``, the codes of ``limits_from``,
    ``pot.unknown``.
    """
    read = known_type(ballot_type).limits_from(limits)
    with changing(actor, round_id, "set_ballot", now=now) as round:
        pots = {str(pot.id) for pot in pots_of(round.id)}
        if not {*read.get("pots", {}), *read.get("one_of", ())} <= pots:
            raise RuleBroken("pot.unknown")
        round.ballot_type, round.ballot_limits = ballot_type, read


@dataclass(frozen=True)
class ElectorateLine:
    """One group of voters as an organiser enters it; ``key`` is empty for a new one, empty lists mean everybody.

    ``population``: about how many people belong to it, where the city knows.
    """

    key: str
    name: Mapping[str, str]
    age_bands: Collection[AgeBand]
    neighbourhood_ids: Collection[int]
    evidence: Evidence
    is_binding: bool = False
    population: int | None = None


def set_electorates(actor: Actor, round_id: int, lines: Sequence[ElectorateLine], *, now: datetime) -> None:
    """Make these the electorates of the round, in this order; one that is not among them is removed.

    Raises as :func:`changing`, and ``RuleBroken``: ``electorate.too_many``, ``electorate.nameless``,
    ``electorate.population``, ``electorate.email_is_advisory`` (an address proves too little for a binding vote),
    ``electorate.unknown``,
    ``electorate.in_use`` where the voter roll names one that would go, ``place.unknown``.
    """
    _check_electorates(lines)
    try:
        with changing(actor, round_id, "set_electorates", now=now) as round, transaction() as session:
            check_neighbourhoods({place for line in lines for place in line.neighbourhood_ids})
            kept = {electorate.key: electorate for electorate in electorates_of(round.id)}
            free = (f"e{number}" for number in range(1, 1000) if f"e{number}" not in kept)
            for position, line in enumerate(lines):
                found = kept.pop(line.key, None)
                electorate = found or Electorate(round_id=round.id, key=line.key or next(free))
                _fill(electorate, line, position)
                session.add(electorate)
            for gone in kept.values():
                session.delete(gone)
            session.flush()
    except IntegrityError as error:
        raise RuleBroken("electorate.in_use") from error


def _fill(electorate: Electorate, line: ElectorateLine, position: int) -> None:
    electorate.name = dict(line.name)
    electorate.age_bands = [band.value for band in AgeBand if band in line.age_bands]
    electorate.neighbourhood_ids = sorted(line.neighbourhood_ids)
    electorate.evidence = line.evidence
    electorate.is_binding = line.is_binding
    electorate.population = line.population
    electorate.position = position


def _check_electorates(lines: Sequence[ElectorateLine]) -> None:
    if len(lines) > MOST_ELECTORATES:
        raise RuleBroken("electorate.too_many", limit=MOST_ELECTORATES)
    keys = [line.key for line in lines if line.key]
    if len(set(keys)) < len(keys) or not all(map(_KEY.fullmatch, keys)):
        raise RuleBroken("electorate.unknown")
    for line in lines:
        if not any(line.name.values()):
            raise RuleBroken("electorate.nameless")
        if line.population is not None and not 0 < line.population <= MOST_PEOPLE:
            raise RuleBroken("electorate.population", most=MOST_PEOPLE)
        if line.is_binding and line.evidence is Evidence.EMAIL:
            raise RuleBroken("electorate.email_is_advisory")


def set_allocation(
    actor: Actor,
    round_id: int,
    rule: str,
    settings: Mapping[str, Any],
    tie_order: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Choose how money or prizes follow votes, and in which order ties are broken.

    ``settings`` are raw. Raises as :func:`changing`, and ``RuleBroken``: ``rule.unknown``, ``rule.unknown_setting``,
    ``rule.unreadable_setting``, ``ties.unknown``, ``ties.repeated``, ``ties.undecided``.
    """
    read = allocation_rule(rule).settings_from(settings)
    order = TieOrder.parse(",".join(tie_order)).criteria
    with changing(actor, round_id, "set_allocation", now=now) as round:
        round.allocation = {"rule": rule, **read}
        round.tie_order = list(order)


def draw_seed(actor: Actor, round_id: int, seed: str, *, now: datetime) -> None:
    """Draw the lots of this round with another seed, as long as nobody has seen the first.

    Raises as :func:`changing`, and ``RuleBroken("seed.announced")`` once the round is public.
    """
    with changing(actor, round_id, "draw_seed", now=now) as round:
        if is_public(round, now):
            raise RuleBroken("seed.announced")
        round.seed = seed
