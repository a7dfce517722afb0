"""The demo city, loaded once for all tests of a run; they only look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db.base import db
from tests.client import PageClient
from tests.demo_city import demo_app


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
