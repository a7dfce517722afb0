"""Teams: a code admits members until it expires, only the founder leads, and a team always has somebody who does."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.queries import actor_of
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import VISITOR, Relation, Role
from app.domain.phases import Phase
from app.notices.models import Note
from app.teams import services
from app.teams.queries import (
    members_of,
    open_team,
    relations_to_team,
    team_by_code,
    teams_of_person,
    teams_page,
)
from tests.factories import a_person, a_team, an_actor, round_in

NOW = datetime.now(UTC)


def founded(**fields):
    """A team in a round that takes ideas, its founder, and the founder as services know them."""
    founder = a_person("Anna")
    actor = actor_of(founder)
    given = {"name": "Zaļie", "motto": "Parks visiem", "now": NOW}
    return services.found_team(actor, round_in(Phase.SUBMISSION).id, **{**given, **fields}), founder, actor


def test_the_founder_is_the_first_member(session):
    team, founder, actor = founded()
    assert [member.person_id for member in members_of(team.id)] == [founder.id]
    assert relations_to_team(team, actor) == {Relation.FOUNDER, Relation.MEMBER}
    assert team.join_code_expires_at == NOW + timedelta(days=7)


@pytest.mark.parametrize("phase", [Phase.SCREENING, Phase.VOTING, Phase.CLOSED])
def test_no_team_is_founded_once_ideas_are_in(session, phase):
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.found_team(an_actor(), round_in(phase).id, name="Zaļie", motto="", now=NOW)


def test_a_visitor_founds_nothing(session):
    with pytest.raises(NotAllowed):
        services.found_team(VISITOR, round_in(Phase.SUBMISSION).id, name="Zaļie", motto="", now=NOW)


@pytest.mark.both_databases
def test_two_teams_of_a_round_cannot_differ_in_case_alone(session):
    team, _, _ = founded(name="Žagatas")
    with pytest.raises(RuleBroken, match="team.name_taken"):
        services.found_team(an_actor(), team.round_id, name="ŽAGATAS", motto="", now=NOW)
    other = round_in(Phase.SUBMISSION)
    assert services.found_team(an_actor(), other.id, name="ŽAGATAS", motto="", now=NOW).name == "ŽAGATAS"


@pytest.mark.parametrize(
    ("name", "motto", "code"),
    [
        ("", "", "team.name_missing"),
        ("x" * 61, "", "team.name_too_long"),
        ("x", "y" * 141, "team.name_too_long"),
    ],
)
def test_names_have_a_length(session, name, motto, code):
    with pytest.raises(RuleBroken, match=code):
        services.found_team(an_actor(), round_in(Phase.SUBMISSION).id, name=name, motto=motto, now=NOW)


def test_a_code_admits_until_its_last_second(session):
    team, founder, _ = founded()
    janis, ilze = an_actor(), an_actor()
    last = team.join_code_expires_at - timedelta(seconds=1)
    code = team.join_code
    services.admit_by_hand(janis, code, now=last)
    with pytest.raises(RuleBroken, match="team.code_expired"):
        services.admit_by_hand(ilze, code, now=last + timedelta(seconds=1))
    assert [member.person_id for member in members_of(team.id)] == [founder.id, janis.person_id]
    assert [note.event for note in session.query(Note).filter_by(person_id=founder.id)] == ["team_asked"]


def test_a_renewed_code_replaces_the_old_one(session):
    team, _, actor = founded()
    old = team.join_code
    services.renew_join_code(actor, team.id, now=NOW + timedelta(days=8))
    assert team_by_code(old) is None
    assert team.join_code_expires_at == NOW + timedelta(days=15)
    with pytest.raises(RuleBroken, match="team.code_unknown"):
        services.admit_by_hand(an_actor(), old, now=NOW)


def test_nobody_joins_twice_and_who_left_may_come_back(session):
    team, _, _ = founded()
    janis = an_actor()
    services.admit_by_hand(janis, team.join_code, now=NOW)
    with pytest.raises(RuleBroken, match="team.member_already"):
        services.admit_by_hand(janis, team.join_code, now=NOW)
    services.leave_team(janis, team.id, now=NOW)
    assert teams_of_person(janis.person_id) == []
    services.admit_by_hand(janis, team.join_code, now=NOW)
    assert [found.id for found in teams_of_person(janis.person_id, team.round_id)] == [team.id]


def test_a_team_has_a_size(session):
    team = a_team(round_in(Phase.SUBMISSION, team_rules={"most": 2}))
    services.admit_by_hand(an_actor(), team.join_code, now=NOW)
    with pytest.raises(RuleBroken, match="team.full"):
        services.admit_by_hand(an_actor(), team.join_code, now=NOW)


def test_the_founder_stays_until_somebody_else_leads(session):
    team, _, anna = founded()
    janis = an_actor()
    services.admit_by_hand(janis, team.join_code, now=NOW)
    with pytest.raises(RuleBroken, match="team.founder_stays"):
        services.leave_team(anna, team.id, now=NOW)
    services.hand_over_team(anna, team.id, janis.person_id, now=NOW)
    services.leave_team(anna, team.id, now=NOW)
    assert [member.person_id for member in members_of(team.id)] == [janis.person_id]
    assert relations_to_team(team, janis) == {Relation.FOUNDER, Relation.MEMBER}
    assert relations_to_team(team, anna) == frozenset()


def test_a_removed_member_knows_the_code_no_more(session):
    team, founder, anna = founded()
    janis, code = an_actor(), team.join_code
    services.admit_by_hand(janis, code, now=NOW)
    services.remove_member(anna, team.id, janis.person_id, now=NOW)
    assert [member.person_id for member in members_of(team.id)] == [founder.id]
    with pytest.raises(RuleBroken, match="team.code_unknown"):
        services.admit_by_hand(janis, code, now=NOW)
    with pytest.raises(RuleBroken, match="team.no_member"):
        services.remove_member(anna, team.id, janis.person_id, now=NOW)
    with pytest.raises(RuleBroken, match="team.founder_stays"):
        services.remove_member(anna, team.id, founder.id, now=NOW)


def test_only_the_founder_leads(session):
    team, founder, _ = founded()
    member, stranger, organiser = an_actor(), an_actor(), an_actor(Role.ORGANISER)
    services.admit_by_hand(member, team.join_code, now=NOW)
    for actor in (member, stranger, organiser, VISITOR):
        for led in (
            lambda actor=actor: services.renew_join_code(actor, team.id, now=NOW),
            lambda actor=actor: services.change_team(actor, team.id, name="Citi", motto="", now=NOW),
            lambda actor=actor: services.remove_member(actor, team.id, founder.id, now=NOW),
            lambda actor=actor: services.hand_over_team(actor, team.id, actor.person_id, now=NOW),
            lambda actor=actor: services.close_team(actor, team.id, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                led()


def test_a_closed_team_admits_nobody(session):
    team, _, anna = founded()
    services.close_team(anna, team.id, now=NOW)
    with pytest.raises(RuleBroken, match="team.closed"):
        services.admit_by_hand(an_actor(), team.join_code, now=NOW)
    with pytest.raises(RuleBroken, match="team.closed"):
        services.close_team(anna, team.id, now=NOW)
    assert teams_page(team.round_id, 1).items == []
    services.leave_team(anna, team.id, now=NOW)
    assert members_of(team.id) == []


def test_a_team_of_a_round_that_is_not_announced_is_hidden(session):
    team = a_team(round_in(Phase.DRAFT))
    assert open_team(team.id, an_actor(), NOW) is None
    found, standing = open_team(team.id, an_actor(Role.ORGANISER), NOW)
    assert (found.id, standing.relations) == (team.id, frozenset())


def test_a_page_of_teams_counts_present_members(session, count_queries):
    round, janis = round_in(Phase.SUBMISSION), a_person()
    zali = a_team(round, a_person(), janis, name="Zaļie")
    a_team(round, name="Āboli")
    a_team(round_in(Phase.SUBMISSION), name="Citur")
    services.leave_team(actor_of(janis), zali.id, now=NOW)
    round_id = round.id
    with count_queries() as queries:
        page = teams_page(round_id, 1)
    assert [(team.name, size) for team, size in page.items] == [("Āboli", 1), ("Zaļie", 1)]
    assert len(queries) == 4, queries
