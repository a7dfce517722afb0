"""Finding teams and their members."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.db.paging import Page, page_of
from app.domain.permissions import Actor, Permission, Relation, Standing, may
from app.domain.phases import Phase
from app.rounds.queries import standing_in
from app.teams.models import Credit, Membership, Team
from app.teams.queries.closing import standing_of_writers

MOST_TEAMS_OF_A_PERSON = 50


def team_by_id(team_id: int) -> Team | None:
    """The team with this id, closed ones included."""
    return db.session.get(Team, team_id)


def team_by_code(code: str) -> Team | None:
    """The team that this join code belongs to, whether or not the code has expired; with its round."""
    found = select(Team).where(Team.join_code == code).options(joinedload(Team.round))
    return db.session.scalar(found)


def open_team(team_id: int, actor: Actor, now: datetime) -> tuple[Team, Standing] | None:
    """The team of an address and how the actor stands to it; ``None`` where there is none or its round is hidden.

    For its members the submission lasts as long as what they save counts.
    """
    found = select(Team).where(Team.id == team_id).options(joinedload(Team.round))
    team = db.session.scalar(found)
    if team is None:
        return None
    standing = standing_in(team.round, now, relations_to_team(team, actor))
    if standing.phase is Phase.DRAFT and not may(actor, Permission.PREVIEW_ROUND, standing):
        return None
    return team, standing_of_writers(standing, team.round, team.id, now)


def relations_to_team(team: Team, actor: Actor) -> frozenset[Relation]:
    """How the actor stands to the team: its founder, a member, or neither."""
    if actor.person_id is None or not is_member(team.id, actor.person_id):
        return frozenset()
    is_founder = team.founder_id == actor.person_id
    return frozenset({Relation.MEMBER, Relation.FOUNDER} if is_founder else {Relation.MEMBER})


def is_member(team_id: int, person_id: int) -> bool:
    """Whether the person is in the team now."""
    return membership_of(team_id, person_id) is not None


def membership_of(team_id: int, person_id: int) -> Membership | None:
    """The person's present membership."""
    found = select(Membership).where(
        Membership.team_id == team_id, Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    return db.session.scalar(found)


def members_of(team_id: int) -> list[Membership]:
    """The present members with their accounts, in the order in which they joined."""
    found = select(Membership).where(Membership.team_id == team_id, Membership.left_at.is_(None))
    with_person = joinedload(Membership.person).joinedload(Person.neighbourhood)
    return list(db.session.scalars(found.options(with_person).order_by(Membership.joined_at, Membership.id)))


def count_of_members(team_id: int) -> int:
    """How many people are in the team now."""
    found = select(func.count()).where(Membership.team_id == team_id, Membership.left_at.is_(None))
    return db.session.scalar(found) or 0


def teams_of_person(person_id: int, round_id: int | None = None) -> list[Team]:
    """The open teams that the person is in, with their rounds, newest first; in one round or in all."""
    inside = select(Membership.team_id).where(Membership.person_id == person_id, Membership.left_at.is_(None))
    found = select(Team).where(Team.id.in_(inside), Team.closed_at.is_(None)).options(joinedload(Team.round))
    if round_id is not None:
        found = found.where(Team.round_id == round_id)
    return list(db.session.scalars(found.order_by(Team.id.desc()).limit(MOST_TEAMS_OF_A_PERSON)))


def teams_page(round_id: int, number: int) -> Page[tuple[Team, int]]:
    """One page of the round's open teams by name, each with how many members it has."""
    shown = select(Team).where(Team.round_id == round_id, Team.closed_at.is_(None))
    page = page_of(shown.order_by(Team.name_key, Team.id), shown.with_only_columns(Team.id), number)
    counted = (
        select(Membership.team_id, func.count())
        .where(Membership.team_id.in_([team.id for team in page.items]), Membership.left_at.is_(None))
        .group_by(Membership.team_id)
    )
    sizes = {row[0]: row[1] for row in db.session.execute(counted)}
    credited = select(Credit.team_id, func.count()).where(
        Credit.team_id.in_([team.id for team in page.items])
    )
    for team_id, count in db.session.execute(credited.group_by(Credit.team_id)):
        sizes[team_id] = sizes.get(team_id, 0) + count
    return Page(
        [(team, sizes.get(team.id, 0)) for team in page.items], page.number, page.total, page.per_page
    )
