"""The idea of a team belongs to its present members."""

from dataclasses import replace

import pytest

from app.accounts.queries import actor_of
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Relation
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.notices.models import Note
from app.proposals import services
from app.proposals.queries import authors_of, content_now, relations_to
from app.teams.services import close_team, hand_over_team, leave_team
from tests.factories import a_person, a_team, an_actor, round_in
from tests.proposals.services.writing import NOW, whole


def test_a_teams_idea_belongs_to_its_present_members(session):
    round = round_in(Phase.SUBMISSION, proposers={"as": ["team"]})
    anna, janis, ilze = a_person("Anna"), a_person("Jānis"), a_person("Ilze")
    team = a_team(round, anna, janis)
    draft = services.begin_proposal(actor_of(janis), round.id, whole(), team_id=team.id)
    assert relations_to(draft, actor_of(janis)) == {Relation.AUTHOR, Relation.MEMBER}
    assert relations_to(draft, actor_of(anna)) == {Relation.MEMBER, Relation.FOUNDER}
    assert relations_to(draft, actor_of(ilze)) == frozenset()
    services.save_proposal(actor_of(anna), draft.id, replace(content_now(draft), summary="Kopā."))
    services.submit_proposal(actor_of(anna), draft.id)
    assert [person.id for person in authors_of(draft)] == [anna.id, janis.id]
    assert [note.person_id for note in session.query(Note).filter_by(event="proposal_submitted")] == [
        janis.id
    ]
    leave_team(actor_of(janis), team.id, now=NOW)
    with pytest.raises(NotAllowed):
        services.save_proposal(actor_of(janis), draft.id, whole())
    with pytest.raises(NotAllowed):
        services.withdraw_proposal(actor_of(janis), draft.id)


def test_only_the_founder_withdraws_what_another_member_wrote(session):
    round, anna, janis = round_in(Phase.SUBMISSION), a_person(), a_person()
    team = a_team(round, anna, janis)
    draft = services.begin_proposal(actor_of(anna), round.id, whole(), team_id=team.id)
    with pytest.raises(NotAllowed):
        services.withdraw_proposal(actor_of(janis), draft.id)
    hand_over_team(actor_of(anna), team.id, janis.id, now=NOW)
    assert services.withdraw_proposal(actor_of(janis), draft.id).state is ProposalState.WITHDRAWN


def test_nobody_speaks_for_a_foreign_team(session):
    round, actor = round_in(Phase.SUBMISSION), an_actor()
    for team in (a_team(round), a_team(round_in(Phase.SUBMISSION), a_person())):
        with pytest.raises(RuleBroken, match="proposal.team_unknown"):
            services.begin_proposal(actor, round.id, whole(), team_id=team.id)
    with pytest.raises(RuleBroken, match="proposal.team_unknown"):
        services.begin_proposal(actor, round.id, whole(), team_id=999)


def test_a_closed_team_hands_nothing_in(session):
    round, anna = round_in(Phase.SUBMISSION), a_person()
    team = a_team(round, anna)
    draft = services.begin_proposal(actor_of(anna), round.id, whole(), team_id=team.id)
    close_team(actor_of(anna), team.id, now=NOW)
    with pytest.raises(RuleBroken, match="team.closed"):
        services.submit_proposal(actor_of(anna), draft.id)
