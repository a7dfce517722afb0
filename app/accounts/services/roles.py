"""Granting and revoking roles."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Grant
from app.accounts.queries import person_by_email
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, Role, require


def grant_role(actor: Actor, email: str, role: Role, round_id: int | None, *, now: datetime) -> None:
    """Trust the person with this address with a role, everywhere (``None``) or in one round.

    Raises ``NotAllowed``, and ``RuleBroken``: ``grant.resident``, ``grant.unknown_person``, ``grant.held_already``.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    if role is Role.RESIDENT:
        raise RuleBroken("grant.resident")
    try:
        with transaction() as session:
            person = person_by_email(email)
            if person is None:
                raise RuleBroken("grant.unknown_person")
            session.add(Grant(person_id=person.id, role=role, round_id=round_id, granted_at=now))
            session.flush()
            after = {"role": role, "round_id": round_id}
            record(actor, "grant_role", "person", person.id, now=now, round_id=round_id, after=after)
    except IntegrityError as error:
        raise RuleBroken("grant.held_already") from error


def revoke_role(actor: Actor, grant_id: int, *, now: datetime) -> None:
    """Take a role back. The last administrator keeps theirs.

    Raises ``NotAllowed``, and ``RuleBroken("grant.last_administrator")``. A grant that is gone already is no error.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    with transaction() as session:
        grant = session.get(Grant, grant_id, with_for_update=True)
        if grant is None:
            return
        everywhere = select(func.count()).where(Grant.role == Role.ADMINISTRATOR, Grant.round_id.is_(None))
        is_administrator = grant.role is Role.ADMINISTRATOR and grant.round_id is None
        if is_administrator and session.scalar(everywhere) == 1:
            raise RuleBroken("grant.last_administrator")
        before = {"role": grant.role, "round_id": grant.round_id}
        record(
            actor, "revoke_role", "person", grant.person_id, now=now, round_id=grant.round_id, before=before
        )
        session.delete(grant)
