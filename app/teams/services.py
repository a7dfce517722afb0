"""What can be done with teams; each function is one use case and one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.record import changed, record
from app.db.session import transaction, violates
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.join_codes import VALID_FOR, new_join_code
from app.domain.permissions import Actor, Permission, require
from app.domain.team_rules import MOTTO_LENGTH, NAME_LENGTH
from app.domain.words import fold
from app.notices.tell import tell
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import Membership, Team
from app.teams.queries import count_of_members, membership_of, relations_to_team, team_by_code

MOST_MEMBERS = 50


def found_team(actor: Actor, round_id: int, *, name: str, motto: str, now: datetime) -> Team:
    """Found a team in a round; the founder is its first member.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.name_missing``, ``team.name_too_long``,
    ``team.name_taken``.
    """
    _check_names(name, motto)
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.FOUND_TEAM, standing_in(round, now))
            team = Team(
                round_id=round_id,
                name=name,
                name_key=fold(name),
                motto=motto,
                founder_id=actor.person_id,
            )
            _give_code(team, now)
            team.created_at = now
            session.add(team)
            session.flush()
            session.add(Membership(team_id=team.id, person_id=_person(actor), joined_at=now))
            record(actor, "found_team", "team", team.id, now=now, round_id=round_id, after={"name": name})
    except IntegrityError as error:
        raise _name_taken(error) from error
    return team


def change_team(actor: Actor, team_id: int, *, name: str, motto: str, now: datetime) -> None:
    """Give the team another name or motto. Raises as :func:`found_team`, and ``RuleBroken("team.closed")``."""
    _check_names(name, motto)
    try:
        with transaction() as session:
            team = _led_team(session, actor, team_id, now)
            before = {"name": team.name, "motto": team.motto}
            team.name, team.name_key, team.motto = name, fold(name), motto
            session.flush()
            was, becomes = changed(before, {"name": name, "motto": motto})
            _record(actor, "change_team", team, now, before=was, after=becomes)
    except IntegrityError as error:
        raise _name_taken(error) from error


def renew_join_code(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Replace the join code by a new one, valid for a week; the old one admits nobody any more.

    Raises ``NotAllowed``, and ``RuleBroken("team.closed")``.
    """
    with transaction() as session:
        team = _led_team(session, actor, team_id, now)
        _give_code(team, now)
        _record(actor, "renew_join_code", team, now)


def join_team(actor: Actor, code: str, *, now: datetime) -> Team:
    """Become a member by the team's code; who has left may come back.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.code_unknown``, ``team.code_expired``,
    ``team.closed``, ``team.full`` (with ``most``), ``team.member_already``.
    """
    try:
        with transaction() as session:
            team = _admitting_team(session, code, now)
            require(actor, Permission.JOIN_TEAM, standing_in(team.round, now))
            if count_of_members(team.id) >= MOST_MEMBERS:
                raise RuleBroken("team.full", most=MOST_MEMBERS)
            _admit(session, team, _person(actor), now)
            _record(actor, "join_team", team, now)
            tell(_reachable(team.founder), "team_joined", *_where(team), now=now)
    except IntegrityError as error:
        raise RuleBroken("team.member_already") from error
    return team


