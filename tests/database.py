"""Migrated databases that go back to their first state in a millisecond, one for each kind of server."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Protocol

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from app.config import DEFAULTS
from app.db.base import db
from app.factory import create_app
from app.web.city import refresh_city
from tests import postgres
from tests.requirements import ROOT

SECRET = "a secret that only the tests know, 32 characters"


class Database(Protocol):
    """A database of the tests: where it is, and how it goes back to what the migrations made."""

    url: str

    def remember(self) -> None:
        """Take the present content as what ``restore`` goes back to."""

    def restore(self) -> None:
        """Undo everything since ``remember``."""


class City:
    """An application on a migrated database and an instance folder of its own."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.app: Flask = create_app(
            {
                **DEFAULTS,  # whatever this machine's environment says
                "TALKA_ENV": "testing",
                "TALKA_TWO_PERSON_RULE": "off",  # tests of the rule set it; elsewhere one organiser is enough
                "INSTANCE_PATH": str(folder),
                "DATABASE_URL": database.url,
                "SECRET_KEY": SECRET,
            }
        )
        with self.app.app_context():
            upgrade()
            refresh_city()
        database.remember()

    def close(self) -> None:
        """Give the database's connections back."""
        with self.app.app_context():
            db.engine.dispose()

    def restore(self) -> None:
        """Empty the database and the instance folder."""
        self.database.restore()
        for entry in self.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()


class Cities:
    """The applications of a test run, made when the first test asks for one."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._made: dict[str, City] = {}
        self._failed: dict[str, BaseException] = {}
        compile_catalogues()

    def on(self, kind: str) -> City:
        """The city on this kind of database: ``sqlite`` or ``postgres``."""
        if kind in self._failed:
            raise self._failed[kind]  # said once more, without waiting for it once more
        if kind not in self._made:
            try:
                self._made[kind] = self._open.enter_context(self._built(kind))
            except BaseException as error:
                self._failed[kind] = error
                raise
        return self._made[kind]

    @contextmanager
    def _built(self, kind: str) -> Iterator[City]:
        with OPENERS[kind]() as database, scratch_folder() as folder:
            city = City(database, folder)
            try:
                yield city
            finally:
                city.close()

    def close(self) -> None:
        """Stop what was started and remove what was written."""
        self._open.close()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for the length of a test run, in memory where the machine offers that."""
    memory = Path("/dev/shm")
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="talka-", dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class SqliteDatabase:
    """A file, and a copy of it that is written back through SQLite itself, so that open connections stay valid."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "talka.sqlite"
        self.template = folder / "template.sqlite"
        self.url = f"sqlite:///{self.file}"

    def remember(self) -> None:
        """Copy the file."""
        _copy_sqlite(self.file, self.template)

    def restore(self) -> None:
        """Copy it back."""
        _copy_sqlite(self.template, self.file)


class PostgresDatabase:
    """A database of a PostgreSQL server whose tables are emptied where they hold something."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url, poolclass=NullPool)

    def remember(self) -> None:
        """Keep what is in the tables now."""
        with self.engine.begin() as connection:
            postgres.remember_pristine(connection)

    def restore(self) -> None:
        """Bring the tables back to that."""
        with self.engine.begin() as connection:
            postgres.restore(connection)


@contextmanager
def sqlite_database() -> Iterator[SqliteDatabase]:
    """A new SQLite file, removed at the end."""
    with scratch_folder() as folder:
        yield SqliteDatabase(folder)


@contextmanager
def postgres_database(*, durable: bool = False) -> Iterator[PostgresDatabase]:
    """A new database on a PostgreSQL server, removed at the end; skips the test where there is no server."""
    name = f"talka_test_{os.getpid()}"
    with postgres.postgres_server(durable=durable) as server, postgres.fresh_database(server, name) as url:
        yield PostgresDatabase(url)


OPENERS: dict[str, Callable[[], AbstractContextManager[Database]]] = {
    "sqlite": sqlite_database,
    "postgres": postgres_database,
}


def compile_catalogues() -> None:
    """Compile the catalogues that are newer than their compiled form, so that pages speak as they are written."""
    for source in (ROOT / "app" / "translations").glob("*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with (
            source.open("rb") as read,
            tempfile.NamedTemporaryFile(dir=source.parent, delete=False) as written,
        ):
            write_mo(written, read_po(read))
        os.replace(written.name, compiled)  # other processes may be at it, too


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target, timeout=10)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        origin.backup(copy)
