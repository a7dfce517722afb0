"""What a test may find missing on a machine: Chromium, PostgreSQL, the files of real elections.

A missing thing skips the test with the reason; with TALKA_REQUIRE_ALL=1 it fails, so that nothing is skipped unseen.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent


def missing(reason: str) -> NoReturn:
    """Skip the running test because of ``reason``; fail where everything is required."""
    if os.environ.get("TALKA_REQUIRE_ALL") == "1":
        pytest.fail(f"{reason} (TALKA_REQUIRE_ALL=1)", pytrace=False)
    pytest.skip(reason)


def chromium() -> str:
    """The path of a Chromium: TALKA_CHROMIUM, else the first one on the PATH."""
    names = (os.environ.get("TALKA_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    for name in filter(None, names):
        if found := shutil.which(name):
            return found
    missing("no Chromium on this machine")


def postgres_programs() -> Path:
    """The folder that holds ``initdb`` and ``postgres``, the newest release first."""
    releases = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("initdb")
    for folder in [*releases, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    missing("no PostgreSQL server on this machine")


def elections() -> Path:
    """The folder of real elections in .pb files: TALKA_PABULIB, else the one beside the checkout."""
    folder = Path(os.environ.get("TALKA_PABULIB") or ROOT.parent / "shared" / "pabulib")
    if not any(folder.glob("*.pb")):
        missing("no folder of .pb files on this machine")
    return folder
