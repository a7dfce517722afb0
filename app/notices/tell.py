"""Telling people inside the caller's transaction: nothing is sent for an act that did not happen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from app.db.base import db
from app.notices.models import Mail, Note

MAIL_QUEUED = "talka_mail_queued"
"""Set in ``session.info`` once a mail waits, so that it is sent right after the commit."""


class Addressee(Protocol):
    """Somebody who can be told: a person of the accounts room."""

    id: int
    email: str
    language: str


def tell(
    people: Iterable[Addressee], event: str, path: str, params: Mapping[str, Any], *, now: datetime
) -> None:
    """Leave a note on each person's page and queue a mail to each.

    ``event`` names the templates ``mail/<event>.txt`` and ``.html`` and the note's sentence; ``path`` is the page
    to go to, starting with a slash; ``params`` are plain JSON values for the sentence.
    """
    for person in people:
        db.session.add(Note(person_id=person.id, event=event, params=dict(params), path=path, at=now))
        queue_mail(person.email, person.language, event, path, params, now=now)


def queue_mail(
    address: str, language: str, event: str, path: str, params: Mapping[str, Any], *, now: datetime
) -> None:
    """Queue one mail without a note, as for a sign-in link; arguments as in :func:`tell`."""
    db.session().info[MAIL_QUEUED] = True
    db.session.add(
        Mail(address=address, language=language, event=event, path=path, params=dict(params), due_at=now)
    )
