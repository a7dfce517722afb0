"""Reading people's notes."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.db.base import db
from app.notices.models import Note

NOTES_SHOWN = 30


def notes_of(person_id: int) -> Sequence[Note]:
    """A person's newest notes, at most 30."""
    found = select(Note).where(Note.person_id == person_id).order_by(Note.at.desc(), Note.id.desc())
    return db.session.scalars(found.limit(NOTES_SHOWN)).all()


def count_of_unread_notes(person_id: int) -> int:
    """How many notes a person has not read yet."""
    unread = select(func.count()).where(Note.person_id == person_id, Note.read_at.is_(None))
    return db.session.scalar(unread) or 0
