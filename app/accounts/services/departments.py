"""The offices of the city."""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.accounts.models import Department
from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_SLUG = 60


def save_department(
    actor: Actor, department_id: int | None, *, slug: str, name: Mapping[str, str], now: datetime
) -> Department:
    """Add a department (``None``) or change one; ``name`` by language.

    Raises ``NotAllowed``, and ``RuleBroken``: ``place.slug_invalid``, ``department.slug_taken``,
    ``place.nameless``, ``department.unknown``.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise RuleBroken("place.slug_invalid")
    if not any(name.values()):
        raise RuleBroken("place.nameless")
    after = {"slug": slug, "name": dict(name)}
    try:
        with transaction() as session:
            department = session.get(Department, department_id) if department_id else Department()
            if department is None:
                raise RuleBroken("department.unknown")
            before = {"slug": department.slug, "name": department.name} if department_id else {}
            department.slug, department.name = slug, dict(name)
            session.add(department)
            session.flush()
            was, has_become = changed(before, after)
            record(
                actor, "save_department", "department", department.id, now=now, before=was, after=has_become
            )
    except IntegrityError as error:
        raise RuleBroken("department.slug_taken") from error
    return department


def delete_department(actor: Actor, department_id: int, *, now: datetime) -> None:
    """Delete a department that nobody works for and that has no task or project.

    Raises ``NotAllowed``, and ``RuleBroken("department.in_use")``.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    try:
        with transaction() as session:
            department = session.get(Department, department_id)
            if department is None:
                return
            before = {"slug": department.slug, "name": department.name}
            session.delete(department)
            session.flush()
            record(actor, "delete_department", "department", department_id, now=now, before=before)
    except IntegrityError as error:
        raise RuleBroken("department.in_use") from error
