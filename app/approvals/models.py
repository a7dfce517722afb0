"""What one organiser has asked another one to confirm."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Model
from app.db.types import Data, Member, Moment, link


class Act(StrEnum):
    """What takes two people where the rule holds."""

    CLOSE = "close"
    VOID = "void"
    TALLY = "tally"
    PUBLISH = "publish"


class RequestState(StrEnum):
    """What became of a request. One that ran out is set to expired when the same thing is asked again."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"


class TwoPersonRequest(Model):
    """One act that somebody asked for and somebody else confirms, declines, or lets run out.

    ``about`` is what exactly is to be done, as plain data; ``fingerprint`` is its canonical text, so that a
    confirmation never confirms something else.
    """

    __tablename__ = "two_person_request"
    __table_args__ = (
        CheckConstraint("state <> 'done' OR answered_by <> asked_by", name="two_people"),
        Index(
            "one_open_request",
            "round_id",
            "act",
            "fingerprint",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    act: Mapped[Act] = mapped_column(Member(Act))
    about: Mapped[Data]
    fingerprint: Mapped[str]
    asked_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    asked_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    state: Mapped[RequestState] = mapped_column(Member(RequestState), default=RequestState.OPEN)
    answered_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    answered_at: Mapped[Moment | None]
