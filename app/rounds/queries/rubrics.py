"""What mentors score in a round: its rubric, version by version."""

from sqlalchemy import select

from app.db.base import db
from app.domain import rubric as scoring
from app.rounds.models import Criterion, Rubric
from app.rounds.queries.rules import canonical_json


def latest_rubric(round_id: int) -> Rubric | None:
    """The newest version of what mentors score in the round."""
    found = select(Rubric).where(Rubric.round_id == round_id).order_by(Rubric.version.desc())
    return db.session.scalar(found.limit(1))


def rubric_versions(round_id: int) -> list[Rubric]:
    """All versions of the rubric, newest first."""
    found = select(Rubric).where(Rubric.round_id == round_id)
    return list(db.session.scalars(found.order_by(Rubric.version.desc())))


def criteria_of(rubric_id: int) -> list[Criterion]:
    """The criteria of one version, in order."""
    found = select(Criterion).where(Criterion.rubric_id == rubric_id)
    return list(db.session.scalars(found.order_by(Criterion.position, Criterion.id)))


def domain_rubric(rubric_id: int) -> scoring.Rubric:
    """One version as the scoring core knows it.

    The descriptors' texts in all languages become one opaque text, so that a change in any language counts as one;
    to print a descriptor, ask :func:`criteria_of`. Raises ``LookupError`` for an unknown id.
    """
    rubric = db.session.get(Rubric, rubric_id)
    if rubric is None:
        raise LookupError(rubric_id)
    return scoring.Rubric(rubric.version, tuple(map(domain_criterion, criteria_of(rubric_id))))


def domain_criterion(row: Criterion) -> scoring.Criterion:
    """One criterion as the scoring core knows it."""
    return scoring.Criterion(
        key=row.key,
        weight=row.weight,
        lo=row.lo,
        hi=row.hi,
        required=row.is_required,
        comment_required=row.needs_comment,
        allows_not_applicable=row.may_not_apply,
        descriptors={
            int(level): canonical_json(texts) if texts else "" for level, texts in row.descriptors.items()
        },
    )
