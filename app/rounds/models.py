"""A round with everything its organiser decides, before anybody proposes, scores or votes."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db.base import Model
from app.db.types import Cents, Data, LocalText, Member, Moment, Words, link
from app.domain.phases import Phase
from app.domain.rounds import Evidence, RoundKind
from app.places.models import Neighbourhood

__all__ = [
    "Criterion",
    "Electorate",
    "Evidence",
    "Extension",
    "Pot",
    "Round",
    "RoundKind",
    "Rubric",
]


class Round(Model):
    """One round.

    ``timetable`` maps phases to ISO instants in UTC; the current phase is derived (``rounds.queries.phase_of``).
    ``announced_at`` is the organiser's decision to show the round; without it the phase is draft.
    ``ballot_limits``, ``allocation``, ``proposers`` and ``judging`` are JSON rules, documented in ``docs/rules.md``.
    ``team_rules`` is what it asks of teams; what is saved up to ``grace_minutes`` after the deadline still counts;
    each entry has ``stage_minutes`` in the final show.
    ``ledger_witnesses`` are addresses that get the head of the ledger by mail; ``appeal_days`` after the result is
    published the key of the vote is destroyed.
    """

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RoundKind] = mapped_column(Member(RoundKind))
    title: Mapped[LocalText]
    summary: Mapped[LocalText]
    rules_text: Mapped[LocalText]
    easy_text: Mapped[LocalText]
    promise: Mapped[LocalText]
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id")
    timetable: Mapped[Data]
    ballot_type: Mapped[str] = mapped_column(default="approval")
    ballot_limits: Mapped[Data]
    allocation: Mapped[Data]
    tie_order: Mapped[Words]
    seed: Mapped[str]
    is_binding: Mapped[bool] = mapped_column(default=False)
    proposers: Mapped[Data]
    judging: Mapped[Data]
    team_rules: Mapped[Data] = mapped_column(server_default="{}")
    grace_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    stage_minutes: Mapped[int] = mapped_column(default=3, server_default="3")
    ledger_witnesses: Mapped[Words] = mapped_column(server_default="[]")
    appeal_days: Mapped[int] = mapped_column(default=30, server_default="30")
    is_demo: Mapped[bool] = mapped_column(default=False)
    announced_at: Mapped[Moment | None]
    created_by: Mapped[int | None] = link("person.id", ondelete="SET NULL")
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]

    neighbourhood: Mapped[Neighbourhood | None] = relationship()


class Pot(Model):
    """A sum of money for the whole city, or for one neighbourhood."""

    __tablename__ = "pot"
    __table_args__ = (CheckConstraint("amount_cents >= 0", name="amount_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    name: Mapped[LocalText]
    amount_cents: Mapped[Cents]
    neighbourhood_id: Mapped[int | None] = link("neighbourhood.id")
    position: Mapped[int] = mapped_column(default=0)

    neighbourhood: Mapped[Neighbourhood | None] = relationship()


class Electorate(Model):
    """A group of people who may vote, tallied apart. Empty lists of bands or neighbourhoods mean everybody.

    ``population`` is about how many people belong to it, if the city says: what turnout is compared with where no roll
    lists them.
    """

    __tablename__ = "electorate"
    __table_args__ = (UniqueConstraint("round_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    key: Mapped[str]
    name: Mapped[LocalText]
    age_bands: Mapped[Words]
    neighbourhood_ids: Mapped[Words]
    evidence: Mapped[Evidence] = mapped_column(Member(Evidence))
    is_binding: Mapped[bool] = mapped_column(default=False)
    population: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)


class Extension(Model):
    """A deadline that was moved: which, from when to when, why, and by whom. Shown on the round's page."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE")
    phase: Mapped[Phase] = mapped_column(Member(Phase))
    ended_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    reason: Mapped[str]
    extended_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    extended_at: Mapped[Moment]

    person: Mapped[Person | None] = relationship()


class Rubric(Model):
    """One version of what mentors score.

    ``frozen_at`` is when the first scorecard was made under it; from then on a change makes a new version.
    """

    __tablename__ = "rubric"
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = link("round.id", ondelete="CASCADE", index=False)
    version: Mapped[int]
    created_by: Mapped[int | None] = link("person.id", ondelete="SET NULL", index=False)
    created_at: Mapped[Moment]
    frozen_at: Mapped[Moment | None]


class Criterion(Model):
    """One line of a rubric. ``descriptors`` maps each level (as text) to a text in several languages."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("rubric_id", "key"),
        CheckConstraint("weight >= 1", name="weight_positive"),
        CheckConstraint("lo < hi", name="scale_ascends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[int] = link("rubric.id", ondelete="CASCADE", index=False)
    key: Mapped[str]
    name: Mapped[LocalText]
    description: Mapped[LocalText]
    weight: Mapped[int] = mapped_column(default=1)
    lo: Mapped[int] = mapped_column(default=1)
    hi: Mapped[int] = mapped_column(default=5)
    is_required: Mapped[bool] = mapped_column(default=True)
    needs_comment: Mapped[bool] = mapped_column(default=False)
    may_not_apply: Mapped[bool] = mapped_column(default=False)
    descriptors: Mapped[Data]
    position: Mapped[int] = mapped_column(default=0)
