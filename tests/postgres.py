"""A throw-away PostgreSQL server for the tests: a cluster in a temporary folder, reached by a unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.requirements import missing, postgres_programs

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Settings for tests that do not ask what survives a crash of the machine."""


class Cluster:
    """A PostgreSQL server of its own in a temporary folder; root may not run it, so root lends it to ``postgres``.

    ``durable`` keeps every acknowledged commit through a kill. ``url`` names the database ``postgres``, as superuser.
    """

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self.url = f"postgresql+psycopg://talka@/postgres?host={quote(str(folder))}"
        self._programs = postgres_programs()
        self._lend = _lend_to(folder)

    @classmethod
    @contextmanager
    def running(cls, *, durable: bool = False) -> Iterator["Cluster"]:
        """A fresh server; it is stopped and removed at the end."""
        folder = Path(
            tempfile.mkdtemp(prefix="talka-pg-", dir="/tmp")
        )  # a socket's path has 107 bytes at most
        try:
            cluster = cls(folder, durable=durable)
            cluster.create()
            cluster.start()
            try:
                yield cluster
            finally:
                cluster.stop("immediate")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def create(self) -> None:
        """Lay down an empty cluster."""
        initdb = [*self._lend, str(self._programs / "initdb"), "-D", str(self.folder / "data"), "-U", "talka"]
        _run([*initdb, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [
            "listen_addresses=''",
            f"unix_socket_directories='{self.folder}'",
            "max_connections=100",
            *(() if self.durable else FAST),
        ]
        self._control(
            "-l", str(self.folder / "log"), "-o", " ".join(f"-c {one}" for one in settings), "start"
        )

    def stop(self, mode: str) -> None:
        """Stop it: ``fast`` sends everybody away, ``immediate`` is a crash."""
        self._control("-m", mode, "stop")

    def restart(self) -> None:
        """Send everybody away and come back."""
        self.stop("fast")
        self.start()

    def database(self, name: str) -> str:
        """Make an empty database and return its URL."""
        with create_engine(
            self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool
        ).connect() as connection:
            connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _control(self, *arguments: str) -> None:
        _run([*self._lend, str(self._programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", *arguments])


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """The server named by TALKA_TEST_POSTGRES (its user must be a superuser), else a throw-away one."""
    given = os.environ.get("TALKA_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    with Cluster.running(durable=durable) as cluster:
        yield cluster.url


@contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """Create an empty database on the server, yield its URL, drop it at the end."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    url: URL = make_url(server).set(database=name)
    try:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()


def remember_pristine(connection: Connection) -> None:
    """Keep what the migrations put into the tables, and lay down the function that ``restore`` calls."""
    connection.execute(text(_REMEMBER))
    connection.execute(text(_RESTORE))


def restore(connection: Connection) -> None:
    """Bring every table back to what it held after the migrations, past triggers and foreign keys."""
    connection.execute(text("SELECT pristine.restore()"))


_REMEMBER = """
CREATE SCHEMA pristine;
DO $$
DECLARE named text;
BEGIN
    FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', named, named);
    END LOOP;
END $$;
CREATE TABLE pristine.counter AS
    SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'
"""

# A table is emptied only if it holds something: sixty empty tables cost a millisecond that way, a TRUNCATE of all
# of them costs fifty. The replica role switches triggers and foreign keys off for this transaction.
_RESTORE = """
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE named text; filled boolean; counter record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', named) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM public.%I', named);
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM pristine.%I)', named) INTO filled;
            IF filled THEN
                EXECUTE format('INSERT INTO public.%I SELECT * FROM pristine.%I', named, named);
            END IF;
        END IF;
    END LOOP;
    FOR counter IN SELECT kept.* FROM pristine.counter kept JOIN pg_sequences USING (schemaname, sequencename)
                   WHERE pg_sequences.last_value IS DISTINCT FROM kept.last_value LOOP
        PERFORM setval(format('%I.%I', counter.schemaname, counter.sequencename),
                       coalesce(counter.last_value, counter.start_value), counter.last_value IS NOT NULL);
    END LOOP;
END $$
"""


def _lend_to(folder: Path) -> list[str]:
    """The words that run a program as the owner of the cluster: none, or a change of user for root."""
    if os.geteuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        missing("root may not run PostgreSQL, and there is no user postgres")
    folder.chmod(0o755)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
