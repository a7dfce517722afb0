"""Finding neighbourhoods and parks, and how the city shows itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.places.models import City, Neighbourhood, Park


def neighbourhoods() -> Sequence[Neighbourhood]:
    """All neighbourhoods, in the order in which they were entered."""
    return db.session.scalars(select(Neighbourhood).order_by(Neighbourhood.id)).all()


def neighbourhood_by_id(neighbourhood_id: int) -> Neighbourhood | None:
    """The neighbourhood with this id."""
    return db.session.get(Neighbourhood, neighbourhood_id)


def neighbourhood_by_slug(slug: str) -> Neighbourhood | None:
    """The neighbourhood with this short name."""
    return db.session.scalar(select(Neighbourhood).where(Neighbourhood.slug == slug))


def parks() -> Sequence[Park]:
    """All parks and squares with their neighbourhoods, in the order in which they were entered."""
    return db.session.scalars(select(Park).options(joinedload(Park.neighbourhood)).order_by(Park.id)).all()


def park_by_id(park_id: int) -> Park | None:
    """The park with this id."""
    return db.session.get(Park, park_id)


def park_by_slug(slug: str) -> Park | None:
    """The park with this short name."""
    return db.session.scalar(select(Park).where(Park.slug == slug))


def city() -> City | None:
    """The city's own settings, without its map; ``None`` where nobody has made any."""
    return db.session.get(City, 1)


def city_map() -> dict[str, Any] | None:
    """The city's map as a GeoJSON collection, if it has one."""
    return db.session.scalar(select(City.map_data).where(City.id == 1))


def named_logos(keys: Sequence[str]) -> set[str]:
    """Those of these keys in the uploads folder that are the city's logo."""
    return set(db.session.scalars(select(City.logo_key).where(City.logo_key.in_(keys)))) - {None}  # type: ignore[return-value]
