"""Asking to join a team by its code, and the founder's answer; crediting those who came without an account."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.joining import JOINING, RequestMove, RequestState
from app.domain.people import AgeBand, credited_name
from app.domain.permissions import Actor, Permission, require
from app.domain.team_rules import MOST_MEMBERS, NAME_LENGTH
from app.notices.tell import tell
from app.rounds.queries import standing_in
from app.teams.models import Credit, JoinRequest, Membership, Team
from app.teams.queries import (
    count_of_members,
    credits_of,
    is_member,
    request_of,
    team_by_code,
    team_rules_of,
)
from app.teams.services.holding import (
    check_other_teams,
    led_team,
    locked_team,
    open_team_for,
    person_of,
    reachable,
    record_team,
    where,
)


def ask_to_join(actor: Actor, code: str, *, now: datetime) -> Team:
    """Ask the founder to be taken into the team of this code. Asking twice is asking once.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.code_unknown``, ``team.code_expired``,
    ``team.closed``, ``team.full`` (with ``most``), ``team.member_already``, ``team.in_another``.
    """
    try:
        with transaction() as session:
            team = _admitting_team(session, code, now)
            require(actor, Permission.JOIN_TEAM, standing_in(team.round, now))
            person_id = person_of(actor)
            if is_member(team.id, person_id):
                raise RuleBroken("team.member_already")
            _check_room(team)
            check_other_teams(session, team.round, person_id, besides=team.id)
            if _ask(session, team, person_id, now):
                record_team(actor, "ask_to_join", team, now)
                tell(reachable(team.founder), "team_asked", *where(team), now=now)
    except IntegrityError:
        return team  # two clicks at once: the first one has asked
    return team


def accept_member(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Take somebody who asked into the team; who had left comes back.

    Raises ``NotAllowed``, and ``RuleBroken``: ``team.closed``, ``team.no_request``, ``team.full`` (with ``most``),
    ``team.in_another``, ``phase.wrong`` once teams are made.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        request = _waiting(team, person_id)
        require(Actor(person_id), Permission.JOIN_TEAM, standing_in(team.round, now))
        _check_room(team)
        check_other_teams(session, team.round, person_id, besides=team.id)
        _answer(request, RequestMove.ACCEPT, now)
        _admit(session, team, person_id, now)
        record_team(actor, "accept_member", team, now, after={"person_id": person_id})
        tell(reachable(request.person), "team_accepted", *where(team), now=now)


def decline_member(actor: Actor, team_id: int, person_id: int, *, now: datetime) -> None:
    """Answer no to somebody who asked.

    Raises ``NotAllowed``, and ``RuleBroken``: ``team.closed``, ``team.no_request``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        request = _waiting(team, person_id)
        _answer(request, RequestMove.DECLINE, now)
        record_team(actor, "decline_member", team, now, after={"person_id": person_id})
        tell(reachable(request.person), "team_declined", *where(team), now=now)


def credit_participant(
    actor: Actor, team_id: int, *, name: str, age_band: AgeBand, has_agreed: bool, now: datetime
) -> Credit:
    """Name somebody who takes part without an account; only as much of the name is kept as may be.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.closed``, ``credit.nameless``,
    ``team.name_too_long``, ``team.full`` (with ``most``).
    """
    if not name.split():
        raise RuleBroken("credit.nameless")
    if len(name) > NAME_LENGTH:
        raise RuleBroken("team.name_too_long", most=NAME_LENGTH)
    with transaction() as session:
        team = open_team_for(session, actor, team_id, Permission.LEAD_TEAM, now)
        _check_room(team)
        credit = Credit(
            team_id=team_id,
            shown_name=credited_name(name, age_band, has_agreed),
            age_band=age_band,
            has_agreed=has_agreed,
            added_by=actor.person_id,
            added_at=now,
        )
        session.add(credit)
        session.flush()
        record_team(actor, "credit_participant", team, now, after={"credit_id": credit.id})
    return credit


def remove_credit(actor: Actor, team_id: int, credit_id: int, *, now: datetime) -> None:
    """Take a name off the team again.

    Raises ``NotAllowed``, and ``RuleBroken``: ``team.closed``, ``team.no_member``.
    """
    with transaction() as session:
        team = led_team(session, actor, team_id, now)
        credit = session.get(Credit, credit_id)
        if credit is None or credit.team_id != team_id:
            raise RuleBroken("team.no_member")
        session.delete(credit)
        record_team(actor, "remove_credit", team, now, before={"credit_id": credit_id})


def _admitting_team(session: Session, code: str, now: datetime) -> Team:
    found = team_by_code(code)
    if found is None:
        raise RuleBroken("team.code_unknown")
    team = locked_team(session, found.id)
    if team.closed_at is not None:
        raise RuleBroken("team.closed")
    if team.join_code != code or team.join_code_expires_at <= now:
        raise RuleBroken("team.code_expired")
    return team


def _check_room(team: Team) -> None:
    most = min(team_rules_of(team.round).most, MOST_MEMBERS)
    if count_of_members(team.id) + len(credits_of(team.id)) >= most:
        raise RuleBroken("team.full", most=most)


def _ask(session: Session, team: Team, person_id: int, now: datetime) -> bool:
    """Write the request down; ``False`` where it waits already."""
    request = request_of(team.id, person_id)
    if request is None:
        session.add(JoinRequest(team_id=team.id, person_id=person_id, asked_at=now))
        session.flush()
        return True
    if request.state is RequestState.WAITING:
        return False
    request.state = JOINING.after(request.state, RequestMove.ASK)
    request.asked_at, request.answered_at = now, None
    return True


def _waiting(team: Team, person_id: int) -> JoinRequest:
    request = request_of(team.id, person_id)
    if request is None or request.state is not RequestState.WAITING or request.person.closed_at is not None:
        raise RuleBroken("team.no_request")
    return request


def _answer(request: JoinRequest, move: RequestMove, now: datetime) -> None:
    request.state = JOINING.after(request.state, move)
    request.answered_at = now


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


def admit_by_hand(actor: Actor, code: str, *, now: datetime) -> Team:
    """Ask and be accepted by the founder in one step: for replaying how a team was made at one table."""
    with transaction():
        team = ask_to_join(actor, code, now=now)
        if team.founder_id is None:
            raise NotAllowed(Permission.LEAD_TEAM.value)
        accept_member(Actor(team.founder_id), team.id, person_of(actor), now=now)
    return team
