"""The one commit point: every use case writes inside ``transaction()``."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.base import db, is_sqlite

READ_ONLY = "talka_read_only"
"""Set in ``session.info`` while a request that must not write (GET, HEAD) is answered."""

_WRITING = "talka_writing"
_thread_lock = threading.Lock()


@contextmanager
def transaction() -> Iterator[Session]:
    """Run one use case: begin, let the block work, commit; on any exception roll back and raise it.

    Everything read before is read anew, so that rules are checked against what is true under the lock.
    On SQLite the transaction begins IMMEDIATE and writers queue behind one lock. A block inside a block joins
    the outer one. Raises ``RuntimeError`` where the request may not write.
    """
    session = db.session()
    if session.info.get(_WRITING):
        yield session
        return
    if session.info.get(READ_ONLY):
        raise RuntimeError("a request that only reads tried to write")
    session.rollback()
    with _writers_queue():
        session.info[_WRITING] = True
        try:
            session.connection(execution_options={"talka_writes": True})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_WRITING, None)


def _writers_queue():  # type: ignore[no-untyped-def]
    path = db.engine.url.database
    if not is_sqlite(db.engine) or not path or path == ":memory:":
        return nullcontext()
    return _queue_behind(Path(f"{path}.lock"))


@contextmanager
def _queue_behind(lock_file: Path) -> Iterator[None]:
    """Wait in line, first among this process's threads, then among processes.

    SQLite's own waiting sleeps and retries; standing in line keeps the slowest write short.
    """
    with _thread_lock, lock_file.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def violates(error: IntegrityError, constraint: str, *columns: str) -> bool:
    """Whether the error comes from the named unique constraint or index.

    PostgreSQL names the constraint; SQLite names its columns (``table.column, …``), or the index's name
    where the index is partial or over an expression.
    """
    said = str(error.orig)
    return constraint in said or (bool(columns) and f"UNIQUE constraint failed: {', '.join(columns)}" in said)