def leave_team(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Leave a team. Its founder hands it over or closes it first.

    Raises ``NotAllowed`` for somebody who is no member, and ``RuleBroken("team.founder_stays")``.
    """
    with transaction() as session:
        team = _locked_team(session, team_id)
        membership = membership_of(team_id, _person(actor))
        if membership is None:
            raise NotAllowed(Permission.LEAVE_TEAM.value)
        if team.founder_id == actor.person_id and team.closed_at is None:
            raise RuleBroken("team.founder_stays")
        membership.left_at = now
        _record(actor, "leave_team", team, now)


def remove_member(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Take somebody out of the team and renew its code, which they know.

    Raises ``NotAllowed``, and ``RuleBroken``: ``team.no_member``, ``team.founder_stays``.
    """
    with transaction() as session:
        team = _led_team(session, actor, team_id, now)
        membership = _present_member(team, person_id)
        if person_id == team.founder_id:
            raise RuleBroken("team.founder_stays")
        membership.left_at = now
        _give_code(team, now)
        _record(actor, "remove_member", team, now, after={"person_id": person_id})
        tell(_reachable(membership.person), "team_left", *_where(team), now=now)


def hand_over_team(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Make another member the team's founder.

    Raises ``NotAllowed``, and ``RuleBroken("team.no_member")``.
    """
    with transaction() as session:
        team = _led_team(session, actor, team_id, now)
        membership = _present_member(team, person_id)
        before = {"founder_id": team.founder_id}
        team.founder_id = person_id
        _record(actor, "hand_over_team", team, now, before=before, after={"founder_id": person_id})
        if person_id != actor.person_id:
            tell(_reachable(membership.person), "team_handed_over", *_where(team), now=now)


def close_team(actor: Actor, team_id: int, *, now: datetime) -> None:
    """Close the team: nobody joins any more and it hands nothing in; what it has handed in stays.

    Raises ``NotAllowed``, and ``RuleBroken("team.closed")``.
    """
    with transaction() as session:
        team = _led_team(session, actor, team_id, now)
        team.closed_at = now
        _record(actor, "close_team", team, now)


def _check_names(name: str, motto: str) -> None:
    if not name:
        raise RuleBroken("team.name_missing")
    if len(name) > NAME_LENGTH or len(motto) > MOTTO_LENGTH:
        raise RuleBroken("team.name_too_long", most=NAME_LENGTH)


def _name_taken(error: IntegrityError) -> Exception:
    taken = violates(error, "uq_team_round_id_name_key", "team.round_id", "team.name_key")
    return RuleBroken("team.name_taken") if taken else error


def _give_code(team: Team, now: datetime) -> None:
    team.join_code = new_join_code()
    team.join_code_expires_at = now + VALID_FOR


def _locked_team(session: Session, team_id: int) -> Team:
    """The team, read anew and held until the end of the transaction."""
    team = session.get(Team, team_id, with_for_update=True, populate_existing=True)
    if team is None:
        raise NotAllowed(Permission.LEAD_TEAM.value)
    return team


def _led_team(session: Session, actor: Actor, team_id: int, now: datetime) -> Team:
    """The open team that the actor leads."""
    team = _locked_team(session, team_id)
    standing = standing_in(team.round, now, relations_to_team(team, actor))
    require(actor, Permission.LEAD_TEAM, standing)
    if team.closed_at is not None:
        raise RuleBroken("team.closed")
    return team


def _admitting_team(session: Session, code: str, now: datetime) -> Team:
    found = team_by_code(code)
    if found is None:
        raise RuleBroken("team.code_unknown")
    team = _locked_team(session, found.id)
    if team.closed_at is not None:
        raise RuleBroken("team.closed")
    if team.join_code != code or team.join_code_expires_at <= now:
        raise RuleBroken("team.code_expired")
    return team


def _admit(session: Session, team: Team, person_id: int, now: datetime) -> None:
    found = select(Membership).where(Membership.team_id == team.id, Membership.person_id == person_id)
    membership = session.scalar(found)
    if membership is None:
        session.add(Membership(team_id=team.id, person_id=person_id, joined_at=now))
    elif membership.left_at is None:
        raise RuleBroken("team.member_already")
    else:
        membership.joined_at, membership.left_at = now, None
    session.flush()


def _present_member(team: Team, person_id: int) -> Membership:
    membership = membership_of(team.id, person_id)
    if membership is None:
        raise RuleBroken("team.no_member")
    return membership


def _reachable(person: Person | None) -> list[Person]:
    return [person] if person is not None and person.closed_at is None else []


def _where(team: Team) -> tuple[str, dict[str, str]]:
    return f"/teams/{team.id}", {"team": team.name}


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed(Permission.FOUND_TEAM.value)
    return actor.person_id


def _record(actor: Actor, action: str, team: Team, now: datetime, **change: Any) -> None:
    record(actor, action, "team", team.id, now=now, round_id=team.round_id, **change)
