"""Column types of the field: instants in UTC, amounts in cents, enumerations, texts in several languages."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, String
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC ``datetime``; a naive one is refused, because nobody can tell what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no meaning here")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Member(TypeDecorator[StrEnum]):
    """A member of a ``StrEnum``, stored as its value, so that adding a member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Store the value of a member; anything else is refused."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give back the member."""
        return None if value is None else self.members(value)


Cents = Annotated[int, mapped_column(BigInteger)]
"""An amount of money in integer cents."""

Moment = Annotated[datetime, mapped_column(Instant)]
"""An instant, aware, UTC."""

LocalText = Annotated[dict[str, str], mapped_column(JSON, default=dict)]
"""The same text in several languages: ``{"lv": …, "en": …}``; replaced as a whole, never changed in place."""

Data = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
"""A JSON object of rules or content; replaced as a whole, never changed in place."""

Words = Annotated[list[Any], mapped_column(JSON, default=list)]
"""A JSON list; replaced as a whole, never changed in place."""


def link(target: str, **options: Any) -> Any:
    """A column that points to ``table.id``, indexed: ``link("round.id")``.

    ``nullable`` and ``ondelete`` as in SQLAlchemy.
    """
    ondelete = options.pop("ondelete", None)
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=options.pop("index", True), **options)
