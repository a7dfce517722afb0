"""Every address of the application, tried as everybody: what each may open is what the table of permissions says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule

from app.db.base import db
from app.domain.permissions import NOWHERE, POLICY, Permission, Standing, could_ever, is_entitled
from app.domain.phases import Phase
from app.extensions import limiter
from tests.client import PageClient, check, describe
from tests.standstill import Standstill
from tests.world import PEOPLE, PHASES, Scene, World, kept_world

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")

SHOWN_IN = {"teams": Phase.SUBMISSION, "results": Phase.DELIVERY, "delivery": Phase.DELIVERY}
"""The phase in which a room's public pages have most to show; all others are opened while people vote."""

NEEDS_A_VOTE = frozenset({"voting.review", "voting.cast"})
"""Open to all, but somebody without a vote is told with a 403 how to get one."""

LOOK_AT_PAGES = frozenset({"visitor", "author", "mentor", "reviewer", "council", "organiser"})
"""Between them they see every page in all its forms, so that each is parsed no more often than it takes."""

OF_THE_CITY = frozenset({"rounds.new"})
"""Addresses that name nothing, and yet ask for the role in the whole city."""

STAFF = frozenset({"reviewer", "council", "organiser", "organiser of all", "administrator"})
"""Those who may look at a round that is not announced yet."""


@dataclass(frozen=True)
class Address:
    """One method of one route with the values of one scene."""

    endpoint: str
    method: str
    url: str
    scene: Scene
    values: dict[str, Any]
    access: Any

    def __str__(self) -> str:
        return f"{self.method} {self.url} ({self.endpoint}, {self.scene.phase})"


