"""Pages of a list."""

from flask import request

from app.db.paging import PER_PAGE, Page

MAX_PAGE = 100_000

__all__ = ["MAX_PAGE", "PER_PAGE", "Page", "page_number"]


def page_number() -> int:
    """The page that the address asks for with ``?page=``; anything unreadable is the first."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), MAX_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
