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


@contextmanager
def throwaway_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a server and yield its URL (of the database ``postgres``, as superuser); stop and remove it at the end.

    ``durable`` keeps every acknowledged commit through a kill. Root may not run PostgreSQL, so root lends the
    cluster to the user ``postgres``.
    """
    programs = postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="talka-pg-", dir="/tmp"))  # a socket's path has 107 bytes at most
    lend = _lend_to(folder)
    try:
        initdb = [*lend, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "talka", "-A", "trust"]
        _run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        settings = ["listen_addresses=''", f"unix_socket_directories='{folder}'", "max_connections=100"]
        options = " ".join(f"-c {setting}" for setting in [*settings, *(() if durable else FAST)])
        control = [
            *lend,
            str(programs / "pg_ctl"),
            "-D",
            str(folder / "data"),
            "-w",
            "-l",
            str(folder / "log"),
        ]
        _run([*control, "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://talka@/postgres?host={quote(str(folder))}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """The server named by TALKA_TEST_POSTGRES (its user must be a superuser), else a throw-away one."""
    given = os.environ.get("TALKA_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    with throwaway_cluster(durable=durable) as url:
        yield url


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
