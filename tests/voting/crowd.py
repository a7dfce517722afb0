"""People who vote through the real forms of a site that may be busy, away, or closed."""

import http.client
import http.cookiejar
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from tests.page import Page
from tests.voting.site import Site

GIVES_UP_AFTER = 120
"""Seconds; somebody whose form was never answered by then has lost a vote."""


class Refused(AssertionError):
    """The site said no, for good."""

    def __init__(self, status: int, asked: str, text: str) -> None:
        super().__init__(f"{asked}: {status}\n{text}")
        self.status = status


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer to look at, not to follow."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Voter:
    """One person with a printed code and a browser that sends the very same form again when the line breaks."""

    site: Site
    code: str
    path: str
    choice: str

    def __post_init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _StayHere(), urllib.request.ProxyHandler({})
        )
        self.busy_answers = 0
        self.form: Any = None

    def vote(self, app: Flask) -> str:
        """Everything from the code to the receipt."""
        self.look()
        return self.cast(app)

    def look(self) -> None:
        """Enter the code, choose, and look at the ballot once more."""
        form = self.page(f"{self.path}/code").form(None, fields=("code",))
        form.fill({"code": self.code})
        self.send(form)
        form = self.page(f"{self.path}/ballot").form(None, fields=("choices",))
        form.fill({"choices": [self.choice]})
        self.form = Page(self.send(form, "Review my ballot")[1], "/").form("cast")

    def cast(self, app: Flask) -> str:
        """Press the button; returns the receipt that was acknowledged. Raises ``Refused``."""
        self.send(self.form)
        cookie = next(cookie.value for cookie in self.cookies if cookie.name == "talka")
        session = app.session_interface.get_signing_serializer(app).loads(cookie)  # type: ignore[attr-defined]
        return str(session["receipt"][1])

    def page(self, path: str) -> Page:
        """A page of the site."""
        return Page(self.until_answered("GET", path)[1], path)

    def send(self, form: Any, button: str | None = None) -> tuple[int, str]:
        """Send a form, again and again until it is answered: the very same form each time."""
        target = form.press(button)
        data = urlencode(form.data.to_dict(flat=False), doseq=True).encode()
        return self.until_answered("POST", target, data)

    def until_answered(self, method: str, path: str, data: bytes | None = None) -> tuple[int, str]:
        """Ask the site until it answers with anything but 503. Raises ``Refused`` for 400 and more."""
        until = time.monotonic() + GIVES_UP_AFTER
        while time.monotonic() < until:
            try:
                status, text = self.ask(method, path, data)
            except (OSError, http.client.HTTPException):  # the site is away
                status, text = 0, ""
            if status and status != 503:
                if status >= 400:
                    raise Refused(status, f"{method} {path}", text)
                return status, text
            self.busy_answers += status == 503
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} was never answered")

    def ask(self, method: str, path: str, data: bytes | None = None) -> tuple[int, str]:
        """Ask once; the status and the page."""
        language = {"Accept-Language": "en"}
        request = urllib.request.Request(self.site.address + path, data, language, method=method)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            self.cookies.extract_cookies(answer, request)
            return answer.code, answer.read().decode()


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
