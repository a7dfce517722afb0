"""What can be done to the city, its neighbourhoods and parks; each function is one use case and one transaction."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.colours import paints_of
from app.domain.errors import RuleBroken
from app.domain.geojson import read_city_map
from app.domain.permissions import Actor, Permission, require
from app.domain.places import ParkKind
from app.places.models import City, Neighbourhood, Park
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


@dataclass(frozen=True)
class CityFacts:
    """How the city shows itself: name by language, hue in degrees (``None`` for ours), languages in their order, and
    who answers for the site, by language."""

    name: Mapping[str, str]
    hue: int | None
    languages: Sequence[str]
    contact: Mapping[str, str] = field(default_factory=dict)


def save_city(
    actor: Actor, facts: CityFacts, *, known: Sequence[str], logo_key: str | None, now: datetime
) -> City:
    """Set the city's name, colour, languages and logo (the key of a stored picture, ``None`` for none).

    ``known`` are the languages that pages are written in. Raises ``NotAllowed``, and ``RuleBroken``:
    ``place.nameless``, ``city.no_language``, and as :func:`app.domain.colours.paints_of`.
    """
    require(actor, Permission.MANAGE_PLACES)
    if not any(facts.name.values()):
        raise RuleBroken("place.nameless")
    if not facts.languages or not set(facts.languages) <= set(known):
        raise RuleBroken("city.no_language")
    if facts.hue is not None:
        paints_of(facts.hue)
    after = {
        "name": dict(facts.name),
        "hue": facts.hue,
        "languages": list(facts.languages),
        "logo_key": logo_key,
        "contact": dict(facts.contact),
    }
    return _save_city(actor, "save_city", after, now)


def save_city_map(actor: Actor, data: bytes, file_name: str, *, now: datetime) -> City:
    """Take a GeoJSON file as the map behind all points. Raises ``NotAllowed``, and as ``read_city_map``."""
    require(actor, Permission.MANAGE_PLACES)
    drawn = read_city_map(data)
    return _save_city(actor, "save_city_map", {"map_name": file_name[:120], "map_data": drawn}, now)


def remove_city_map(actor: Actor, *, now: datetime) -> None:
    """Show points without a map behind them again. Raises ``NotAllowed``."""
    require(actor, Permission.MANAGE_PLACES)
    _save_city(actor, "remove_city_map", {"map_name": None, "map_data": None}, now)


def _save_city(actor: Actor, action: str, after: dict[str, Any], now: datetime) -> City:
    with transaction() as session:
        city = session.get(City, 1)
        if city is None:
            city = City(id=1, name={}, languages=[])
            session.add(city)
        told = {name: value for name, value in after.items() if name != "map_data"}
        was, has_become = changed({name: getattr(city, name) for name in told}, told)
        for name, value in after.items():
            setattr(city, name, value)
        city.changed_at = now
        record(actor, action, "city", 1, now=now, before=was, after=has_become)
    return city


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
