"""The files of real elections for tests that run once for each of them."""

from functools import cache
from pathlib import Path

import pytest

from app.domain.pabulib import PbFile, read
from tests import requirements


def real_files() -> list[Path | None]:
    """All .pb files of the folder; a single None, which :func:`found` turns into a skip, where there is no folder."""
    try:
        return sorted(requirements.elections().glob("*.pb"))
    except (pytest.skip.Exception, pytest.fail.Exception):
        return [None]


def name_of(file: Path | None) -> str:
    """What the test is called for this file."""
    return "no files" if file is None else file.stem


@cache
def read_file(file: Path | None) -> PbFile:
    """The file, read once for all tests; skips with the reason where there is none."""
    return read((file or requirements.elections()).read_bytes())
