"""Finding neighbourhoods and parks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.places.models import Neighbourhood, Park


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
