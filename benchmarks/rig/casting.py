"""Casting through the real forms: 16 clients of distinct voters, each choosing, reviewing and casting."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from html import unescape
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.rig.load import CONNECTIONS, Measured, Server, measured

CHOICE = re.compile(r'name="choices"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="choices"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def session_cookie(app: Flask, person_id: int) -> str:
    """The cookie of somebody who has signed in."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return (
        f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': f'{person_id}.0', '_fresh': True})}"
    )


def cast_all(server: Server, slug: str, cookies: list[str]) -> Measured:
    """Let every voter cast one ballot, 16 at a time; measures whole casts of three requests each."""
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        return measured(server, lambda: list(clients.map(partial(_cast, server.address, slug), cookies)))


@dataclass(frozen=True)
class Prepared:
    """A voter in front of the button: the browser, where the form goes, and what it carries."""

    browser: "_Browser"
    path: str
    fields: list[tuple[str, str]]
    seconds: float

    def cast(self) -> float:
        """Press the button; returns the seconds until the answer."""
        begun = time.perf_counter()
        self.browser.ask("POST", self.path, self.fields)
        return time.perf_counter() - begun


def prepare_all(server: Server, slug: str, cookies: list[str]) -> tuple[list[Prepared], Measured]:
    """Let every voter choose and look at the ballot once more; nothing is cast yet."""
    prepared: list[Prepared] = []
    with ThreadPoolExecutor(CONNECTIONS) as clients:

        def act() -> list[float]:
            prepared.extend(clients.map(partial(_prepare, server.address, slug), cookies))
            return [one.seconds for one in prepared]

        looked = measured(server, act)
    return prepared, looked


def cast_prepared(server: Server, prepared: list[Prepared]) -> Measured:
    """Let all of them press the button, 16 at a time."""
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        return measured(server, lambda: list(clients.map(Prepared.cast, prepared)))


def store_all(server: Server, round_id: int, electorate_id: int, count: int) -> Measured:
    """So many ballots through the bare endpoint, over connections that are kept open like a browser's."""
    fields = [("round", str(round_id)), ("electorate", str(electorate_id)), ("choices", '["1","2","3"]')]
    browsers = [Prepared(_Browser(server.address, "none=1"), "/", fields, 0.0) for _ in range(count)]
    return cast_prepared(server, browsers)


def _cast(base: str, slug: str, cookie: str) -> float:
    prepared = _prepare(base, slug, cookie)
    return prepared.seconds + prepared.cast()


def _prepare(base: str, slug: str, cookie: str) -> Prepared:
    begun = time.perf_counter()
    browser = _Browser(base, cookie)
    page = browser.ask("GET", f"/rounds/{slug}/ballot")
    chosen = [first or second for first, second in CHOICE.findall(page)][:3]
    fields = [("csrf_token", _hidden(page)["csrf_token"]), *(("choices", one) for one in chosen)]
    review = browser.ask("POST", f"/rounds/{slug}/ballot/review", fields)
    form = review[review.index('id="cast"') :]
    form = form[: form.index("</form>")]
    carried = [(name, unescape(value)) for name, value in HIDDEN.findall(form)]
    browser.connection.close()
    return Prepared(browser, f"/rounds/{slug}/ballot/cast", carried, time.perf_counter() - begun)


def _hidden(page: str) -> dict[str, str]:
    form = page[page.index("data-ballot") :]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


class _Browser:
    """A connection that keeps its cookies."""

    def __init__(self, base: str, cookie: str) -> None:
        parts = urlsplit(base)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self.cookies = dict([cookie.split("=", 1)])

    def ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> str:
        """One request; raises ``RuntimeError`` for an answer of 400 or more."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "lv"}
        self.connection.request(method, path, urlencode(fields or []), headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return body
