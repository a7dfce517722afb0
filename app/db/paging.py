"""One page of a longer list, as queries give it."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.db.base import db

T = TypeVar("T")

PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a longer list: its items, its number from 1, and how many items there are in all."""

    items: list[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def previous(self) -> int | None:
        """The number of the page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if any."""
        return self.number + 1 if self.number < self.count else None


def page_of(
    rows: Select[T], counted: Select[Any], number: int, per_page: int = PER_PAGE, *, total: int | None = None
) -> Page[T]:
    """Page ``number`` (from 1; beyond the end: the last one) of ``rows``, and how many rows ``counted`` selects.

    ``counted`` is the same selection without order and loading, with the columns that are cheapest to count; it is
    not asked where the caller knows the ``total`` already.
    """
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(counted.order_by(None).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // per_page)))
    found = db.session.scalars(rows.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(list(found), number, total, per_page)
