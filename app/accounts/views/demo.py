"""The open doors of the demo city: sign in as anybody, read every mail. Registered in demo mode only."""

import re
from email import message_from_bytes
from email.policy import default

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.views.sign_in import begin_session
from app.web.guards import public
from app.web.mail import outbox_folder

bp = Blueprint("demo", __name__, url_prefix="/demo")

MAILS_SHOWN = 40

GUESTS = "demo_guests"
"""Under this name the application keeps what the demo's files say of its people, by address."""


@bp.get("/people")
@public
def people() -> ResponseReturnValue:
    """Everybody one can be: those with a story to tell first, the others in a list."""
    guests = current_app.extensions.get(GUESTS, {})
    everybody = queries.demo_people()
    featured = [person for person in everybody if person.email in guests and guests[person.email].is_featured]
    order = {email: place for place, email in enumerate(guests)}
    return render_template(
        "accounts/demo_people.html",
        featured=sorted(featured, key=lambda person: order[person.email]),
        others=[person for person in everybody if person not in featured],
        roles=queries.roles_by_person([person.id for person in everybody]),
        guests=guests,
    )


@bp.post("/people/<int:person_id>/sign-in")
@public
def become(person_id: int) -> ResponseReturnValue:
    """Sign in as a demo person with one click."""
    person = queries.person_by_id(person_id)
    if person is None or not person.is_demo or person.closed_at:
        abort(404)
    begin_session(person)
    return redirect(url_for("hall.home"), 303)


@bp.get("/outbox")
@public
def outbox() -> ResponseReturnValue:
    """The newest mails that the demo city would have sent."""
    files = sorted(outbox_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [(path.stem, _parsed(path.read_bytes())) for path in files[:MAILS_SHOWN]]
    return render_template("accounts/demo_outbox.html", mails=mails)


@bp.get("/outbox/<name>")
@public
def mail(name: str) -> ResponseReturnValue:
    """One mail, as text with its link."""
    path = outbox_folder() / f"{name}.eml"
    if not re.fullmatch(r"[\w.-]+", name, re.ASCII) or not path.is_file():
        abort(404)
    message = _parsed(path.read_bytes())
    return render_template("accounts/demo_mail.html", mail=message, links=_links(message["text"]))


def _parsed(data: bytes) -> dict[str, str]:
    message = message_from_bytes(data, policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return {
        "subject": message["Subject"],
        "to": message["To"],
        "text": text,
        "message_id": message["Message-ID"],
    }


def _links(text: str) -> list[str]:
    """The paths of this site that a mail links to."""
    return re.findall(r"https?://[^/\s]+(/\S*)", text)
