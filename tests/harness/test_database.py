"""Every test begins with an empty city, whatever the one before it did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person
from app.db.clock import database_now
from app.db.session import transaction
from app.places.models import Neighbourhood
from tests import factories
from tests.conftest import Clock

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_is_left_of_the_test_before(turn: int, app: Flask, session: Any, instance: Path) -> None:
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    assert list(instance.iterdir()) == []
    assert app.config.get("LEFT_BY") is None
    person = factories.a_person()
    assert person.id == 1
    (instance / "uploads").mkdir()
    (instance / "uploads" / "a.png").write_bytes(b"x")
    app.config["LEFT_BY"] = turn


def test_clock_moves_the_database(clock: Clock) -> None:
    moment = datetime(2027, 3, 1, 12, tzinfo=UTC)
    clock.set(moment)
    assert abs(database_now() - moment) < timedelta(seconds=5)
    clock.advance(timedelta(days=2))
    assert database_now().date().isoformat() == "2027-03-03"


def test_queries_are_counted_without_their_frame(session: Any, count_queries: Any) -> None:
    with count_queries() as queries:
        session.scalars(select(Neighbourhood)).all()
        with transaction() as writing:
            writing.scalar(select(func.count()).select_from(Person))
    assert len(queries) == 2, queries
    assert "neighbourhood" in queries[0]


def test_browser_refuses_to_go_on_with_changes_that_were_never_committed(client: Any, session: Any) -> None:
    person = factories.a_person()
    person.display_name = "Somebody else"
    with pytest.raises(AssertionError, match="never committed"):
        client.get("/about")


def test_each_browser_is_somebody_else(visitor: Any) -> None:
    anna, guest = visitor().sign_in(factories.a_person()), visitor()
    with anna.session_transaction() as kept:
        assert kept["_user_id"] == "1.0"
    with guest.session_transaction() as kept:
        assert "_user_id" not in kept
    anna.sign_out()
    with anna.session_transaction() as kept:
        assert "_user_id" not in kept
