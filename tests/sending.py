"""Every form of the application, found on the pages of the world, as something that can be sent with any values."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import encode_multipart

from app.db.base import db
from app.extensions import limiter
from tests.client import PageClient, describe
from tests.page_form import Form
from tests.standstill import Standstill

TEXT_TYPES = ("text", "search", "email", "url", "tel", "password", "number", "date", "datetime-local")
"""Types of input into which a person can type whatever they like."""

SOON = (datetime.now(UTC) + timedelta(days=30)).date()

SENSIBLE = {
    "email": "jauns@example.com",
    "url": "https://example.com/",
    "number": "3",
    "date": SOON.isoformat(),
    "datetime-local": f"{SOON}T09:00",
    "password": "pareizs zirgs baterija",
}
NUMBERS = ("amount", "estimate", "planned", "contracted", "paid", "upkeep", "min", "max", "min_votes", "step")
BY_NAME = {
    **dict.fromkeys((*NUMBERS, "prizes", "at_most"), "1"),
    "point": "55.8747, 26.5362",
    "area": "55.8747, 26.5362\n55.8757, 26.5362\n55.8757, 26.5382",
    "minutes_url": "https://example.com/protokols",
    "batch": "skola-8",
    "video_url": "https://example.com/video",
}
"""What fits text fields that hold no words."""

LISTS = ("proposals", "entries", "choices")
"""Boxes of which one has to be ticked even where there is only one."""


REFUSED = (400, 403, 404, 409, 410, 413, 422, 429)
TAKEN = (200, 302, 303)


@dataclass
class Sending:
    """One form as its page offers it: who saw it, where it goes, and what it holds."""

    name: str
    endpoint: str
    url: str
    page: str
    data: list[tuple[str, str]]
    texts: list[str]
    others: list[str]
    files: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.endpoint} on {self.page}"

    def with_values(self, names: list[str], value: str) -> list[tuple[str, str]]:
        """What is sent when these fields hold the value and all others what the page or a person put in."""
        kept = [(name, held) for name, held in self.data if name not in names]
        return kept + [(name, value) for name in names]

    def fields_of_a_kind(self) -> list[str]:
        """One text field for each question: not every language, level and row of it."""
        kinds = {
            re.sub(r"\d+", "0", re.sub(r"-(lv|ru|en)$", "", name)): name for name in reversed(self.texts)
        }
        return list(reversed(kinds.values()))


def sendings_on(app: Flask, name: str, answer: Any) -> Iterator[Sending]:
    """The forms to be posted that somebody finds on a page; none where the page does not open."""
    if answer.status_code == 200 and answer.mimetype == "text/html":
        for element in answer.page.all("form", method="post"):
            yield _sending(app, Form(element, answer.page.tree, answer.page.address), name, answer.address)


def _sending(app: Flask, form: Form, name: str, address: str) -> Sending:
    url = form.press()
    endpoint = endpoint_of(app, url)
    data = [(key, str(value)) for key, value in form.data.items(multi=True) if key != "csrf_token"]
    controls = [control for control in form.controls if control.get("name") not in (None, "csrf_token")]
    texts = dict.fromkeys(str(each.get("name")) for each in controls if is_text(each))
    files = dict.fromkeys(str(each.get("name")) for each in controls if each.get("type") == "file")
    named = dict.fromkeys(str(each.get("name")) for each in controls if each.tag != "button")
    others = [each for each in named if each not in texts and each not in files]
    sending = Sending(name, endpoint, url, address, data, list(texts), others, list(files))
    _fill_in(sending, controls)
    return sending


def is_text(control: Any) -> bool:
    """Whether a person types into it."""
    kind = control.get("type", "text")
    return bool(control.tag == "textarea" or (control.tag == "input" and kind in TEXT_TYPES))


def _fill_in(sending: Sending, controls: list[Any]) -> None:
    """Answer what the page leaves open as a person might: every text, and the first of what can be chosen."""
    held = {key for key, value in sending.data if value}
    names = [str(control.get("name")) for control in controls]
    for control in controls:
        name = str(control.get("name"))
        is_lone_box = control.get("type") == "checkbox" and names.count(name) == 1 and name not in LISTS
        value = None if name in held or is_lone_box else _answer(control, name)
        if value is not None:
            sending.data = [*((key, text) for key, text in sending.data if key != name), (name, value)]
            held.add(name)


def _answer(control: Any, name: str) -> str | None:
    kind = control.get("type", "text")
    if control.tag == "select":
        return next((option.get("value") for option in control.iter("option") if option.get("value")), None)
    if kind in ("radio", "checkbox"):
        return str(control.get("value", "on"))
    if not is_text(control):
        return None
    return BY_NAME.get(name.rpartition("-")[2]) or SENSIBLE.get(kind, "teksts")


def endpoint_of(app: Flask, url: str) -> str:
    """The endpoint that a form is sent to."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(url.partition("?")[0], method="POST")
    except HTTPException:
        raise AssertionError(f"a form is sent to {url}, which takes none") from None
    return str(endpoint)


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """A form's body. A lone surrogate goes out as the three bytes that no sound text holds."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def each_kind_once(sendings: Iterable[Sending]) -> list[Sending]:
    """Of forms that go to the same place with the same fields, the first."""
    found: dict[tuple[str, frozenset[str]], Sending] = {}
    for sending in sendings:
        found.setdefault((sending.endpoint, frozenset((*sending.texts, *sending.others))), sending)
    return list(found.values())


class Sender:
    """Sends forms, and sees whether anything was stored."""

    def __init__(self, opened: Callable[[str], PageClient]) -> None:
        self._opened = opened
        self._browsers: dict[str, PageClient] = {}
        self._moment = Standstill()
        self._watch = sqlite3.connect(db.engine.url.database or "")
        self.faults: list[str] = []

    def send(self, sending: Sending, pairs: list[tuple[str, str]], expected: tuple[int, ...]) -> int:
        """Send it; note a status that is not expected, and a change by what was refused."""
        limiter.storage.reset()
        before = self._version()
        browser = self._browsers.setdefault(sending.name, self._opened(sending.name))
        answer = browser.post(
            sending.url, data=encoded(pairs), content_type="application/x-www-form-urlencoded"
        )
        self._judge(sending, answer, expected, self._version() != before)
        return int(answer.status_code)

    def attach(self, sending: Sending, files: dict[str, Any]) -> None:
        """Send the form with files in one field; it must be refused."""
        limiter.storage.reset()
        before = self._version()
        fields: dict[str, Any] = {}
        for key, value in sending.data:
            fields.setdefault(key, []).append(value)
        browser = self._browsers.setdefault(sending.name, self._opened(sending.name))
        boundary, body = encode_multipart({**fields, **files})
        answer = browser.post(
            sending.url, data=body, content_type=f'multipart/form-data; boundary="{boundary}"'
        )
        self._judge(sending, answer, REFUSED, self._version() != before)

    def _judge(self, sending: Sending, answer: Any, expected: tuple[int, ...], changed: bool) -> None:
        if answer.status_code not in expected:
            self.faults.append(f"{sending}: {answer.status_code} {describe(answer)[:200]}")
        if answer.status_code in REFUSED and changed:
            self.faults.append(f"{sending}: refused with {answer.status_code}, but something was stored")
        if changed or answer.status_code in (302, 303):
            self._moment.restore()
            self._browsers.clear()

    def _version(self) -> int:
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])
