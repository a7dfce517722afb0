"""Notes on people's pages and mails waiting to be sent."""

from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Model
from app.db.types import Data, Member, Moment, link


class MailState(StrEnum):
    """How far a mail is."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Note(Model):
    """Something that happened to what a person follows or is responsible for; its sentence comes from ``event``."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", index=False)
    event: Mapped[str]
    params: Mapped[Data]
    path: Mapped[str]
    at: Mapped[Moment]
    read_at: Mapped[Moment | None]


class Mail(Model):
    """One mail to one address, written in the transaction that causes it and sent after the commit.

    ``params`` is emptied once the mail is sent, because it may hold a sign-in link.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    language: Mapped[str]
    event: Mapped[str]
    params: Mapped[Data]
    path: Mapped[str]
    state: Mapped[MailState] = mapped_column(Member(MailState), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
