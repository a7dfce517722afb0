"""The two cities whose pages are looked at: the demo, and the small world that has something for every address."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.db.base import db
from tests.client import PageClient
from tests.faces.roles import Role
from tests.world import World


@dataclass(eq=False)
class Site:
    """A city that is served at an address; ``world`` is set for the small one."""

    name: str
    app: Flask
    address: str
    world: World | None = None
    _clients: dict[int | None, PageClient] = field(default_factory=dict)

    def people(self, role: Role) -> list[int | None]:
        """Who holds the role here, best first; ``None`` is somebody without an account."""
        if self.world is not None:
            return [None if name == "visitor" else self.world.ids[name] for name in role.in_the_world]
        if not role.guests:
            return [None]
        with self.app.app_context():
            found = [
                db.session.scalar(select(Person.id).where(Person.email.startswith(f"{name}@")))
                for name in role.guests
            ]
        return [person_id for person_id in found if person_id is not None]

    def client(self, person_id: int | None) -> PageClient:
        """A browser without JavaScript in which this person is signed in and reads English."""
        if person_id not in self._clients:
            client = PageClient(self.app)
            client.checks_pages = False
            client.set_cookie("language", "en")
            if person_id is not None:
                with self.app.app_context():
                    client.sign_in(db.session.get_one(Person, person_id))
            self._clients[person_id] = client
        return self._clients[person_id]

    def cookie(self, person_id: int | None) -> Any:
        """The cookie of that person's session, if any."""
        return self.client(person_id).get_cookie(self.app.config["SESSION_COOKIE_NAME"])
