"""Sending what is queued: by SMTP where it is configured, else into the outbox folder as .eml files."""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask_babel import force_locale
from sqlalchemy import select, update

from app.db.base import db
from app.db.clock import database_now
from app.db.session import transaction
from app.notices.models import Mail, MailState
from app.notices.tell import MAIL_QUEUED
from app.web.city import city_look, main_colour, refresh_city
from app.web.messages.notes import NOTES, note_sentence, note_subject

MAX_ATTEMPTS = 8
AT_ONCE = 20
"""How many mails one request sends after its answer; the worker takes the rest."""

log = structlog.get_logger()


def init_mail(app: Flask) -> None:
    """Send what a request has queued as soon as its answer is on its way."""

    @app.after_request
    def send_after_answer(response: Response) -> Response:
        if db.session().info.pop(MAIL_QUEUED, False):
            base = base_url()
            response.call_on_close(lambda: _send_in(app, base))
        return response


def _send_in(app: Flask, base: str) -> None:
    with app.app_context():
        deliver_due(database_now(), base=base)


def deliver_due(now: datetime, at_most: int = AT_ONCE, base: str | None = None) -> int:
    """Send up to ``at_most`` queued mails that are due at ``now``; returns how many were sent.

    ``base`` is the site's address for the links, where the settings do not give it.

    A mail is claimed before it is sent by moving its due time, so that two senders never send it both. A failed one
    is tried again after 2, 4, 8 … minutes and given up after eight tries.
    """
    waiting = select(Mail.id).where(Mail.state == MailState.QUEUED, Mail.due_at <= now).order_by(Mail.due_at)
    due = db.session.scalars(waiting.limit(at_most)).all()
    return sum(_deliver(mail_id, now, base or base_url()) for mail_id in due)


def _deliver(mail_id: int, now: datetime, base: str) -> bool:
    if not _claim(mail_id, now):
        return False
    mail = db.session.get_one(Mail, mail_id)
    message = _compose(mail, base)
    try:
        _send(message)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail not sent", mail=mail_id, attempt=mail.attempts, error=type(error).__name__)
        return False
    with transaction():
        mail = db.session.get_one(Mail, mail_id)
        mail.state, mail.sent_at, mail.params = MailState.SENT, now, {}
    return True


def _claim(mail_id: int, now: datetime) -> bool:
    """Count the attempt and put the mail off, unless another sender was quicker."""
    with transaction() as session:
        mail = session.get_one(Mail, mail_id)
        if mail.state is not MailState.QUEUED or mail.due_at > now:
            return False
        mail.attempts += 1
        if mail.attempts > MAX_ATTEMPTS:
            mail.state = MailState.GIVEN_UP
            return False
        moved = update(Mail).where(Mail.id == mail_id, Mail.due_at == mail.due_at)
        session.execute(moved.values(due_at=now + timedelta(minutes=2**mail.attempts)))
        return True


def _compose(mail: Mail, base: str) -> EmailMessage:
    refresh_city()
    values = {**mail.params, "link": base + mail.path, **_dress(base)}
    with force_locale(mail.language):
        if mail.event in NOTES:
            values |= {"subject": note_subject(mail.event), "told": note_sentence(mail.event, mail.params)}
        text = render_template([f"mail/{mail.event}.txt", "mail/notice.txt"], **values)
        html = render_template([f"mail/{mail.event}.html", "mail/notice.html"], **values)
    subject, _, body = text.partition("\n")
    message = EmailMessage()
    message["Subject"] = subject.strip()
    message["From"] = current_app.config["TALKA_MAIL_FROM"]
    message["To"] = mail.address
    message["Message-ID"] = make_msgid(domain="talka")
    message.set_content(body.strip() + "\n")
    message.add_alternative(html, subtype="html")
    return message


def _dress(base: str) -> dict[str, str]:
    """The city's colour and logo."""
    look = city_look()
    logo = f"{base}/city/logo" if look and look.logo_key else ""
    return {"main_colour": main_colour(), "city_logo": logo}


def base_url() -> str:
    """The site's own address, from the settings, else from the request at hand."""
    configured: str = current_app.config["TALKA_BASE_URL"]
    if configured:
        return configured.rstrip("/")
    return request.host_url.rstrip("/") if request else "http://127.0.0.1:5000"


def _send(message: EmailMessage) -> None:
    config = current_app.config
    if not config["TALKA_MAIL_SERVER"]:
        _drop_into_outbox(message)
        return
    with smtplib.SMTP(config["TALKA_MAIL_SERVER"], int(config["TALKA_MAIL_PORT"]), timeout=20) as server:
        if config["TALKA_MAIL_TLS"] == "starttls":
            server.starttls()
        if config["TALKA_MAIL_USER"]:
            server.login(config["TALKA_MAIL_USER"], config["TALKA_MAIL_PASSWORD"])
        server.send_message(message)


def outbox_folder() -> Path:
    """Where mails lie when no mail server is configured."""
    return Path(current_app.instance_path) / "outbox"


def _drop_into_outbox(message: EmailMessage) -> None:
    folder = outbox_folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    half = folder / f"{name}.part"
    half.write_bytes(message.as_bytes())
    half.rename(folder / f"{name}.eml")  # whoever collects mails here finds whole ones only
