"""A team of a round and its members."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Moment, link
from app.rounds.models import Round


class Team(Model):
    """A team.

    ``name_key`` is the name without case and diacritics, unique in the round; ``join_code`` admits members until it
    expires.
    """

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("round_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    name: Mapped[str]
    name_key: Mapped[str]
    motto: Mapped[str] = mapped_column(default="")
    founder_id: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    join_code: Mapped[str] = mapped_column(unique=True)
    join_code_expires_at: Mapped[Moment]
    created_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]

    round: Mapped[Round] = relationship()
    founder: Mapped[Person | None] = relationship()


class Membership(Model):
    """A person in a team; the founder is a member too. ``left_at`` keeps the past visible to the organiser."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = link("team.id", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE")
    joined_at: Mapped[Moment]
    left_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()
    team: Mapped[Team] = relationship()
