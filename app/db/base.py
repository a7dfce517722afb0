"""The declarative base of every model, with named constraints, and the settings of SQLite."""

import sqlite3
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a service can tell which one was violated."""

BUSY_SECONDS = 10
"""How long SQLite waits for a lock that another program holds before the request is answered with 503."""


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


class Model(db.Model):  # type: ignore[name-defined, misc]
    """The base that models inherit from; it is bound to the application's database."""

    __abstract__ = True


def init_database(app: Flask) -> None:
    """Bind the database to the application and prepare its connections."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", prepare_sqlite)
            event.listen(db.engine, "begin", begin_sqlite)


def prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Make a new connection durable and strict, and leave transactions to the event below."""
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions, not the driver
    for setting in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # without it INSERT OR REPLACE slips past append-only triggers
    ):
        connection.execute(f"PRAGMA {setting}")


def begin_sqlite(connection: Any) -> None:
    """Begin a transaction: IMMEDIATE where it is going to write, so that it never waits in the middle."""
    writes = connection.get_execution_options().get("talka_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine talks to SQLite (else it is PostgreSQL)."""
    return engine.dialect.name == "sqlite"
