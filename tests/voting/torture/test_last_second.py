"""A crowd in the last second while three organisers close: closed once, none lost, none counted twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.db.base import db
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.rounds.models import Round
from app.rounds.queries import round_by_id
from app.voting import queries, services
from tests.voting.crowd import Refused, Voter

pytestmark = [pytest.mark.both_databases, pytest.mark.torture]

VOTERS = 200
CLOSERS = 3


def end_voting_at(round_id: int, moment: datetime) -> None:
    """Move the end of voting, which no organiser could."""
    with transaction() as session:
        round = session.get_one(Round, round_id)
        round.timetable = {**round.timetable, Phase.DECISION.value: moment.isoformat()}


def test_the_last_second(app, session, evening):
    voters, round_id = evening.voters(VOTERS), evening.vote.round.id
    evening.site.start()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(Voter.look, voters))
    end_voting_at(round_id, datetime.now(UTC) + timedelta(seconds=1) - queries.GRACE)
    db.session.rollback()
    begin = threading.Barrier(VOTERS // 5 + CLOSERS)

    def five(first: int) -> list[str]:
        """Five people at one computer, one after the other."""
        begin.wait()
        return [_receipt_or_nothing(voter, app) for voter in voters[first : first + 5]]

    def close() -> tuple[datetime, int, str]:
        begin.wait()
        with app.app_context():
            while True:
                try:
                    poll = services.close_poll(evening.organiser, round_by_id(round_id))
                except RuleBroken as error:
                    if error.code != "poll.still_open":
                        raise
                else:
                    return poll.closed_at, poll.n_ballots, poll.head_hash

    with ThreadPoolExecutor(VOTERS // 5 + CLOSERS) as pool:
        crowd = [pool.submit(five, first) for first in range(0, VOTERS, 5)]
        closings = {each.result() for each in [pool.submit(close) for _ in range(CLOSERS)]}
        receipts = [receipt for each in crowd for receipt in each.result() if receipt]
    db.session.rollback()
    [(_, counted, head)] = closings
    assert len(set(receipts)) == len(receipts) == counted == evening.vote.stored()
    assert 0 < counted < VOTERS, "the last second was not tried"
    assert evening.holds(receipts)
    assert queries.poll_of(round_id).head_hash == head
    assert queries.waiting_count(round_id) == 0
    assert evening.vote.chain_fault() is None


def _receipt_or_nothing(voter: Voter, app: Flask) -> str:
    """What somebody takes home who may have come too late; any other answer than that is raised."""
    try:
        return voter.cast(app)
    except Refused as refused:
        if refused.status != 403:
            raise
        return ""
