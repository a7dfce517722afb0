"""Finding rounds, their phase, and what belongs to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.domain.permissions import Actor, Permission, Relation, Standing, may
from app.domain.phases import Phase, Timetable
from app.domain.rounds import movable_ends, starts_from
from app.rounds.models import Electorate, Extension, Pot, Round

MOST_ROUNDS = 200
"""A city runs a few rounds a year; a page lists no more than these."""


def round_by_slug(slug: str) -> Round | None:
    """The round with this short name."""
    return db.session.scalar(select(Round).where(Round.slug == slug))


def round_by_id(round_id: int) -> Round | None:
    """The round with this id."""
    return db.session.get(Round, round_id)


def has_timetable(round: Round) -> bool:
    """Whether the organiser has given the round its dates yet."""
    return bool(round.timetable)


def timetable_of(round: Round) -> Timetable:
    """When each phase starts. Raises ``RuleBroken("timetable.no_submission")`` for a draft without dates."""
    return Timetable(starts_from(round.timetable))


def is_public(round: Round, now: datetime) -> bool:
    """Whether the round has been announced; one announced in advance becomes public at its instant."""
    return round.announced_at is not None and round.announced_at <= now


def phase_of(round: Round, now: datetime) -> Phase:
    """The phase of the round at ``now``; a draft until it is announced."""
    return timetable_of(round).phase_at(now) if is_public(round, now) else Phase.DRAFT


def end_of_phase(round: Round, now: datetime) -> datetime | None:
    """When the present phase of a public round ends; ``None`` for a draft and for a phase without an end.

    A round that is announced before its first date is announced until then.
    """
    if not is_public(round, now):
        return None
    timetable = timetable_of(round)
    return movable_ends(timetable, now).get(timetable.phase_at(now))


def standing_in(round: Round, now: datetime, relations: frozenset[Relation] = frozenset()) -> Standing:
    """Where permissions about this round are asked, ``relations`` being how the actor stands to the thing."""
    return Standing(round.id, phase_of(round, now), relations)


def open_round(slug: str, actor: Actor, now: datetime) -> tuple[Round, Standing] | None:
    """The round of an address, or ``None`` where there is none or the actor may not see it yet."""
    round = round_by_slug(slug)
    if round is None:
        return None
    standing = standing_in(round, now)
    if standing.phase is Phase.DRAFT and not may(actor, Permission.PREVIEW_ROUND, standing):
        return None
    return round, standing


def rounds_shown(actor: Actor, now: datetime) -> list[Round]:
    """The rounds that the actor may see, newest first: announced ones, and drafts for those who may preview them."""
    found = select(Round)
    if not may(actor, Permission.PREVIEW_ROUND, Standing()):
        held = {scope for _, scope in actor.grants if may(actor, Permission.PREVIEW_ROUND, Standing(scope))}
        found = found.where(or_(Round.announced_at <= now, Round.id.in_(held)))
    newest_first = (Round.announced_at.is_not(None), Round.announced_at.desc(), Round.id.desc())
    return list(db.session.scalars(found.order_by(*newest_first).limit(MOST_ROUNDS)))


def rounds_with(phase: Phase, now: datetime) -> list[Round]:
    """The public rounds whose timetable has this phase, past or to come, newest first."""
    found = (
        select(Round).where(Round.announced_at <= now).order_by(Round.announced_at.desc(), Round.id.desc())
    )
    return [round for round in db.session.scalars(found.limit(MOST_ROUNDS)) if phase.value in round.timetable]


def pots_of(round_id: int) -> list[Pot]:
    """The round's pots with their neighbourhoods, in order."""
    found = select(Pot).where(Pot.round_id == round_id).options(joinedload(Pot.neighbourhood))
    return list(db.session.scalars(found.order_by(Pot.position, Pot.id)))


def pots_by_round(round_ids: Sequence[int]) -> dict[int, list[Pot]]:
    """The pots of several rounds at once, for a list of rounds."""
    pots: dict[int, list[Pot]] = {round_id: [] for round_id in round_ids}
    found = select(Pot).where(Pot.round_id.in_(round_ids)).order_by(Pot.position, Pot.id)
    for pot in db.session.scalars(found):
        pots[pot.round_id].append(pot)
    return pots


def electorates_of(round_id: int) -> list[Electorate]:
    """The groups of people who may vote, in order."""
    found = select(Electorate).where(Electorate.round_id == round_id)
    return list(db.session.scalars(found.order_by(Electorate.position, Electorate.id)))


def extensions_of(round_id: int) -> list[Extension]:
    """The deadlines that were moved, oldest first."""
    found = select(Extension).where(Extension.round_id == round_id)
    return list(db.session.scalars(found.order_by(Extension.id)))
