"""How a row gets into the database of a test, what tells it from others, and when it is."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from app.db.session import transaction

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""A Monday noon in the city, for tests that pass the time themselves; pages ask the database's clock instead."""

_numbers = count(1)


def next_number() -> int:
    """A number that no other row of these tests has in its name."""
    return next(_numbers)


def add(row: Any) -> Any:
    """Store a row of any model and give it back with its id."""
    with transaction() as session:
        session.add(row)
        session.flush()
        session.refresh(row)
    return row
