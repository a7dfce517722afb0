"""What is told to people when something happens: the subject of the mail and the sentence of the note."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web.messages.spoken import spoken

NOTES: dict[str, tuple[LazyString, LazyString]] = {
    "comment_written": (_l("A new comment"), _l("Somebody commented on “%(title)s”.")),
}
"""Event → (subject, sentence). Parameters as in ``tell``; those ending in ``_cents`` read as money."""


def note_subject(event: str) -> str:
    """The subject of the mail about an event."""
    return str(NOTES[event][0])


def note_sentence(event: str, params: Mapping[str, Any]) -> str:
    """What happened, in one sentence in the reader's language."""
    return str(NOTES[event][1]) % spoken(params)
