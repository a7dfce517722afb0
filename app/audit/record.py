"""Writing the audit log, inside the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from app.audit.models import Entry
from app.db.base import db
from app.domain.permissions import Actor


def record(
    actor: Actor,
    action: str,
    subject: str,
    subject_id: int | None,
    *,
    now: datetime,
    round_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one line: ``actor`` did ``action`` (verb and noun: ``announce_round``) to ``subject`` at ``now``.

    ``before`` and ``after`` hold the fields that changed. The line is written or lost together with the act itself.
    """
    db.session.add(
        Entry(
            at=now,
            actor_id=actor.person_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            round_id=round_id,
            before=_plain(before),
            after=_plain(after),
        )
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of two states of a thing that differ, as they were and as they are."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _json_value(value) for name, value in values.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [_json_value(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _json_value(one) for name, one in value.items()}
    return value
