"""What every change of a team begins with: the team held against other writers, and whoever may change it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.record import record
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.join_codes import VALID_FOR, new_join_code
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import Team
from app.teams.queries import (
    people_in_other_teams,
    relations_to_team,
    standing_of_writers,
    team_rules_of,
)


def locked_team(session: Session, team_id: int) -> Team:
    """The team, read anew and held until the end of the transaction. Raises ``NotAllowed`` where there is none."""
    team = session.get(Team, team_id, with_for_update=True, populate_existing=True)
    if team is None:
        raise NotAllowed(Permission.LEAD_TEAM.value)
    return team


def led_team(session: Session, actor: Actor, team_id: int, now: datetime) -> Team:
    """The open team, if the actor leads it. Raises ``NotAllowed``, and ``RuleBroken("team.closed")``."""
    return open_team_for(session, actor, team_id, Permission.LEAD_TEAM, now)


def open_team_for(
    session: Session, actor: Actor, team_id: int, permission: Permission, now: datetime
) -> Team:
    """The open team, held, if the actor has this permission there; within its own time. Raises as :func:`led_team`."""
    team = locked_team(session, team_id)
    standing = standing_in(team.round, now, relations_to_team(team, actor))
    require(actor, permission, standing_of_writers(standing, team.round, team.id, now))
    if team.closed_at is not None:
        raise RuleBroken("team.closed")
    return team


def check_other_teams(session: Session, round: Round, person_id: int, *, besides: int | None = None) -> None:
    """Keep to one team a person where the round says so, also where two are joined at the same instant.

    Raises ``RuleBroken("team.in_another")``.
    """
    if not team_rules_of(round).one_team:
        return
    session.get(Person, person_id, with_for_update=True)
    if people_in_other_teams(round.id, [person_id], besides=besides):
        raise RuleBroken("team.in_another")


def give_code(team: Team, now: datetime) -> None:
    """Give the team a new join code, valid for a week."""
    team.join_code = new_join_code()
    team.join_code_expires_at = now + VALID_FOR


def person_of(actor: Actor) -> int:
    """The id of somebody with an account. Raises ``NotAllowed`` for a visitor."""
    if actor.person_id is None:
        raise NotAllowed(Permission.FOUND_TEAM.value)
    return actor.person_id


def reachable(person: Person | None) -> list[Person]:
    """The person, if there is an open account to tell something to."""
    return [person] if person is not None and person.closed_at is None else []


def where(team: Team) -> tuple[str, dict[str, str]]:
    """The page of a team and the words that its notes need, as ``tell`` takes them."""
    return f"/teams/{team.id}", {"team": team.name}


def record_team(actor: Actor, action: str, team: Team, now: datetime, **change: Any) -> None:
    """Write to the audit log what was done to a team."""
    record(actor, action, "team", team.id, now=now, round_id=team.round_id, **change)
