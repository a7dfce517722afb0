"""Founding, leading, leaving and closing a team."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.audit.record import changed, record
from app.db.session import transaction, violates
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.team_rules import MOTTO_LENGTH, NAME_LENGTH
from app.domain.words import fold
from app.notices.tell import tell
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import Membership, Team
from app.teams.queries import membership_of
from app.teams.services.holding import (
    check_other_teams,
    give_code,
    led_team,
    locked_team,
    person_of,
    reachable,
    record_team,
    where,
)


def found_team(actor: Actor, round_id: int, *, name: str, motto: str, now: datetime) -> Team:
    """Found a team in a round; the founder is its first member.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.name_missing``, ``team.name_too_long``,
    ``team.name_taken``, ``team.in_another`` where the round allows one team a person.
    """
    _check_names(name, motto)
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.FOUND_TEAM, standing_in(round, now))
            check_other_teams(session, round, person_of(actor))
            team = Team(
                round_id=round_id,
                name=name,
                name_key=fold(name),
                motto=motto,
                founder_id=actor.person_id,
            )
            give_code(team, now)
            team.created_at = now
            session.add(team)
            session.flush()
            session.add(Membership(team_id=team.id, person_id=person_of(actor), joined_at=now))
            record(actor, "found_team", "team", team.id, now=now, round_id=round_id, after={"name": name})
    except IntegrityError as error:
        raise _name_taken(error) from error
    return team


def change_team(actor: Actor, team_id: int, *, name: str, motto: str, now: datetime) -> None:
    """Give the team another name or motto. Raises as :func:`found_team`, and ``RuleBroken("team.closed")``."""
    _check_names(name, motto)
    try:
        with transaction() as session:
            team = led_team(session, actor, team_id, now)
            before = {"name": team.name, "motto": team.motto}
            team.name, team.name_key, team.motto = name, fold(name), motto
            session.flush()
            was, becomes = changed(before, {"name": name, "motto": motto})
            record_team(actor, "change_team", team, now, before=was, after=becomes)
    except IntegrityError as error:
        raise _name_taken(error) from error


def renew_join_code(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Replace the join code by a new one, valid for a week; the old one admits nobody any more.

    Raises ``NotAllowed``, and ``RuleBroken("team.closed")``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        give_code(team, now)
        record_team(actor, "renew_join_code", team, now)


def leave_team(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Leave a team. Its founder hands it over or closes it first.

    Raises ``NotAllowed`` for somebody who is no member, and ``RuleBroken("team.founder_stays")``.
    """
    with transaction() as session:
        team = locked_team(session, team_id)
        membership = membership_of(team_id, person_of(actor))
        if membership is None:
            raise NotAllowed(Permission.LEAVE_TEAM.value)
        if team.founder_id == actor.person_id and team.closed_at is None:
            raise RuleBroken("team.founder_stays")
        membership.left_at = now
        record_team(actor, "leave_team", team, now)


def remove_member(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Take somebody out of the team and renew its code, which they know.

    Raises ``NotAllowed``, and ``RuleBroken``: ``team.no_member``, ``team.founder_stays``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        membership = _present_member(team, person_id)
        if person_id == team.founder_id:
            raise RuleBroken("team.founder_stays")
        membership.left_at = now
        give_code(team, now)
        record_team(actor, "remove_member", team, now, after={"person_id": person_id})
        tell(reachable(membership.person), "team_left", *where(team), now=now)


def hand_over_team(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Make another member the team's founder.

    Raises ``NotAllowed``, and ``RuleBroken("team.no_member")``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        membership = _present_member(team, person_id)
        before = {"founder_id": team.founder_id}
        team.founder_id = person_id
        record_team(actor, "hand_over_team", team, now, before=before, after={"founder_id": person_id})
        if person_id != actor.person_id:
            tell(reachable(membership.person), "team_handed_over", *where(team), now=now)


def close_team(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Close the team: nobody joins any more and it hands nothing in; what it has handed in stays.

    Raises ``NotAllowed``, and ``RuleBroken("team.closed")``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        team.closed_at = now
        record_team(actor, "close_team", team, now)


def _check_names(name: str, motto: str) -> None:
    if not name:
        raise RuleBroken("team.name_missing")
    if len(name) > NAME_LENGTH or len(motto) > MOTTO_LENGTH:
        raise RuleBroken("team.name_too_long", most=NAME_LENGTH)


def _name_taken(error: IntegrityError) -> Exception:
    taken = violates(error, "uq_team_round_id_name_key", "team.round_id", "team.name_key")
    return RuleBroken("team.name_taken") if taken else error


def _present_member(team: Team, person_id: int) -> Membership:
    membership = membership_of(team.id, person_id)
    if membership is None:
        raise RuleBroken("team.no_member")
    return membership
