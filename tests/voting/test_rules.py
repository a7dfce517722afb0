"""The rules that a ballot is checked against: remembered, and never older than what they are made of."""

from itertools import pairwise

import pytest

from app.domain.proposal_states import ProposalState
from app.proposals.models import ConflictGroup
from app.rounds.queries import round_by_id
from app.voting.queries import frozen_rules
from tests.factories import a_neighbourhood, a_pot, add
from tests.voting.pages import change
from tests.voting.polls import a_vote

pytestmark = pytest.mark.both_databases


def rules_now(vote):
    """The rules as the next request sees them."""
    return frozen_rules(round_by_id(vote.round.id))


def test_rules_are_read_once(app, count_queries):
    vote = a_vote(proposals=3)
    rules = rules_now(vote)
    with count_queries() as made:
        assert rules_now(vote) is rules
    assert len(made) <= 2, made


def test_every_change_of_what_is_on_the_ballot_is_seen(app):
    """Also those that keep number and sum: two proposals that change places, one that goes while another comes."""
    vote = a_vote(proposals=3)
    other, place = a_pot(vote.round, 10_000_000, "Grīva"), a_neighbourhood()
    group = add(ConflictGroup(round_id=vote.round.id, name={"en": "Rivals"}, at_most=1))
    first, second, third = vote.proposals
    changes = [
        (first, {"pot_id": other.id}),
        (first, {"conflict_group_id": group.id}),
        (group, {"at_most": 2}),
        (first, {"cost_cents": second.cost_cents}),
        (second, {"cost_cents": 1_000_000}),
        (third, {"state": ProposalState.NOT_FEASIBLE}),
        (other, {"neighbourhood_id": place.id}),
        (vote.round, {"ballot_limits": {"min": 1, "max": 2}}),
    ]
    seen = [rules_now(vote)]
    for row, columns in changes:
        change(row, **columns)
        seen.append(rules_now(vote))
    for before, after in pairwise(seen):
        assert (before.options, before.limits, before.places) != (after.options, after.limits, after.places)
