"""A visitor's browser without JavaScript: opens pages, checks each, fills their real forms and sends them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response
from flask.testing import FlaskClient
from flask_login import login_user
from werkzeug.test import TestResponse

from app.db.base import db
from app.domain.permissions import VISITOR
from app.web.guards import SignedIn
from tests.page import Page
from tests.page_form import Form
from tests.page_rules import faults, malformed


class PageResponse(Response):
    """An answer that can be read as a page."""

    address = "/"

    @cached_property
    def page(self) -> Page:
        """The answer parsed as HTML."""
        return Page(self.get_data(as_text=True), self.address)

    @property
    def leads_to(self) -> str:
        """The path and query that a redirect leads to."""
        split = urlsplit(self.headers["Location"])
        return split.path + (f"?{split.query}" if split.query else "")


class PageClient(FlaskClient):
    """Flask's test client with CSRF left on, a language, and eyes.

    Each request runs in an application context and a database session of its own, as on a server. What the test
    read before is read anew afterwards, so that it sees what the request changed.
    """

    def __init__(self, application: Flask, *args: Any, **kwargs: Any) -> None:
        super().__init__(application, PageResponse, **kwargs)
        self.language = "en"
        self.checks_pages = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request as Flask's client does, then look at the page that came back."""
        session = db.session()
        uncommitted = [*session.new, *session.dirty, *session.deleted]
        assert not uncommitted, f"the test never committed {uncommitted}"
        session.rollback()
        if args and isinstance(args[0], str):
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"Accept-Language": self.language, **headers}
            kwargs.setdefault(
                "buffered", True
            )  # what the server does after its answer is done before this returns
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if isinstance(response, PageResponse):
            response.address = response.request.path + (f"?{query}" if (query := _query(response)) else "")
            if self.checks_pages:
                check(response)
        return response

    def sign_in(self, person: Any) -> "PageClient":
        """Sign in as this person (a row of accounts) without the sign-in page; returns the client."""
        with (
            self.application.app_context(),
            self.application.test_request_context(environ_base=self.environ_base) as made,
        ):
            login_user(SignedIn(person, VISITOR))
            signed_in = dict(made.session)
        with self.application.app_context(), self.session_transaction() as session:
            session.clear()
            session.update(signed_in)
        return self

    def sign_out(self) -> None:
        """Forget everything that the browser knows of this site."""
        with self.application.app_context(), self.session_transaction() as session:
            session.clear()

    def form(
        self, where: str | TestResponse, named: str | None = None, *fields: str, method: str = "post"
    ) -> Form:
        """The form on a page (an address to open, or an answer at hand): by name, or by the fields it has."""
        if isinstance(where, str):
            address, where = where, self.get(where)
            assert where.status_code == 200, f"GET {address} answered {where.status}"
        return where.page.form(named, fields=fields, method=method)  # type: ignore[attr-defined, no-any-return]

    def send(self, form: Form, button: str | None = None, **kwargs: Any) -> Any:
        """Send a form as it is filled, by a button (words, name or value; else its first one)."""
        target = form.press(button)
        if form.method == "get":
            return self.get(target.partition("?")[0], query_string=form.data, **kwargs)
        return self.post(target, data=form.data.to_dict(flat=False), **kwargs)

    def submit(
        self,
        where: str | TestResponse,
        fields: Mapping[str, Any] | None = None,
        /,
        *,
        form_named: str | None = None,
        button: str | None = None,
        forged: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        """Open a page, fill its form in as a person could, and send it; the redirect is not followed.

        ``fields`` holds names that are no Python names (``{"lines-0-amount": 5}``). ``forged`` puts in what no
        person could: unknown fields, choices that are not offered; ``None`` takes a field out.
        """
        named = {**(fields or {}), **more}
        form = self.form(where, form_named, *named).fill(named)
        for name, value in (forged or {}).items():
            form.data.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
        return self.send(form, button)

    def search(self, address: str, **fields: Any) -> Any:
        """Open a page, fill in the form that filters it, and send that."""
        return self.send(self.form(address, None, *fields, method="get").fill(fields))

    def follow(self, response: TestResponse) -> Any:
        """Go where a redirect leads."""
        assert 300 <= response.status_code < 400, f"{response.status} leads nowhere:\n{describe(response)}"
        return self.get(response.leads_to)  # type: ignore[attr-defined]


def check(response: PageResponse, *, strictly: bool = False) -> None:
    """Raise ``AssertionError`` with everything wrong with an HTML answer; strictly: by the letter of HTML too."""
    if response.mimetype != "text/html" or response.is_streamed or not response.get_data():
        return
    if 300 <= response.status_code < 400:
        return
    request = response.request  # type: ignore[attr-defined]
    fragment = "HX-Request" in request.headers
    page = (
        Page(response.get_data(as_text=True), response.address, fragment=True) if fragment else response.page
    )
    found = faults(page, fragment=fragment) + (malformed(page) if strictly else [])
    assert not found, f"{request.method} {response.address} is not a good page:\n  " + "\n  ".join(found)


def describe(response: TestResponse) -> str:
    """The words of an answer, for a failing test to show."""
    return response.page.text if response.mimetype == "text/html" else response.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def _query(response: Any) -> str:
    return str(response.request.query_string.decode())
