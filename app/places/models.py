"""Neighbourhoods and parks, with coordinates that may be approximate."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Model
from app.db.types import LocalText, Member, link
from app.domain.places import ParkKind

__all__ = ["Neighbourhood", "Park", "ParkKind"]


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
