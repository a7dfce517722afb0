"""Killing the server without warning while people vote: whatever was acknowledged is in the box, once."""

import http.client
import http.cookiejar
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.db.base import db
from app.domain.permissions import Role
from app.domain.rounds import Evidence
from app.voting import queries, services
from tests.factories import an_actor, an_electorate
from tests.page import Page
from tests.voting.polls import a_vote, at
from tests.voting.site import Site

pytestmark = [pytest.mark.both_databases, pytest.mark.torture]

VOTERS = 200
AT_ONCE = 16
KILLS_AFTER = (30, 80, 140)
"""The server dies when so many ballots have been acknowledged."""

GIVES_UP_AFTER = 120


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer to look at, not to follow."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Voter:
    """One person with a printed code and a browser that tries again when the line breaks."""

    site: Site
    code: str
    path: str
    choice: str
    receipts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _StayHere(), urllib.request.ProxyHandler({})
        )
        self.until = time.monotonic() + GIVES_UP_AFTER

    def vote(self, app: Flask) -> str:
        """Enter the code, choose, look again, cast; returns the receipt that was acknowledged."""
        form = self.page("GET", f"{self.path}/code").form(None, fields=("code",))
        form.fill({"code": self.code})
        self.send(form)
        form = self.page("GET", f"{self.path}/ballot").form(None, fields=("choices",))
        form.fill({"choices": [self.choice]})
        review = Page(self.send(form)[1], "/")
        self.send(review.form("cast"))
        cookie = next(cookie.value for cookie in self.cookies if cookie.name == "talka")
        session = app.session_interface.get_signing_serializer(app).loads(cookie)  # type: ignore[attr-defined]
        return str(session["receipt"][1])

    def page(self, method: str, path: str) -> Page:
        """A page of the site."""
        return Page(self.ask(method, path)[1], path)

    def send(self, form: Any) -> tuple[int, str]:
        """Send a form, again and again until it is answered: the very same form each time."""
        target = form.press(None)
        return self.ask("POST", target, urlencode(form.data.to_dict(flat=False), doseq=True).encode())

    def ask(self, method: str, path: str, data: bytes | None = None) -> tuple[int, str]:
        """Ask the site until it answers with anything but 503."""
        while time.monotonic() < self.until:
            request = urllib.request.Request(self.site.address + path, data, method=method)
            try:
                with self.opener.open(request, timeout=30) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as answer:
                self.cookies.extract_cookies(answer, request)
                if answer.code == 303:
                    return 303, ""
                if answer.code != 503:
                    raise AssertionError(
                        f"{method} {path}: {answer.code}\n{answer.read().decode()}"
                    ) from answer
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} was never answered")


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_every_acknowledged_receipt_outlives_kill_nine(app, session):
    vote = a_vote()
    youth = an_electorate(vote.round, "youth", evidence=Evidence.CODE)
    organiser = an_actor(Role.ORGANISER)
    cards = services.create_codes(
        organiser, vote.round, youth.id, "torture", VOTERS, now=at(vote.ends_at, -9)()
    )
    path, round_id, ids = f"/rounds/{vote.round.slug}", vote.round.id, vote.ids
    db.session.rollback()
    site = Site(app.instance_path, app.config["DATABASE_URL"], free_port())
    acknowledged: list[str] = []
    told = threading.Condition()

    def one(place: int) -> None:
        receipt = Voter(site, cards[place].code, path, ids[place % len(ids)]).vote(app)
        with told:
            acknowledged.append(receipt)
            told.notify_all()

    site.start()
    kills = 0
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            votes = [pool.submit(one, place) for place in range(VOTERS)]
            for after in KILLS_AFTER:
                with told:
                    assert told.wait_for(lambda: len(acknowledged) >= after, GIVES_UP_AFTER)  # noqa: B023
                site.kill()
                kills += 1
                db.session.rollback()
                kept = [queries.ballot_by_receipt(round_id, receipt) for receipt in list(acknowledged)]
                assert all(kept), "an acknowledged ballot is gone"
                db.session.rollback()
                site.start()
            for each in votes:
                each.result()
    finally:
        site.kill()
    assert kills == len(KILLS_AFTER)
    assert len(set(acknowledged)) == VOTERS
    found = [queries.ballot_by_receipt(round_id, receipt) for receipt in acknowledged]
    assert all(ballot and not ballot.superseded for ballot in found)
    assert queries.live_count(round_id) == vote.stored() == VOTERS
    poll = services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 61))
    assert poll.n_ballots == VOTERS
    assert vote.chain_fault() is None
