"""Filling in the empathy map and the canvas together: every save is a version, and no save loses anybody's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.db.clock import database_now
from app.db.session import transaction
from app.domain.permissions import Actor, Permission
from app.domain.sheets import SheetKind, merge_cells
from app.teams.models import SheetVersion
from app.teams.queries import latest_sheet, sheet_numbered
from app.teams.services.holding import open_team_for, record_team


@dataclass(frozen=True)
class SavedSheet:
    """A sheet after a save: its version (0 while it is empty), what it says, and where two wrote at once."""

    number: int
    cells: dict[str, str]
    clashes: tuple[str, ...]


def save_sheet(
    actor: Actor,
    team_id: int,
    kind: SheetKind,
    cells: Mapping[str, str],
    *,
    seen: int,
    now: datetime | None = None,
) -> SavedSheet:
    """Save what somebody wrote, having begun from version ``seen`` (0: the empty sheet).

    What others saved meanwhile is kept: cells are merged line by line (``domain.sheets``). A save that changes nothing
    makes no version. ``now`` is for replaying the past; without it the database's clock decides whether it is in time.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.closed``, ``sheet.too_long`` (with ``most``).
    """
    with transaction() as session:
        moment = now or database_now()
        team = open_team_for(session, actor, team_id, Permission.FILL_SHEET, moment)
        latest = latest_sheet(team_id, kind)
        theirs: Mapping[str, str] = latest.cells if latest else {}
        base = latest if latest and latest.number == seen else sheet_numbered(team_id, kind, seen)
        merged = merge_cells(kind, base.cells if base else {}, theirs, cells)
        number = latest.number if latest else 0
        if merged.cells == theirs:
            return SavedSheet(number, merged.cells, merged.clashes)
        session.add(
            SheetVersion(
                team_id=team_id,
                kind=kind,
                number=number + 1,
                cells=merged.cells,
                clashes=list(merged.clashes),
                saved_by=actor.person_id,
                saved_at=moment,
            )
        )
        record_team(actor, "save_sheet", team, moment, after={"kind": kind, "version": number + 1})
        session.flush()
    return SavedSheet(number + 1, merged.cells, merged.clashes)
