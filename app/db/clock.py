"""The database's clock, which decides every deadline."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import text

from app.db.base import db, is_sqlite


def database_now() -> datetime:
    """The instant at which the database answers, as aware UTC; inside a transaction too.

    PostgreSQL's ``now()`` would stand still within a transaction, so ``clock_timestamp()`` is asked. Tests move
    the clock with the setting ``CLOCK_OFFSET`` (a ``timedelta``), which exists in no other mode.
    """
    offset: timedelta = current_app.config["CLOCK_OFFSET"]
    if is_sqlite(db.engine):
        told = db.session.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).scalar_one()
        return datetime.fromisoformat(told).replace(tzinfo=UTC) + offset
    moment: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC) + offset
