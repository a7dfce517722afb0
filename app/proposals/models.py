"""Proposals with their versions, attachments, words to search by, comments and followers."""

from sqlalchemy import BigInteger, CheckConstraint, Computed, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Cents, Data, LocalText, Member, Moment, Words, link
from app.domain.proposal_content import AttachmentKind
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.domain.words import WORD_LENGTH
from app.places.models import Neighbourhood, Park
from app.rounds.models import Pot, Round
from app.teams.models import Team


class ConflictGroup(Model):
    """At most ``at_most`` of the proposals in this group can win: rival designs, or the same spot."""

    __tablename__ = "conflict_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    name: Mapped[LocalText]
    at_most: Mapped[int] = mapped_column(default=1)


class Proposal(Model):
    """A proposal as it is now, as far as lists need it; all that it says is in its newest version.

    ``cost_cents`` is the author's sum, ``official_cost_cents`` the department's estimate; ``ballot_cost_cents`` is
    what counts: the estimate where there is one. ``themes`` repeats the theme rows, first theme first, for lists
    that need no join. ``submitted_at`` is set exactly while everybody can read the proposal, so that lists are
    indexed by it and need not ask for the state.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("cost_cents >= 0", name="cost_not_negative"),
        CheckConstraint("official_cost_cents >= 0", name="official_cost_not_negative"),
        CheckConstraint(
            "(submitted_at IS NULL) = (state IN ('draft', 'withdrawn'))", name="submitted_while_public"
        ),
        Index("ix_proposal_round_submitted", "round_id", "submitted_at", "id"),
        Index("ix_proposal_round_cost", "round_id", "ballot_cost_cents", "id"),
        Index("ix_proposal_round_place", "round_id", "neighbourhood_id", "submitted_at", "id"),
        Index("ix_proposal_round_state", "round_id", "state", "submitted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    author_id: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    team_id: Mapped[int | None] = link("team.id", ondelete="SET NULL")
    pot_id: Mapped[int | None] = link("pot.id", ondelete="SET NULL")
    conflict_group_id: Mapped[int | None] = link("conflict_group.id", ondelete="SET NULL")
    state: Mapped[ProposalState] = mapped_column(Member(ProposalState), default=ProposalState.DRAFT)
    language: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id")
    park_id: Mapped[int | None] = link("park.id")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    themes: Mapped[Words]
    cost_cents: Mapped[Cents] = mapped_column(default=0)
    official_cost_cents: Mapped[Cents | None]
    ballot_cost_cents: Mapped[int] = mapped_column(
        BigInteger, Computed("coalesce(official_cost_cents, cost_cents)", persisted=True)
    )
    upkeep_cents: Mapped[Cents] = mapped_column(default=0)
    cover_key: Mapped[str | None]
    cover_alt: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]

    round: Mapped[Round] = relationship()
    author: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
    pot: Mapped[Pot | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    park: Mapped[Park | None] = relationship()
    conflict_group: Mapped[ConflictGroup | None] = relationship()


class ProposalTheme(Model):
    """One theme of one proposal, to filter by."""

    __tablename__ = "proposal_theme"
    __table_args__ = (Index("ix_proposal_theme_theme", "theme", "proposal_id"),)

    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", primary_key=True, index=False)
    theme: Mapped[Theme] = mapped_column(Member(Theme), primary_key=True)


class Version(Model):
    """What a proposal said at one save; changed only while whoever wrote it goes on typing in a draft.

    ``content`` holds every field, cost lines and attachments, as ``app.domain.proposal_content`` writes them.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    number: Mapped[int]
    content: Mapped[Data]
    saved_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    saved_at: Mapped[Moment]


class Origin(Model):
    """That a proposal grew out of an entry of an earlier round; an entry is handed over to a round once."""

    __tablename__ = "origin"
    __table_args__ = (UniqueConstraint("source_id", "round_id"),)

    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", primary_key=True, index=False)
    source_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", index=False)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    handed_over_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    handed_over_at: Mapped[Moment]

    proposal: Mapped[Proposal] = relationship(foreign_keys=[proposal_id])
    source: Mapped[Proposal] = relationship(foreign_keys=[source_id])


class Attachment(Model):
    """A file of a proposal. ``file_key`` names it in the uploads folder; a removed one stays for old versions."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE")
    kind: Mapped[AttachmentKind] = mapped_column(Member(AttachmentKind))
    file_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    alt: Mapped[str] = mapped_column(default="")
    size_bytes: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]


class ProposalWord(Model):
    """A folded word (no case, no diacritics) of a proposal, to search by its beginning on every database."""

    __tablename__ = "proposal_word"

    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", primary_key=True, index=False)
    word: Mapped[str] = mapped_column(
        # by code points, so that "begins with" is a range of the index on PostgreSQL too
        String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql"),
        primary_key=True,
    )
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", primary_key=True)


class Comment(Model):
    """A public comment; a hidden one is kept with who hid it and why."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE")
    author_id: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    body: Mapped[str]
    language: Mapped[str]
    written_at: Mapped[Moment]
    hidden_at: Mapped[Moment | None]
    hidden_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    hidden_reason: Mapped[str | None]

    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    proposal: Mapped[Proposal] = relationship()


class CommentReport(Model):
    """Somebody's word that a comment should not stand; one a person and comment."""

    __tablename__ = "comment_report"

    comment_id: Mapped[int] = link("comment.id", ondelete="CASCADE", primary_key=True, index=False)
    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", primary_key=True, index=False)
    reason: Mapped[str]
    reported_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]


class Follow(Model):
    """A person who wants to know what becomes of a proposal, to the opening of what is built from it."""

    __tablename__ = "follow"

    person_id: Mapped[int] = link("person.id", ondelete="CASCADE", primary_key=True, index=False)
    proposal_id: Mapped[int] = link("proposal.id", ondelete="CASCADE", primary_key=True)
    since: Mapped[Moment]

    person: Mapped[Person] = relationship()
