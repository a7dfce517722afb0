"""The database and the files of a test at one moment, to go back to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from flask import current_app

from app.db.base import db


class Standstill:
    """The SQLite database and the files of the instance at one moment, to go back to within a millisecond or two."""

    def __init__(self) -> None:
        self._image = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(_database())) as now:
            now.backup(self._image)
        self._files = {path: path.read_bytes() for path in _instance_files()}

    def restore(self) -> None:
        """Undo everything since."""
        db.session.remove()
        with closing(sqlite3.connect(_database(), timeout=10)) as target:
            target.execute("PRAGMA synchronous = OFF")
            self._image.backup(target)
        for path in _instance_files():
            if path not in self._files:
                path.unlink()
        for path, content in self._files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def _database() -> str:
    assert db.engine.url.database
    return db.engine.url.database


def _instance_files() -> Iterator[Path]:
    database = Path(_database())
    files = (path for path in Path(current_app.instance_path).rglob("*") if path.is_file())
    return (path for path in files if not path.name.startswith(database.name))
