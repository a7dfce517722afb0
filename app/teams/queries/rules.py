"""Whether a team is what its round asks for, and who else belongs to it: requests to join, credits without account."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.config import consent_age
from app.db.base import db
from app.domain.consents import needs_guardian, waits_for_guardian
from app.domain.joining import RequestState
from app.domain.team_rules import MemberFacts, RuleCheck, TeamRules, check_rules, team_rules_from
from app.rounds.models import Round
from app.teams.models import Credit, JoinRequest, Membership, Team
from app.teams.queries.finding import members_of


def team_rules_of(round: Round) -> TeamRules:
    """What the round asks of its teams."""
    return team_rules_from(round.team_rules)


def rule_checks_of(
    team: Team,
    now: datetime,
    members: Sequence[Membership] | None = None,
    credited: Sequence[Credit] | None = None,
) -> list[RuleCheck]:
    """Every rule of the round with whether the team meets it at ``now``; its people may be given where known."""
    members = members_of(team.id) if members is None else members
    credited = credits_of(team.id) if credited is None else credited
    return check_rules(team_rules_of(team.round), facts_of(team, members, credited, now))


def facts_of(
    team: Team, members: Sequence[Membership], credited: Sequence[Credit], now: datetime
) -> list[MemberFacts]:
    """What the rules ask about each member, those without an account last.

    Somebody without an account counts for size and age; below the city's age they wait until a guardian has signed.
    """
    doubled = people_in_other_teams(team.round_id, [each.person_id for each in members], besides=team.id)
    age = consent_age()
    online = [
        MemberFacts(
            each.person.age_band,
            each.person.neighbourhood_id,
            waits_for_guardian(each.person.age_band, each.person.consent_until, now=now, consent_age=age),
            each.person_id in doubled,
        )
        for each in members
    ]
    return online + [
        MemberFacts(
            credit.age_band,
            waits_for_guardian=needs_guardian(credit.age_band, age) and not credit.has_agreed,
        )
        for credit in credited
    ]


def people_in_other_teams(round_id: int, person_ids: Collection[int], *, besides: int | None) -> set[int]:
    """Those of these people who are in an open team of the round other than ``besides``."""
    found = (
        select(Membership.person_id)
        .join(Team, Team.id == Membership.team_id)
        .where(
            Team.round_id == round_id,
            Team.closed_at.is_(None),
            Membership.left_at.is_(None),
            Membership.person_id.in_(person_ids),
        )
    )
    if besides is not None:
        found = found.where(Team.id != besides)
    return set(db.session.scalars(found))


def credits_of(team_id: int) -> list[Credit]:
    """Those who take part without an account, in the order in which they were named."""
    return list(db.session.scalars(select(Credit).where(Credit.team_id == team_id).order_by(Credit.id)))


def requests_to(team_id: int) -> list[JoinRequest]:
    """The requests that wait for the founder, oldest first, with the people."""
    found = select(JoinRequest).where(
        JoinRequest.team_id == team_id, JoinRequest.state == RequestState.WAITING
    )
    with_person = joinedload(JoinRequest.person).joinedload(Person.neighbourhood)
    return list(db.session.scalars(found.options(with_person).order_by(JoinRequest.asked_at, JoinRequest.id)))


def request_of(team_id: int, person_id: int) -> JoinRequest | None:
    """The person's request to join the team, answered or not."""
    found = select(JoinRequest).where(JoinRequest.team_id == team_id, JoinRequest.person_id == person_id)
    return db.session.scalar(found)


def teams_waiting(round_id: int, now: datetime) -> dict[int, int]:
    """How many members of each open team of the round still lack a guardian's consent, by the team's id."""
    rows = db.session.scalars(
        select(Membership)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.round_id == round_id, Team.closed_at.is_(None), Membership.left_at.is_(None))
        .options(joinedload(Membership.person))
    )
    age = consent_age()
    counts: dict[int, int] = {}
    for row in rows:
        if waits_for_guardian(row.person.age_band, row.person.consent_until, now=now, consent_age=age):
            counts[row.team_id] = counts.get(row.team_id, 0) + 1
    return counts
