"""Mail: written with the act, sent once, tried again, and never sent for an act that did not happen."""

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from app.db.session import transaction
from app.notices.models import Mail, MailState
from app.notices.tell import queue_mail, tell
from app.web import mail
from tests.factories import a_person

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BASE = "https://talka.example"


def queue(event="sign_in", path="/sign-in/abc", **params):
    """One mail in Latvian to Anna."""
    with transaction():
        queue_mail("anna@example.com", "lv", event, path, params or {"minutes": 20}, now=NOW)


def only_mail(session):
    """The one row there is."""
    return session.scalars(select(Mail)).one()


def test_without_a_server_mail_lies_in_the_outbox(app, session, instance):
    queue()
    assert mail.deliver_due(NOW, base=BASE) == 1
    [file] = (instance / "outbox").glob("*.eml")
    assert f"{BASE}/sign-in/abc" in file.read_text()
    assert (only_mail(session).state, only_mail(session).params) == (MailState.SENT, {})


def test_a_mail_speaks_the_language_of_its_reader(app, instance):
    person = a_person("Jānis", language="ru")
    with transaction():
        tell([person], "comment_written", "/proposals/1", {"title": "Soliņš"}, now=NOW)
    mail.deliver_due(NOW, base=BASE)
    [file] = (instance / "outbox").glob("*.eml")
    message = mail_of(file)
    assert message["Subject"] == "Новый комментарий"
    assert "Soliņš" in message.get_body(("plain",)).get_content()


def mail_of(file):
    """The message in an .eml file."""
    return message_from_bytes(file.read_bytes(), policy=default)


def test_nothing_is_sent_for_an_act_that_failed(app, session):
    with pytest.raises(RuntimeError, match="the act failed"):
        fail_after_queueing()
    assert mail.deliver_due(NOW, base=BASE) == 0


def fail_after_queueing():
    """An act that tells somebody and then fails."""
    with transaction():
        queue_mail("anna@example.com", "lv", "sign_in", "/", {}, now=NOW)
        raise RuntimeError("the act failed")


def test_a_sent_mail_is_not_sent_again(app, session, instance):
    queue()
    assert [mail.deliver_due(NOW, base=BASE) for _ in range(2)] == [1, 0]
    assert len(list((instance / "outbox").glob("*.eml"))) == 1


class DeadServer:
    """A mail server that cannot be reached."""

    def __init__(self, *_where, **_how):
        raise ConnectionRefusedError("nobody listens")


def test_a_mail_that_fails_is_tried_later_and_given_up_in_the_end(app, session, monkeypatch):
    app.config["TALKA_MAIL_SERVER"] = "mail.example"
    monkeypatch.setattr(smtplib, "SMTP", DeadServer)
    queue()
    moment = NOW
    for attempt in range(1, mail.MAX_ATTEMPTS + 1):
        assert mail.deliver_due(moment, base=BASE) == 0
        assert only_mail(session).attempts == attempt
        assert mail.deliver_due(moment, base=BASE) == 0, "it must not be tried again at once"
        assert only_mail(session).attempts == attempt
        moment += timedelta(minutes=2**attempt)
    mail.deliver_due(moment, base=BASE)
    assert only_mail(session).state is MailState.GIVEN_UP


class Letterbox:
    """A mail server that keeps what it is given."""

    kept: list = []

    def __init__(self, host, port, timeout):
        self.talk = [(host, port)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        Letterbox.kept.append(self.talk)

    def starttls(self):
        self.talk.append("starttls")

    def login(self, user, password):
        self.talk.append(("login", user, password))

    def send_message(self, message):
        self.talk.append((message["To"], message["From"]))


def test_a_configured_server_gets_the_mail(app, monkeypatch):
    Letterbox.kept = []
    app.config.update(
        TALKA_MAIL_SERVER="mail.example",
        TALKA_MAIL_USER="talka",
        TALKA_MAIL_PASSWORD="secret",
        TALKA_MAIL_FROM="ideas@example.com",
    )
    monkeypatch.setattr(smtplib, "SMTP", Letterbox)
    queue()
    assert mail.deliver_due(NOW, base=BASE) == 1
    expected = [
        ("mail.example", 587),
        "starttls",
        ("login", "talka", "secret"),
        ("anna@example.com", "ideas@example.com"),
    ]
    assert Letterbox.kept == [expected]
