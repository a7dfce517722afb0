"""Casting and closing as services: what counts, what is refused, and what is left behind."""

import pytest
from sqlalchemy import select

from app.domain.errors import RuleBroken
from app.voting import queries, services
from app.voting.models import Ballot, RollEntry
from tests.factories import a_person
from tests.voting.polls import Vote, a_vote, nonce

pytestmark = pytest.mark.both_databases


def voter_of(vote: Vote, person):
    return queries.voter_by_account(vote.round, person, queries.frozen_rules(vote.round))


def cast(vote: Vote, person, choices, form=None, **kwargs):
    return services.cast_ballot(vote.round, voter_of(vote, person), form or nonce(), choices, **kwargs)


def ballots(session, vote):
    return session.scalars(
        select(Ballot).where(Ballot.round_id == vote.round.id).order_by(Ballot.revision)
    ).all()


def test_a_ballot_is_stored_once_and_found_by_its_receipt(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    done = cast(vote, anna, vote.ids[:2])
    assert not done.is_repeat
    [ballot] = ballots(session, vote)
    assert ballot.choices == '["%s","%s"]' % tuple(sorted(vote.ids[:2]))
    entry = session.scalars(select(RollEntry)).one()
    assert (entry.eligibility_key, entry.channel, entry.revision) == (f"account:{anna.id}", "online", 1)
    found = queries.ballot_by_receipt(vote.round.id, done.receipt)
    assert (found.superseded, found.batch_no) == (False, None)
