"""One line of the audit log."""

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Model
from app.db.types import Moment


class Entry(Model):
    """An act and its traces. Rows are only ever added; they name people by number, so that an account can be erased.

    ``subject`` is the kind of thing (``round``) and ``subject_id`` its id; ``before`` and ``after`` hold only what
    changed.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    round_id: Mapped[int | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
