"""The money of a project by source: planned, contracted, paid."""

from datetime import datetime

from sqlalchemy import select

from app.delivery.models import Funding
from app.delivery.queries import funding_of
from app.delivery.services.changing import LINE, Change, changing
from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.permissions import Actor

MOST_SOURCES = 20


def save_funding(
    actor: Actor,
    project_id: int,
    source: str,
    *,
    planned_cents: int,
    contracted_cents: int = 0,
    paid_cents: int = 0,
    now: datetime,
) -> None:
    """Put down the three sums of one source; a source that is there already is changed.

    Raises ``NotAllowed``, and ``RuleBroken``: ``project.unknown``, ``funding.source_missing``, ``funding.negative``,
    ``money.too_large``, ``funding.too_many``.
    """
    source = source.strip()[:LINE]
    if not source:
        raise RuleBroken("funding.source_missing")
    sums = {"planned_cents": planned_cents, "contracted_cents": contracted_cents, "paid_cents": paid_cents}
    if any(amount < 0 for amount in sums.values()):
        raise RuleBroken("funding.negative")
    if any(amount > MAX_CENTS for amount in sums.values()):
        raise RuleBroken("money.too_large", limit=MAX_CENTS)
    with changing(actor, project_id, "save_funding", now=now) as change:
        row = _row(change, source)
        if row.id is not None:
            change.before = {"source": source, **{name: getattr(row, name) for name in sums}}
        for name, amount in sums.items():
            setattr(row, name, amount)
        change.after = {"source": source, **sums}


def remove_funding(actor: Actor, project_id: int, funding_id: int, *, now: datetime) -> None:
    """Remove a source that was entered by mistake; one that is gone already is no fault. Raises ``NotAllowed``."""
    with changing(actor, project_id, "remove_funding", now=now) as change:
        row = change.session.get(Funding, funding_id)
        if row is not None and row.project_id == project_id:
            change.before = {
                "source": row.source,
                "planned_cents": row.planned_cents,
                "contracted_cents": row.contracted_cents,
                "paid_cents": row.paid_cents,
            }
            change.session.delete(row)


def _row(change: Change, source: str) -> Funding:
    """The row of this source, found or made; the project's lock keeps two of them from being made at once."""
    project_id = change.project.id
    found = select(Funding).where(Funding.project_id == project_id, Funding.source == source)
    row = change.session.scalars(found).one_or_none()
    if row is None:
        if len(funding_of(project_id)) >= MOST_SOURCES:
            raise RuleBroken("funding.too_many", most=MOST_SOURCES)
        row = Funding(project_id=project_id, source=source)
        change.session.add(row)
    return row
