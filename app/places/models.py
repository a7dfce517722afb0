"""Neighbourhoods and parks, with coordinates that may be approximate, and the city that they make up."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Model
from app.db.types import LocalText, Member, Moment, Words, link
from app.domain.places import ParkKind

__all__ = ["City", "Neighbourhood", "Park", "ParkKind"]


class Neighbourhood(Model):
    """A part of the city. ``outline`` is a GeoJSON geometry, longitude first; coordinates are WGS 84 degrees."""

    __tablename__ = "neighbourhood"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalText]
    population: Mapped[int | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    is_approximate: Mapped[bool] = mapped_column(default=False)
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Park(Model):
    """A park, square, shore or yard that a proposal can be for."""

    __tablename__ = "park"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalText]
    kind: Mapped[ParkKind] = mapped_column(Member(ParkKind))
    neighbourhood_id: Mapped[int] = link("neighbourhood.id")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    is_approximate: Mapped[bool] = mapped_column(default=False)

    neighbourhood: Mapped[Neighbourhood] = relationship()


class City(Model):
    """How the city shows itself: one row at the most; without it, the settings and our own colours hold.

    ``hue`` in degrees of OKLCH, ``languages`` in their order, ``map_data`` a cleaned GeoJSON collection (read it only
    where the map is drawn), ``map_name`` the name of the file it came from, ``contact`` who answers for the site.
    """

    __tablename__ = "city"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("hue >= 0 AND hue < 360", name="hue_on_the_wheel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[LocalText]
    hue: Mapped[int | None]
    logo_key: Mapped[str | None]
    languages: Mapped[Words]
    map_data: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    map_name: Mapped[str | None]
    contact: Mapped[dict[str, str] | None] = mapped_column(JSON)
    changed_at: Mapped[Moment]
