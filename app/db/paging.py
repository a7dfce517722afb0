"""One page of a longer list, as queries give it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.db.base import db

T = TypeVar("T")

PER_PAGE = 20

COUNTED_AT_MOST = 200
"""How many items of a long list are counted; what lies beyond is "more", so that no page pays for all of them."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a longer list: its items, its number from 1, and how many items there are in all.

    ``is_more`` where nobody counted to the end: there are more than ``total``, which then fills whole pages.
    """

    items: list[T]
    number: int
    total: int
    per_page: int = PER_PAGE
    is_more: bool = False

    @property
    def count(self) -> int:
        """How many pages there are, at least one; where there are more, how many there are for certain."""
        return max(1, -(-self.total // self.per_page) + self.is_more)

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


def page_of_many(ids: Select[Any], rows: Callable[[list[int]], list[T]], number: int) -> Page[T]:
    """Page ``number`` (from 1) of a list that may be very long, at a cost that does not grow with it.

    ``ids`` selects the ids in their order, ``rows`` loads the items of some of them in the same order. One walk
    along the list finds the page and counts to ``COUNTED_AT_MOST``; a page further on is found by itself, and one
    beyond the end is the last that was counted.
    """
    known = list(db.session.scalars(ids.limit(COUNTED_AT_MOST + 1)))
    begin = (number - 1) * PER_PAGE
    if begin >= COUNTED_AT_MOST and len(known) > COUNTED_AT_MOST:
        further = list(db.session.scalars(ids.limit(PER_PAGE + 1).offset(begin)))
        if further:
            total = begin + min(len(further), PER_PAGE)
            return Page(rows(further[:PER_PAGE]), number, total, is_more=len(further) > PER_PAGE)
    total = min(len(known), COUNTED_AT_MOST)
    number = min(number, max(1, -(-total // PER_PAGE)))
    begin = (number - 1) * PER_PAGE
    return Page(rows(known[begin : begin + PER_PAGE]), number, total, is_more=len(known) > COUNTED_AT_MOST)
