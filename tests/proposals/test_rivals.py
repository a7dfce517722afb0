"""Rival proposals: grouped by organisers before the vote, and known to whoever counts."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.proposals.models import ConflictGroup, Proposal
from app.proposals.queries import conflict_groups_of
from app.proposals.services import group_rivals
from tests.factories import an_actor, an_entry, round_in

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
