"""Reading the audit log."""

from sqlalchemy import func, select

from app.audit.models import Entry
from app.db.base import db

PER_PAGE = 50


def entries(number: int, subject: str | None = None, actor_id: int | None = None) -> tuple[list[Entry], int]:
    """One page of 50 lines, newest first, and how many lines there are; narrowed to a kind of thing or a person."""
    found = select(Entry)
    if subject:
        found = found.where(Entry.subject == subject)
    if actor_id is not None:
        found = found.where(Entry.actor_id == actor_id)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.order_by(Entry.id.desc()).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    return list(db.session.scalars(page)), total


def subjects() -> list[str]:
    """The kinds of things that the log speaks of."""
    return list(db.session.scalars(select(Entry.subject).distinct().order_by(Entry.subject)))
