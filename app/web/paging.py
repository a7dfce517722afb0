"""Pages of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")

PER_PAGE = 20
MAX_PAGE = 100_000


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


def page_number() -> int:
    """The page that the address asks for with ``?page=``; anything unreadable is the first."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), MAX_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
