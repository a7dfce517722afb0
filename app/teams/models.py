"""A team of a round: its members, its sheets, its time, and whom it can ask for help."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Data, LocalText, Member, Moment, Words, link
from app.domain.board import PostKind
from app.domain.joining import RequestState
from app.domain.people import AgeBand
from app.domain.questionnaires import AgeGroup, Field, Gender, QuestionKind, Sitting
from app.domain.sheets import SheetKind
from app.domain.themes import Theme
from app.places.models import Neighbourhood
from app.rounds.models import Round


class Team(Model):
    """A team.

    ``name_key`` is the name without case and diacritics, unique in the round; ``join_code`` leads to the team until it
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


class JoinRequest(Model):
    """Somebody's wish to belong to a team; its founder answers. Asking again after an answer opens the same row."""

    __tablename__ = "join_request"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = link("team.id", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE")
    state: Mapped[RequestState] = mapped_column(Member(RequestState), default=RequestState.WAITING)
    asked_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()
    team: Mapped[Team] = relationship()


class Credit(Model):
    """Somebody who takes part without an account, as far as a name may be kept: ``shown_name`` is cut already.

    ``has_agreed``: to the name (a minor below the city's age: the guardian, on paper).
    """

    __tablename__ = "credit"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = link("team.id", ondelete="CASCADE")
    shown_name: Mapped[str]
    age_band: Mapped[AgeBand] = mapped_column(Member(AgeBand))
    has_agreed: Mapped[bool]
    added_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    added_at: Mapped[Moment]


class TeamExtension(Model):
    """More time for one team: until when, why, by whom. Shown on the team's page; the newest counts."""

    __tablename__ = "team_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = link("team.id", ondelete="CASCADE")
    ends_at: Mapped[Moment]
    reason: Mapped[str]
    extended_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    extended_at: Mapped[Moment]


class SheetVersion(Model):
    """What a team's empathy map or canvas said after one save; never changed. ``cells`` maps cells to texts.

    ``clashes`` names the cells in which two people wrote at the same time, so that somebody tidies up.
    """

    __tablename__ = "sheet_version"
    __table_args__ = (UniqueConstraint("team_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = link("team.id", ondelete="CASCADE", index=False)
    kind: Mapped[SheetKind] = mapped_column(Member(SheetKind))
    number: Mapped[int]
    cells: Mapped[Data]
    clashes: Mapped[Words]
    saved_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    saved_at: Mapped[Moment]


class BoardPost(Model):
    """A need or an offer on the round's board, by a person, perhaps for a team."""

    __tablename__ = "board_post"
    __table_args__ = (Index("ix_board_post_round_id_written_at", "round_id", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    kind: Mapped[PostKind] = mapped_column(Member(PostKind))
    author_id: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    team_id: Mapped[int | None] = link("team.id", ondelete="CASCADE")
    theme: Mapped[Theme | None] = mapped_column(Member(Theme))
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id", index=False)
    body: Mapped[str]
    language: Mapped[str]
    written_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]

    author: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()


class BoardReply(Model):
    """An answer under a need or an offer, which everybody on the board reads."""

    __tablename__ = "board_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = link("board_post.id", ondelete="CASCADE")
    author_id: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    body: Mapped[str]
    language: Mapped[str]
    written_at: Mapped[Moment]
    hidden_at: Mapped[Moment | None]

    author: Mapped[Person | None] = relationship()


class MentorSlot(Model):
    """Time that a mentor offers in a round; booked by one team, with a note afterwards that the team reads."""

    __tablename__ = "mentor_slot"
    __table_args__ = (
        Index("ix_mentor_slot_round_id_starts_at", "round_id", "starts_at"),
        UniqueConstraint("mentor_id", "starts_at"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    mentor_id: Mapped[int] = link("person.id", ondelete="CASCADE", index=False)
    starts_at: Mapped[Moment]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    team_id: Mapped[int | None] = link("team.id", ondelete="SET NULL")
    topic: Mapped[str] = mapped_column(default="")
    booked_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    booked_at: Mapped[Moment | None]
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[Moment | None]

    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id])
    team: Mapped[Team | None] = relationship()


class Questionnaire(Model):
    """Which of a round's two questionnaires can be answered now, and whether their comparison is public."""

    __tablename__ = "questionnaire"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    takes_before: Mapped[bool] = mapped_column(default=False)
    takes_after: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)


class Question(Model):
    """One question of the organiser, asked before, after or both times.

    ``options`` are texts by language: the choices, or the words at the two ends of a scale.
    """

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(Member(QuestionKind))
    text: Mapped[LocalText]
    options: Mapped[Words]
    is_before: Mapped[bool]
    is_after: Mapped[bool]


class AnswerSheet(Model):
    """What one participant answered at one sitting: online by account, or typed in from paper with a mark.

    ``mark`` is what a participant writes on both paper sheets, so that they can be compared without a name.
    ``answers`` maps the question's id to a level, the number of a choice (from 0), or text.
    """

    __tablename__ = "answer_sheet"
    __table_args__ = (
        UniqueConstraint("round_id", "sitting", "person_id"),
        UniqueConstraint("round_id", "sitting", "mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    sitting: Mapped[Sitting] = mapped_column(Member(Sitting))
    person_id: Mapped[int | None] = link("person.id", ondelete="CASCADE")
    mark: Mapped[str | None]
    age_group: Mapped[AgeGroup | None] = mapped_column(Member(AgeGroup))
    gender: Mapped[Gender | None] = mapped_column(Member(Gender))
    field: Mapped[Field | None] = mapped_column(Member(Field))
    answers: Mapped[Data]
    entered_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    answered_at: Mapped[Moment]
