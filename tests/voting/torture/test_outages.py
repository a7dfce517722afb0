"""What people meet while lock, database or disk are taken away: they wait or are told to, and nothing is lost."""

import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from app.db.base import db
from app.voting import queries
from tests.database import City, PostgresDatabase, scratch_folder
from tests.postgres import Cluster
from tests.voting.crowd import Voter
from tests.voting.torture.conftest import Evening, an_evening

pytestmark = pytest.mark.torture

VOTERS = 40
LOCKED_SECONDS = 4
FULL_AT = 4096
"""Bytes beyond which no file may grow, for a disk that takes no more."""


def everybody_votes(evening: Evening, voters: list[Voter], meanwhile: Callable[[], None]) -> list[str]:
    """All cast, sixteen at a time, while something happens to the site; returns the receipts."""
    with ThreadPoolExecutor(17) as pool:
        trouble = pool.submit(meanwhile)
        receipts = list(pool.map(lambda voter: voter.cast(evening.app), voters))
        trouble.result()
    db.session.rollback()
    return receipts


def all_is_counted(evening: Evening, receipts: list[str]) -> None:
    """Each receipt leads to one ballot that counts, and there are no others."""
    assert len(set(receipts)) == len(receipts)
    assert evening.holds(receipts)
    assert queries.live_count(evening.vote.round.id) == evening.vote.stored() == len(receipts)


def all_look(evening: Evening, count: int) -> list[Voter]:
    """Voters in front of the last button."""
    voters = evening.voters(count)
    evening.site.start()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(Voter.look, voters))
    return voters


def test_a_foreign_lock_of_four_seconds_is_waited_for(app, session, evening):
    voters = all_look(evening, VOTERS)
    locked = threading.Event()

    def hold() -> None:
        with app.app_context(), db.engine.connect() as connection:
            connection.execution_options(talka_writes=True)
            connection.execute(text("SELECT 1"))
            locked.set()
            time.sleep(LOCKED_SECONDS)
            connection.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(10)
    begun = time.monotonic()
    receipts = everybody_votes(evening, voters, holder.join)
    assert time.monotonic() - begun >= LOCKED_SECONDS - 1
    assert sum(voter.busy_answers for voter in voters) == 0
    all_is_counted(evening, receipts)


def test_postgresql_restarts_while_people_vote():
    with Cluster.running(durable=True) as cluster, scratch_folder() as folder:
        city = City(PostgresDatabase(cluster.database("talka_restart")), folder)
        with city.app.app_context():
            evening = an_evening(city.app)
            voters = all_look(evening, VOTERS)
            try:
                receipts = everybody_votes(evening, voters, cluster.restart)
                all_is_counted(evening, receipts)
            finally:
                evening.site.kill()
                db.session.remove()
        city.close()


@pytest.mark.both_databases
def test_a_full_disk_refuses_ballots_and_loses_none(app, session, evening, database_kind):
    voters = all_look(evening, VOTERS)
    first = [voter.cast(app) for voter in voters[:10]]
    fill, clean = _disk(evening, database_kind)
    fill()
    refused = [voter.ask("POST", *_form(voter))[0] for voter in voters[10:16]]
    assert refused == [503] * 6
    assert voters[0].ask("GET", voters[0].path)[0] == 200
    db.session.rollback()
    assert evening.vote.stored() == 10
    db.session.rollback()

    def clean_soon() -> None:
        time.sleep(1)
        clean()

    receipts = everybody_votes(evening, voters[10:], clean_soon)
    assert sum(voter.busy_answers for voter in voters[10:]) > 0
    all_is_counted(evening, first + receipts)


def _form(voter: Voter) -> tuple[str, bytes]:
    target = voter.form.press(None)
    return target, urlencode(voter.form.data.to_dict(flat=False), doseq=True).encode()


def _disk(evening: Evening, kind: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """How the disk fills and how it is cleaned: SQLite's files may not grow, PostgreSQL says so itself."""
    if kind == "sqlite":
        assert evening.site.process is not None
        pid, unlimited = evening.site.process.pid, resource.RLIM_INFINITY

        def limit(size: int) -> None:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, unlimited))

        return lambda: limit(FULL_AT), lambda: limit(unlimited)

    def statement(sql: str) -> None:
        with evening.app.app_context(), db.engine.begin() as connection:
            connection.execute(text(sql))

    def fill() -> None:
        statement(_SAY_FULL)
        statement("CREATE TRIGGER disk_is_full BEFORE INSERT ON ballot EXECUTE FUNCTION say_full()")

    return fill, lambda: statement("DROP FUNCTION say_full() CASCADE")


_SAY_FULL = """
CREATE FUNCTION say_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$
"""
