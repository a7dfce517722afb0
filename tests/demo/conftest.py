"""The demo city, loaded once for all tests of a run; they only look at it."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.config import DEFAULTS
from app.db.base import db
from app.factory import create_app
from tests.client import PageClient
from tests.database import SECRET, compile_catalogues


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder with the loaded city, shared by all processes of the run: the first one loads."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-city"
    folder.mkdir(exist_ok=True)
    compile_catalogues()
    with (folder / "loading.lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        said = folder / "said.txt"
        if not said.exists():
            app = demo_app(folder)
            with app.app_context():
                upgrade()
                loaded = app.test_cli_runner().invoke(args=["demo"])
                db.engine.dispose()
            said.write_text(loaded.output)
    return folder


@pytest.fixture(scope="module")
def city(demo_folder: Path) -> Iterator[Flask]:
    """The application in demo mode on the loaded city, its context open."""
    app = demo_app(demo_folder)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def guest(city: Flask) -> PageClient:
    """A visitor of the demo city."""
    return PageClient(city)


def demo_app(folder: Path) -> Flask:
    """An application in demo mode that lives in this folder."""
    return create_app(
        {
            **DEFAULTS,
            "TALKA_ENV": "demo",
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'talka.sqlite'}",
            "SECRET_KEY": SECRET,
        }
    )
