"""Killing the server without warning while people vote: whatever was acknowledged is in the box, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.db.base import db
from app.voting import queries, services
from tests.voting.crowd import GIVES_UP_AFTER
from tests.voting.polls import at

pytestmark = [pytest.mark.both_databases, pytest.mark.torture]

VOTERS = 200
AT_ONCE = 16
KILLS_AFTER = (30, 80, 140)
"""The server dies when so many ballots have been acknowledged."""


def test_every_acknowledged_receipt_outlives_kill_nine(app, session, evening):
    voters = evening.voters(VOTERS)
    acknowledged: list[str] = []
    told = threading.Condition()

    def one(place: int) -> None:
        receipt = voters[place].vote(app)
        with told:
            acknowledged.append(receipt)
            told.notify_all()

    evening.site.start()
    kills = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        votes = [pool.submit(one, place) for place in range(VOTERS)]
        for after in KILLS_AFTER:
            with told:
                assert told.wait_for(lambda: len(acknowledged) >= after, GIVES_UP_AFTER)  # noqa: B023
            evening.site.kill()
            kills += 1
            db.session.rollback()
            assert evening.holds(list(acknowledged)), "an acknowledged ballot is gone"
            db.session.rollback()
            evening.site.start()
        for each in votes:
            each.result()
    assert kills == len(KILLS_AFTER)
    assert len(set(acknowledged)) == VOTERS
    assert evening.holds(acknowledged)
    vote = evening.vote
    assert queries.live_count(vote.round.id) == vote.stored() == VOTERS
    poll = services.close_poll(evening.organiser, vote.round, clock=at(vote.ends_at, 61))
    assert poll.n_ballots == VOTERS
    assert vote.chain_fault() is None
