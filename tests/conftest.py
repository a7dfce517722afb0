"""What every test can ask for: an application on a fresh database, a browser without JavaScript, a count of queries."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import requirements

if TYPE_CHECKING:  # the domain's tests run without Flask and without a database
    from flask import Flask
    from flask.testing import FlaskCliRunner
    from playwright.sync_api import Browser

    from tests.client import PageClient
    from tests.database import Cities

KINDS = ("sqlite", "postgres")
# The application is large and stays: looking through it all the time cost a tenth of a run.
gc.set_threshold(100_000, 50, 100)
settings.register_profile("desk", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True)  # the same examples every time
settings.load_profile("gate" if os.environ.get("TALKA_REQUIRE_ALL") == "1" else "desk")

NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--database``."""
    parser.addoption(
        "--database",
        choices=(*KINDS, "both"),
        default="sqlite",
        help="the database of tests that do not name one",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both databases where its marker or the command line says so."""
    if "database_kind" not in metafunc.fixturenames or metafunc.definition.get_closest_marker("postgres"):
        return
    asked = metafunc.config.getoption("database")
    if metafunc.definition.get_closest_marker("both_databases") or asked == "both":
        on_postgres = pytest.param("postgres", marks=pytest.mark.postgres)
        metafunc.parametrize("database_kind", ["sqlite", on_postgres], indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that this test runs on."""
    if hasattr(request, "param"):
        return str(request.param)
    return (
        "postgres"
        if request.node.get_closest_marker("postgres")
        else str(request.config.getoption("database"))
    )


@pytest.fixture(scope="session")
def cities() -> "Iterator[Cities]":
    """The applications of this run, one for each kind of database."""
    from tests.database import Cities

    made = Cities()
    yield made
    made.close()


@pytest.fixture
def app(cities: "Cities", database_kind: str) -> "Iterator[Flask]":
    """The application on an empty, migrated database, with its context open for the test."""
    from app.extensions import limiter

    city = cities.on(database_kind)
    city.restore()
    settings = dict(city.app.config)
    limiter.storage.reset()
    with city.app.app_context():
        yield city.app
    city.app.config.clear()
    city.app.config.update(settings)


@pytest.fixture
def session(app: "Flask") -> Any:
    """The test's own database session."""
    from app.db.base import db

    return db.session


@pytest.fixture
def visitor(app: "Flask") -> "Callable[[], PageClient]":
    """Makes browsers that share nothing with each other."""
    from tests.client import PageClient

    return lambda: PageClient(app)


@pytest.fixture
def client(visitor: "Callable[[], PageClient]") -> "PageClient":
    """A browser of somebody who has not signed in; see ``tests.client.PageClient``."""
    return visitor()


@pytest.fixture
def cli(app: "Flask") -> "FlaskCliRunner":
    """Runs ``flask`` commands: ``cli.invoke(args=["user", "grant", …])``."""
    return app.test_cli_runner()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests that need one."""
    from tests.browser.chromium import running_chromium

    with running_chromium() as browser:
        yield browser


@pytest.fixture
def instance(app: "Flask") -> Path:
    """The instance folder, empty at the start of the test."""
    return Path(app.instance_path)


class Clock:
    """Moves the database's clock; it goes on ticking from there."""

    def __init__(self, app: "Flask") -> None:
        self._app = app

    def set(self, moment: datetime) -> None:
        """It is ``moment`` now, for SQLite too, which cuts its own clock to milliseconds."""
        now = datetime.now(UTC)
        self._app.config["CLOCK_OFFSET"] = moment - now.replace(microsecond=now.microsecond // 1000 * 1000)

    def advance(self, span: timedelta) -> None:
        """It is later now, by ``span``."""
        self._app.config["CLOCK_OFFSET"] += span

    def now(self) -> datetime:
        """The instant it is for the application."""
        return datetime.now(UTC) + self._app.config["CLOCK_OFFSET"]


@pytest.fixture
def clock(app: "Flask") -> Clock:
    """The clock that decides phases and deadlines in this test."""
    return Clock(app)


class Queries(list[str]):
    """The statements that reached the database, in their order."""

    def __repr__(self) -> str:
        return f"{len(self)} queries:\n" + "\n".join(" ".join(statement.split()) for statement in self)


@pytest.fixture
def count_queries(app: "Flask") -> Callable[[], AbstractContextManager[Queries]]:
    """Counts statements: ``with count_queries() as queries: …`` then ``assert len(queries) == 4, queries``."""
    from sqlalchemy import event

    from app.db.base import db

    @contextmanager
    def counting() -> Iterator[Queries]:
        queries = Queries()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.lstrip().upper().startswith(NOT_COUNTED):
                queries.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield queries
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder with the loaded demo city, shared by all processes of the run: the first one loads."""
    from tests.demo_city import loaded_city

    base = tmp_path_factory.getbasetemp()
    return loaded_city((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-city")


@pytest.fixture(scope="session")
def election_files() -> list[Path]:
    """Real elections in the .pb format; skipped where the folder is not on this machine."""
    return sorted(requirements.elections().glob("*.pb"))
