"""What can be done to neighbourhoods and parks; each function is one use case and one transaction."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.places import ParkKind
from app.places.models import Neighbourhood, Park
from app.places.queries import neighbourhood_by_id

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_SLUG = 60


@dataclass(frozen=True)
class NeighbourhoodFacts:
    """What an administrator says of a neighbourhood: WGS 84 degrees, ``None`` where unknown; names by language."""

    slug: str
    name: Mapping[str, str]
    population: int | None
    lat: float | None
    lon: float | None
    is_approximate: bool


@dataclass(frozen=True)
class ParkFacts:
    """What an administrator says of a park; as of a neighbourhood."""

    slug: str
    name: Mapping[str, str]
    kind: ParkKind
    neighbourhood_id: int
    lat: float | None
    lon: float | None
    is_approximate: bool


def save_neighbourhood(
    actor: Actor, neighbourhood_id: int | None, facts: NeighbourhoodFacts, *, now: datetime
) -> Neighbourhood:
    """Add a neighbourhood (``None``) or change one.

    Raises ``NotAllowed``, and ``RuleBroken``: ``place.slug_invalid``, ``place.slug_taken``, ``place.nameless``,
    ``place.half_a_point``, ``place.unknown``.
    """
    return _save(actor, Neighbourhood, neighbourhood_id, facts, now=now)


def save_park(actor: Actor, park_id: int | None, facts: ParkFacts, *, now: datetime) -> Park:
    """Add a park (``None``) or change one. Raises as :func:`save_neighbourhood`."""
    return _save(actor, Park, park_id, facts, now=now)


def delete_neighbourhood(actor: Actor, neighbourhood_id: int, *, now: datetime) -> None:
    """Delete a neighbourhood that nothing belongs to. Raises ``NotAllowed``, and ``RuleBroken("place.in_use")``."""
    _delete(actor, Neighbourhood, neighbourhood_id, now=now)


def delete_park(actor: Actor, park_id: int, *, now: datetime) -> None:
    """Delete a park that no proposal is for. Raises ``NotAllowed``, and ``RuleBroken("place.in_use")``."""
    _delete(actor, Park, park_id, now=now)


def _save(
    actor: Actor,
    model: type[Any],
    place_id: int | None,
    facts: NeighbourhoodFacts | ParkFacts,
    *,
    now: datetime,
) -> Any:
    require(actor, Permission.MANAGE_PLACES)
    _check(facts)
    after = asdict(facts)
    try:
        with transaction() as session:
            if isinstance(facts, ParkFacts) and neighbourhood_by_id(facts.neighbourhood_id) is None:
                raise RuleBroken("place.unknown")
            place = session.get(model, place_id) if place_id else model()
            if place is None:
                raise RuleBroken("place.unknown")
            before = {name: getattr(place, name) for name in after} if place_id else {}
            for name, value in after.items():
                setattr(place, name, value)
            session.add(place)
            session.flush()
            was, has_become = changed(before, after)
            kind = model.__tablename__
            record(actor, f"save_{kind}", kind, place.id, now=now, before=was, after=has_become)
    except IntegrityError as error:
        raise RuleBroken("place.slug_taken") from error
    return place


def _check(facts: NeighbourhoodFacts | ParkFacts) -> None:
    if not _SLUG.fullmatch(facts.slug) or len(facts.slug) > _LONGEST_SLUG:
        raise RuleBroken("place.slug_invalid")
    if not any(facts.name.values()):
        raise RuleBroken("place.nameless")
    if (facts.lat is None) is not (facts.lon is None):
        raise RuleBroken("place.half_a_point")


def _delete(actor: Actor, model: type[Any], place_id: int, *, now: datetime) -> None:
    require(actor, Permission.MANAGE_PLACES)
    try:
        with transaction() as session:
            place = session.get(model, place_id)
            if place is None:
                return
            kind = model.__tablename__
            before = {"slug": place.slug, "name": place.name}
            session.delete(place)
            session.flush()
            record(actor, f"delete_{kind}", kind, place_id, now=now, before=before)
    except IntegrityError as error:
        raise RuleBroken("place.in_use") from error
