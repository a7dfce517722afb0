"""Every page as everybody sees it: for each route, the addresses that show something, once for each thing they show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.accounts.models import Person
from app.accounts.queries import actor_of
from app.db.base import db
from app.domain.permissions import POLICY
from tests.demo_city import demo_app
from tests.faces.roles import ROLES, Role, language_for
from tests.faces.rows import Place, places_of
from tests.faces.sites import Site
from tests.test_access import rules_of

IN_EVERY_ROUND = frozenset(
    {"hall.round", "hall.proposal", "proposals.index", "voting.ballot", "results.show", "delivery.project"}
)
"""Pages that look different in every phase: visitors see one of each round."""

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
CHANGING = re.compile(
    r'name="csrf_token" value="[^"]*"|\b\d{1,2}:\d{2}\b|<p [^>]*\bhidden\b[^>]*>.*?</p>', re.DOTALL
)
"""What makes no other face: tokens, the time of day, and sentences that wait for a script to show them."""


@dataclass(frozen=True)
class Face:
    """One address as one person sees it in one language."""

    site: Site
    endpoint: str
    path: str
    role: str
    person_id: int | None
    language: str

    def __str__(self) -> str:
        return f"{self.path} ({self.endpoint}) as {self.role} of the {self.site.name} in {self.language}"


@dataclass(frozen=True)
class Opened:
    """An address that answered; ``kind`` is ``page``, ``file`` or ``elsewhere`` (a redirect)."""

    path: str
    person_id: int | None
    kind: str
    main: str
    round_id: int | None


def bare_app() -> Flask:
    """An application to read routes from; it has no database."""
    with TemporaryDirectory() as folder:
        return demo_app(Path(folder))


def page_routes(app: Flask) -> list[Rule]:
    """Every route that can be opened."""
    return sorted(
        (rule for rule in rules_of(app) if "GET" in (rule.methods or ())), key=lambda rule: rule.endpoint
    )


class Gallery:
    """The faces of the routes of two cities: the demo's, and the other's where the demo has nothing to show."""

    def __init__(self, demo: Site, world: Site) -> None:
        self.demo = demo
        self.world = world
        self._known: dict[str, tuple[list[Face], set[str]]] = {}

    def faces_of(self, endpoint: str) -> tuple[list[Face], set[str]]:
        """The faces of one route, none twice, and the kinds of answers that came."""
        if endpoint not in self._known:
            self._known[endpoint] = self._look_for(endpoint)
        return self._known[endpoint]

    def _look_for(self, endpoint: str) -> tuple[list[Face], set[str]]:
        faces: list[Face] = []
        seen, kinds = set(), set()
        for role in ROLES:
            for site, opened in self._views(endpoint, role):
                kinds.add(opened.kind)
                if opened.kind == "page" and opened.main not in seen:
                    seen.add(opened.main)
                    language = language_for(endpoint, len(faces))
                    faces.append(Face(site, endpoint, opened.path, role.name, opened.person_id, language))
            if "file" in kinds:
                break  # nobody sees a page there
        return faces, kinds

    def _views(self, endpoint: str, role: Role) -> list[tuple[Site, Opened]]:
        found = self._in_the_demo(endpoint, role)
        if any(each.kind == "file" for each in found):
            return [(self.demo, found[-1])]
        pages = [each for each in found if each.kind == "page"]
        if endpoint in IN_EVERY_ROUND and role.name == "visitor":
            rounds = dict.fromkeys(each.round_id for each in pages)
            return [
                (self.demo, _fullest(each for each in pages if each.round_id == number)) for number in rounds
            ]
        if pages:
            return [(self.demo, _fullest(pages))]
        return [(self.world, each) for each in self._in_the_world(endpoint, role)]

    def _in_the_demo(self, endpoint: str, role: Role) -> list[Opened]:
        """What opens for the first person of this role for whom a page does."""
        for person_id in _admitted(self.demo, role, endpoint):
            found = []
            for path, round_id in _addresses_in(self.demo.app, endpoint, person_id):
                opened = _open(self.demo, path, person_id, round_id)
                found += [opened] if opened else []
                if opened and opened.kind == "file":
                    return found  # all others are files, too
            if any(each.kind == "page" for each in found):
                return found
        return []

    def _in_the_world(self, endpoint: str, role: Role) -> list[Opened]:
        """The first page or file, else the first answer, that opens for somebody of this role, in whichever phase."""
        answered = []
        people, scenes = _admitted(self.world, role, endpoint), _scenes_of(self.world, endpoint)
        for person_id, (path, round_id) in product(people, scenes):
            opened = _open(self.world, path, person_id, round_id)
            if opened and opened.kind != "elsewhere":
                return [opened]
            answered += [opened] if opened else []
        return answered[:1]


def _admitted(site: Site, role: Role, endpoint: str) -> list[int | None]:
    """The people of a role whom the table of permissions does not keep from the route, wherever it leads."""
    access = _access(site.app, endpoint)
    if access == "public":
        return site.people(role)
    rule = POLICY[access]
    with site.app.app_context():
        return [
            person_id
            for person_id in site.people(role)
            if person_id is not None
            if rule.relations or rule.roles & actor_of(db.session.get_one(Person, person_id)).roles_anywhere()
        ]


def _access(app: Flask, endpoint: str) -> Any:
    return app.view_functions[endpoint].access  # type: ignore[attr-defined]


def _scenes_of(site: Site, endpoint: str) -> list[tuple[str, int | None]]:
    """The address of a route in every scene of the small city that has something for it, with the id of its round."""
    assert site.world is not None
    access = _access(site.app, endpoint)
    with site.app.app_context():
        return [
            (built[1], scene.round_id)
            for rule in _rules(site.app, endpoint)
            for scene in site.world.scenes.values()
            if access == "public" or scene.phase in POLICY[access].phases
            if (values := scene.fill(endpoint, rule.arguments)) is not None
            if (built := rule.build(values))
        ]


def _rules(app: Flask, endpoint: str) -> list[Rule]:
    return [rule for rule in page_routes(app) if rule.endpoint == endpoint]


def _addresses_in(app: Flask, endpoint: str, person_id: int | None) -> list[tuple[str, int | None]]:
    """Addresses of a route that the database has something for, with the id of its round."""
    with app.app_context():
        person = None if person_id is None else db.session.get_one(Person, person_id)
        return [
            (built[1], place.round_id)
            for rule in _rules(app, endpoint)
            for place in [*places_of(rule, person), *_mails(app, endpoint)]
            if (built := rule.build(place.values))
        ]


def _mails(app: Flask, endpoint: str) -> list[Place]:
    """The demo's mails are no rows, but files."""
    outbox = Path(app.instance_path) / "outbox"
    return (
        [Place({"name": path.stem}, None) for path in outbox.glob("*.eml")] if endpoint == "demo.mail" else []
    )


def _fullest(pages: Iterable[Opened]) -> Opened:
    return max(pages, key=lambda each: len(each.main))


def _open(site: Site, path: str, person_id: int | None, round_id: int | None) -> Opened | None:
    """The answer to somebody who goes there; ``None`` where they may not, or nothing is there."""
    with site.app.app_context():
        answer = site.client(person_id).get(path)
    if answer.status_code >= 400 or "/sign-in?" in answer.headers.get("Location", ""):
        return None
    if answer.status_code >= 300:
        return Opened(path, person_id, "elsewhere", "", round_id)
    if answer.mimetype != "text/html":
        return Opened(path, person_id, "file", "", round_id)
    main = MAIN.search(answer.get_data(as_text=True))
    return Opened(path, person_id, "page", _in_any_order(CHANGING.sub("", main[0])) if main else "", round_id)


def _in_any_order(main: str) -> str:
    """What a page shows, whatever its order: a ballot is shuffled for every voter."""
    return "\n".join(sorted(line.strip() for line in main.splitlines()))