def rules_of(app: Flask) -> list[Rule]:
    """Every route but that of static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def addresses(app: Flask, world: World, method: str) -> list[Address]:
    """Every route that takes the method, in a round whose phase admits what it is for.

    ``AssertionError`` names the routes that the world has nothing for.
    """
    found, empty = [], []
    for rule in rules_of(app):
        if method in (rule.methods or ()):
            access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            address = _address(rule, method, access, _scenes(rule.endpoint, access, world))
            found.append(address) if address else empty.append(str(rule))
    assert not empty, f"the world has nothing for {empty}"
    return found


def _scenes(endpoint: str, access: Any, world: World) -> list[Scene]:
    if access == "public":
        best = SHOWN_IN.get(endpoint.partition(".")[0], Phase.VOTING)
        return sorted(world.scenes.values(), key=lambda scene: scene.phase is not best)
    return [world.scenes[phase] for phase in PHASES if phase in POLICY[access].phases]


def _address(rule: Rule, method: str, access: Any, scenes: list[Scene], **wish: Any) -> Address | None:
    for scene in scenes:
        values = scene.fill(rule.endpoint, rule.arguments)
        if values is not None:
            values |= wish
            built = rule.build(values)
            assert built is not None
            return Address(rule.endpoint, method, built[1], scene, values, access)
    return None


@pytest.fixture
def database_kind():
    """Always SQLite: the world goes back to what it was a hundred times, which only a file does quickly."""
    return "sqlite"


@pytest.fixture
def world(app):
    """The world, with forms that carry no token: here nobody fills one in."""
    app.config["WTF_CSRF_ENABLED"] = False
    return kept_world()


@pytest.fixture
def browser(world, visitor):
    """Makes the browser of somebody in the world."""

    def opened(name: str) -> PageClient:
        client = visitor()
        return client if name == "visitor" else client.sign_in(world.person(name))

    return opened


def ask(client: PageClient, address: Address) -> Any:
    """Send the request, as if it were the first one for a while. Pages are looked at by who asks for one."""
    limiter.storage.reset()
    client.checks_pages = False
    return client.open(address.url, method=address.method)


def leads_to_sign_in(answer: Any) -> bool:
    return answer.status_code in (302, 303) and urlsplit(answer.headers["Location"]).path == "/sign-in"


def may_open(world: World, name: str, address: Address) -> bool:
    """What the table says; an address that names nothing asks for the role in any scope at all."""
    if address.access == "public":
        return True
    actor = world.actor(name)
    if address.endpoint in OF_THE_CITY:
        return is_entitled(actor, address.access, NOWHERE)
    if not address.values:
        return could_ever(actor, [address.access])
    relations = world.relations(name, address.endpoint, address.values)
    return is_entitled(
        actor, address.access, Standing(address.scene.round_id, address.scene.phase, relations)
    )


def fault(world: World, name: str, address: Address, answer: Any) -> str | None:
    """What is wrong with the answer that somebody got, or ``None``."""
    status = answer.status_code
    if status >= 500:
        return f"{status} for the {name}: {describe(answer)[:300]}"
    if may_open(world, name, address):
        wrong = status in (401, 403, 404, 405) or leads_to_sign_in(answer)
        excused = name == "visitor" and address.endpoint in NEEDS_A_VOTE
        return f"{status} for the {name}, who may" if wrong and not excused else None
    refused = status in (403, 404) if name != "visitor" else leads_to_sign_in(answer) or status == 404
    return None if refused else f"{status} for the {name}, who may not"


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_opens_for_those_who_may_and_writes_nothing(app, world, browser, name):
    client = browser(name)
    faults = []
    with writes_noted() as writes:
        for address in addresses(app, world, "GET"):
            answer = ask(client, address)
            wrong = fault(world, name, address, answer)
            faults += [f"{address}: {wrong}"] if wrong else []
            if name in LOOK_AT_PAGES and answer.status_code == 200:
                check(answer, strictly=True)
            faults += [f"{address} wrote: {statement}" for statement in writes]
            writes.clear()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", PEOPLE)
def test_everything_that_can_be_sent_is_taken_from_those_who_may(app, world, browser, name):
    client, moment = browser(name), Standstill()
    faults = []
    for address in addresses(app, world, "POST"):
        answer = ask(client, address)
        wrong = fault(world, name, address, answer)
        faults += [f"{address}: {wrong}"] if wrong else []
        if answer.status_code < 400:  # it may have stored something, or ended the session
            moment.restore()
            client = browser(name)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["visitor", "administrator"])
def test_a_request_for_the_head_writes_nothing(app, world, browser, name):
    client = browser(name)
    with writes_noted() as writes:
        for address in addresses(app, world, "HEAD"):
            assert ask(client, address).status_code < 500, address
            assert not writes, f"{address} wrote {writes}"


@pytest.mark.parametrize("name", ["visitor", "resident", "mentor", "organiser elsewhere"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_round_that_is_not_announced_does_not_exist(app, world, browser, name, method):
    client = browser(name)
    asked = addresses_in(app, world.scenes[Phase.DRAFT], method, "slug")
    assert len(asked) > 20
    assert {str(each): status for each in asked if (status := ask(client, each).status_code) != 404} == {}


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "author"])
@pytest.mark.parametrize("kind", ["draft", "withdrawn"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_hidden_ideas_do_not_exist_for_others(app, world, browser, kind, name, method):
    scene = world.scenes[Phase.SUBMISSION]
    client = browser(name)
    named = ("proposals.", "hall.")  # screening and judging name ideas that were handed in
    asked = [
        each
        for each in addresses_in(app, scene, method, "proposal_id", proposal_id=scene.hidden[kind])
        if each.endpoint.startswith(named)
    ]
    assert len(asked) >= 3
    assert {str(each): status for each in asked if (status := ask(client, each).status_code) != 404} == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_hidden_comment_is_for_its_organisers(world, browser, name):
    scene = world.scenes[Phase.SUBMISSION]
    client, comment = browser(name), scene.hidden["comment"]
    report = client.get(f"/comments/{comment}/report")
    assert report.status_code == 404 or (name == "visitor" and leads_to_sign_in(report))
    moderates = name in ("organiser", "organiser of all", "administrator")
    assert client.get(f"/comments/{comment}/hide").status_code == (200 if moderates else 404)
    for page in (
        f"/proposals/{scene.values['proposal_id']}",
        f"/proposals/{scene.values['proposal_id']}/comments",
    ):
        assert "Apvainojošs" not in client.get(page).page.text


def test_a_draft_is_there_for_staff(world, browser):
    slug = world.scenes[Phase.DRAFT].values["slug"]
    seen = {name for name in PEOPLE if browser(name).get(f"/rounds/{slug}").status_code == 200}
    assert seen == STAFF


def test_nothing_is_taken_without_a_token(app, world, browser):
    app.config["WTF_CSRF_ENABLED"] = True
    client = browser("administrator")
    asked = addresses(app, world, "POST")
    assert len(asked) > 60
    assert {str(each): status for each in asked if (status := ask(client, each).status_code) != 400} == {}


@pytest.mark.parametrize("name", ["visitor", "resident", "administrator"])
def test_addresses_of_nothing(app, world, browser, name):
    client = browser(name)
    nothing = {"slug": "nekas", "code": "ZZZZZZZZ", "name": "../rules.json", "key": "nekas", "move": "open"}
    for rule in rules_of(app):
        if rule.arguments - {"token", "move"}:
            values = {argument: nothing.get(argument, 2**40) for argument in rule.arguments}
            built = rule.build(values)
            assert built is not None
            client.checks_pages = (
                rule.endpoint == "proposals.show"
            )  # one page of this kind is enough to look at
            answer = client.get(built[1])
            assert answer.status_code in (403, 404, 405) or leads_to_sign_in(answer), built[1]


def addresses_in(app: Flask, scene: Scene, method: str, argument: str, **wish: Any) -> list[Address]:
    """Every address of one scene that names something by this argument; ``wish`` names another thing."""
    found = []
    for rule in rules_of(app):
        if method in (rule.methods or ()) and argument in rule.arguments:
            access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            found.append(_address(rule, method, access, [scene], **wish))
    return [address for address in found if address]


@contextmanager
def writes_noted() -> Iterator[list[str]]:
    """The statements that change something and reach the database meanwhile."""
    noted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            noted.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_permissions_of_the_table_are_all_asked_for(app):
    asked = {app.view_functions[rule.endpoint].access for rule in rules_of(app)}
    inside = {
        Permission.APPOINT_HELPER,
        Permission.SEE_DRAFT,
        Permission.VOTE,
        Permission.SCORE,
        Permission.SCREEN,
    }
    assert set(Permission) - asked == inside, "asked by services and queries, not by a page"
