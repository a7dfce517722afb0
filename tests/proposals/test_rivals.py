"""Rival proposals: grouped by organisers before the vote, and known to whoever counts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.proposals.models import ConflictGroup, Proposal
from app.proposals.queries import conflict_groups_of
from app.proposals.services import group_rivals
from tests.factories import a_person, a_proposal, an_actor, an_entry, ready_round_in, round_in

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAME = {"en": "One spot in the park"}


def test_at_most_one_of_two_rivals_can_win(session):
    round = round_in(Phase.SCREENING, NOW)
    rivals = [an_entry(round).id, an_entry(round).id]
    made = group_rivals(
        an_actor(Role.ORGANISER), round.id, name=NAME, at_most=1, proposal_ids=rivals, now=NOW
    )
    assert [group.id for group in conflict_groups_of(round.id)] == [made.id]
    assert (made.name, made.at_most) == (NAME, 1)
    assert {session.get(Proposal, one).conflict_group_id for one in rivals} == {made.id}


@pytest.mark.parametrize("at_most", [0, 2, -1])
def test_some_of_the_rivals_have_to_win_but_not_all(at_most: int, session):
    round = round_in(Phase.SCREENING, NOW)
    rivals = [an_entry(round).id, an_entry(round).id]
    with pytest.raises(RuleBroken, match="rivals.number"):
        group_rivals(
            an_actor(Role.ORGANISER), round.id, name=NAME, at_most=at_most, proposal_ids=rivals, now=NOW
        )


def test_rivals_belong_to_the_round_and_are_public(session):
    round, other = round_in(Phase.SCREENING, NOW), round_in(Phase.SCREENING, NOW)
    mixed = [an_entry(round).id, an_entry(other).id]
    with pytest.raises(RuleBroken, match="rivals.unknown_proposal"):
        group_rivals(an_actor(Role.ORGANISER), round.id, name=NAME, at_most=1, proposal_ids=mixed, now=NOW)
    assert session.query(ConflictGroup).count() == 0


def test_only_organisers_group_rivals_and_only_before_the_vote(session):
    round = round_in(Phase.VOTING, NOW)
    rivals = [an_entry(round).id, an_entry(round).id]
    with pytest.raises(NotAllowed):
        group_rivals(an_actor(), round.id, name=NAME, at_most=1, proposal_ids=rivals, now=NOW)
    with pytest.raises(RuleBroken, match="phase.wrong"):
        group_rivals(an_actor(Role.ORGANISER), round.id, name=NAME, at_most=1, proposal_ids=rivals, now=NOW)


def test_an_organiser_groups_and_dissolves_in_the_browser(client, session):
    round = ready_round_in(Phase.SCREENING)
    first, second = a_proposal(round, title="Skatepark"), a_proposal(round, title="Pump track")
    client.sign_in(a_person("Organiser", Role.ORGANISER))
    address = f"/rounds/{round.slug}/rivals"
    client.submit(address, {"name-lv": "Viens laukums"}, at_most="1", rivals=[str(first.id), str(second.id)])
    assert "At most 1 of these ideas can win:" in client.get(address).page.text
    client.submit(address, form_named="Dissolve the group")
    assert session.scalars(select(Proposal.conflict_group_id)).all() == [None, None]


def test_all_rivals_cannot_win(client):
    round = ready_round_in(Phase.SCREENING)
    rivals = [str(a_proposal(round).id) for _ in range(2)]
    client.sign_in(a_person("Organiser", Role.ORGANISER))
    answer = client.submit(f"/rounds/{round.slug}/rivals", {"name-lv": "Laukums"}, at_most="2", rivals=rivals)
    assert answer.status_code == 422
    assert "At least one of the ideas can win, and not all of them." in answer.page.text
