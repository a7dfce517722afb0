"""Who is trusted with what in one round."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.accounts.models import Grant
from app.accounts.queries import person_by_email
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, Role
from app.domain.rounds import ROLES_OF_A_ROUND, roles_to_grant
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.rounds.services.changing import locked_round


def appoint(actor: Actor, round_id: int, email: str, role: Role, *, now: datetime) -> None:
    """Trust the person with this address with a role in this round only.

    Administrators may grant every role of a round, organisers those of mentors and polling clerks. Raises
    ``NotAllowed``, and ``RuleBroken``: ``grant.not_in_a_round``, ``grant.unknown_person``, ``grant.held_already``,
    ``round.gone``.
    """
    if role not in ROLES_OF_A_ROUND:
        raise RuleBroken("grant.not_in_a_round")
    try:
        with transaction() as session:
            round = locked_round(round_id)
            _must_grant(actor, round, role, now)
            person = person_by_email(email)
            if person is None:
                raise RuleBroken("grant.unknown_person")
            session.add(Grant(person_id=person.id, role=role, round_id=round.id, granted_at=now))
            session.flush()
            after = {"role": role}
            record(actor, "grant_role", "person", person.id, now=now, round_id=round.id, after=after)
    except IntegrityError as error:
        raise RuleBroken("grant.held_already") from error


def dismiss(actor: Actor, round_id: int, grant_id: int, *, now: datetime) -> None:
    """Take back a role held in this round. One that is gone already is no error.

    Raises ``NotAllowed``, and ``RuleBroken("round.gone")``.
    """
    with transaction() as session:
        round = locked_round(round_id)
        grant = session.get(Grant, grant_id)
        if grant is None or grant.round_id != round.id:
            return
        _must_grant(actor, round, grant.role, now)
        before = {"role": grant.role}
        record(actor, "revoke_role", "person", grant.person_id, now=now, round_id=round.id, before=before)
        session.delete(grant)


def _must_grant(actor: Actor, round: Round, role: Role, now: datetime) -> None:
    if role not in roles_to_grant(actor, standing_in(round, now)):
        raise NotAllowed(Permission.MANAGE_PEOPLE.value)
