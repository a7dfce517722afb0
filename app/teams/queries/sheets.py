"""What a team's empathy map and canvas say, now and at each save."""

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import defer

from app.accounts.models import Person
from app.db.base import db
from app.domain.sheets import CELLS, SheetKind, filled_cells
from app.teams.models import SheetVersion

MOST_VERSIONS = 200
"""How many saves a page lists; older ones can still be opened by their number."""


def latest_sheet(team_id: int, kind: SheetKind) -> SheetVersion | None:
    """What the sheet says now; ``None`` while it is empty."""
    found = select(SheetVersion).where(SheetVersion.team_id == team_id, SheetVersion.kind == kind)
    return db.session.scalar(found.order_by(SheetVersion.number.desc()).limit(1))


def sheet_numbered(team_id: int, kind: SheetKind, number: int) -> SheetVersion | None:
    """One save by its number, from 1."""
    found = select(SheetVersion).where(
        SheetVersion.team_id == team_id, SheetVersion.kind == kind, SheetVersion.number == number
    )
    return db.session.scalar(found)


def sheets_of(team_id: int, kind: SheetKind) -> list[SheetVersion]:
    """The saves, newest first; what they say is read only when asked for."""
    found = select(SheetVersion).where(SheetVersion.team_id == team_id, SheetVersion.kind == kind)
    ordered = found.options(defer(SheetVersion.cells)).order_by(SheetVersion.number.desc())
    return list(db.session.scalars(ordered.limit(MOST_VERSIONS)))


def sheet_progress(team_id: int) -> dict[SheetKind, tuple[int, int]]:
    """How many cells of each sheet say something, and how many there are."""
    newest = select(SheetVersion.kind, func.max(SheetVersion.number)).where(SheetVersion.team_id == team_id)
    pairs = tuple_(SheetVersion.kind, SheetVersion.number).in_(newest.group_by(SheetVersion.kind))
    found = db.session.scalars(select(SheetVersion).where(SheetVersion.team_id == team_id, pairs))
    latest = {sheet.kind: filled_cells(sheet.kind, sheet.cells) for sheet in found}
    return {kind: (latest.get(kind, 0), len(CELLS[kind])) for kind in SheetKind}


def people_who_saved(versions: list[SheetVersion]) -> dict[int, Person]:
    """The people who saved these versions, by id."""
    ids = {version.saved_by for version in versions if version.saved_by is not None}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
