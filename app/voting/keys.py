"""The secret key of each round's vote: a file of the instance folder, never a row of the database.

Whoever holds the database alone cannot tell which ballot is whose; whoever destroys the file makes sure nobody can.
"""

import fcntl
import os
import secrets
from pathlib import Path

from flask import current_app

KEY_BYTES = 32


def stored_key(round_id: int) -> bytes | None:
    """The key of a round, or ``None`` where there is none."""
    try:
        return _path(round_id).read_bytes()
    except FileNotFoundError:
        return None


def make_key(round_id: int) -> bytes:
    """The key of a round, made now if there is none: two processes asking at once get the same one.

    It is on the disk before this returns, because a ballot that is stored with a lost key could never be replaced.
    """
    path = _path(round_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (path.parent / ".lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return stored_key(round_id) or _written(path, secrets.token_bytes(KEY_BYTES))


def destroy_key(round_id: int) -> None:
    """Overwrite the key of a round and remove it, if it is there; copies in backups are the operator's to remove."""
    path = _path(round_id)
    try:
        with path.open("r+b") as handle:
            handle.write(secrets.token_bytes(KEY_BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync_folder(path.parent)


def _written(path: Path, key: bytes) -> bytes:
    """Write the whole key or nothing: under another name first, then moved into place."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    unfinished.rename(path)
    _sync_folder(path.parent)
    return key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(round_id: int) -> Path:
    return Path(current_app.instance_path) / "keys" / f"{round_id}.key"
