"""Opening the two cities whose pages are looked at, behind real servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app.accounts.models import Person
from app.db.base import db
from tests.browser.server import served
from tests.client import PageClient
from tests.database import Cities
from tests.demo_city import demo_app, loaded_city
from tests.faces.faces import Gallery
from tests.faces.sites import Site
from tests.world import a_world

SOMEBODY = "janis.udrans"


@contextmanager
def open_cities(folder: Path, cities: Cities) -> Iterator[Gallery]:
    """Serve the demo city that lives in ``folder`` (loaded if it is not yet) and the small city of the tests."""
    demo, small = demo_app(loaded_city(folder)), cities.on("sqlite").app
    _write_a_mail(demo)
    with small.app_context():
        world = a_world()
    with served(demo) as address, served(small) as other:
        yield Gallery(Site("demo", demo, address), Site("world", small, other, world))


def _write_a_mail(app: Flask) -> None:
    """Ask for a link to sign in, so that the demo's outbox holds something to open."""
    with app.app_context():
        person = db.session.query(Person).filter(Person.email.startswith(f"{SOMEBODY}@")).one()
        PageClient(app).submit("/sign-in", email=person.email)
