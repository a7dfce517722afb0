"""Files that are costly to make and never change: made at the first request, then kept in the instance folder."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from flask import current_app


def kept_file(folder: str, name: str, write: Callable[[BinaryIO], None]) -> Path:
    """The file ``name`` of a ``folder``, written by ``write`` if it is not there yet.

    It appears whole or not at all: it is written under another name and moved into place, so that two requests at
    once do the work twice and harm nothing. The name and the folder are the application's own, never a visitor's.
    """
    path = Path(current_app.instance_path) / "kept" / folder / name
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{name}.{secrets.token_hex(8)}")
    try:
        with unfinished.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
