"""People, departments, the roles granted to people, and links to sign in with."""

from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Model
from app.db.types import LocalText, Member, Moment, Words, link
from app.domain.consents import ConsentState
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.places.models import Neighbourhood


class Department(Model):
    """An office of the city that screens proposals and builds projects."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalText]


class Person(Model):
    """An account. ``email_key`` is the address case-folded; ``session_epoch`` grows to end all sessions.

    ``shows_name`` is the person's own wish; a name is otherwise shown to nobody but the city's staff and the team.
    ``consent_until`` is set exactly while a guardian's consent is given; it repeats what ``GuardianConsent`` says.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    language: Mapped[str]
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id")
    age_band: Mapped[AgeBand] = mapped_column(Member(AgeBand))
    shows_name: Mapped[bool] = mapped_column(default=False)
    department_id: Mapped[int | None] = link("department.id")
    password_hash: Mapped[str | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    consent_until: Mapped[Moment | None]
    created_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]

    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    department: Mapped[Department | None] = relationship()


class Grant(Model):
    """A role that a person holds everywhere (no round) or in one round.

    The round's table belongs to a later room; only its id is known here.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "round_id"),
        Index(
            "uq_role_grant_everywhere",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("round_id IS NULL"),
            postgresql_where=text("round_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", index=False)
    role: Mapped[Role] = mapped_column(Member(Role))
    round_id: Mapped[int | None] = link("round.id", ondelete="CASCADE")
    granted_at: Mapped[Moment]

    person: Mapped[Person] = relationship()


class SignInLink(Model):
    """A link sent by mail, valid once and for a short time; only the hash of its token is kept.

    ``registration`` holds the answers of somebody who signs up: the account exists only once the address has
    proved to be theirs.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = link("person.id", ondelete="CASCADE")
    registration: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class GuardianConsent(Model):
    """One invitation to the guardian of a child, and what came of it; the newest of a child counts.

    ``token`` is in the link and the QR code. ``address`` is where it was mailed to (empty for a printed sheet) and is
    erased with the first answer; ``age_band`` is the child's at the time of asking.
    """

    __tablename__ = "guardian_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE")
    state: Mapped[ConsentState] = mapped_column(Member(ConsentState), default=ConsentState.ASKED)
    age_band: Mapped[AgeBand] = mapped_column(Member(AgeBand))
    token: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    guardian_name: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[Moment]
    given_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()


class MentorProfile(Model):
    """What a mentor knows about and where: themes and neighbourhoods by which teams find one."""

    __tablename__ = "mentor_profile"

    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", primary_key=True, index=False)
    themes: Mapped[Words]
    neighbourhood_ids: Mapped[Words]
    about: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
