"""What a person does with the notes on their page."""

from datetime import datetime

from sqlalchemy import update

from app.db.session import transaction
from app.domain.permissions import Actor, Permission, require
from app.notices.models import Note


def mark_notes_read(actor: Actor, *, now: datetime) -> None:
    """Mark all notes on the actor's page as read. Raises ``NotAllowed`` for a visitor."""
    require(actor, Permission.HOLD_ACCOUNT)
    with transaction() as session:
        unread = update(Note).where(Note.person_id == actor.person_id, Note.read_at.is_(None))
        session.execute(unread.values(read_at=now))
