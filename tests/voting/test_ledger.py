"""Sealing, closing, and what the database itself refuses, on both databases."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.audit.models import Entry
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.voting import queries, services
from app.voting.models import Ballot, BallotBatch, Channel, Poll
from tests.factories import a_person, an_actor
from tests.voting.polls import Vote, a_vote, at, nonce

pytestmark = pytest.mark.both_databases


def ballots(session, vote: Vote) -> list[Ballot]:
    found = select(Ballot).where(Ballot.round_id == vote.round.id).order_by(Ballot.revision)
    return list(session.scalars(found))


def refused(code: str):
    return pytest.raises(RuleBroken, match=rf"^{code.replace('.', '[.]')}\(")


def test_twenty_ballots_are_sealed_once_twenty_more_wait(app, session):
    vote = a_vote()
    for number in range(40):
        assert queries.head_of_ledger(vote.round.id) is None
        vote.cast(a_person(), [vote.ids[number % 4]])
    [batch] = queries.batches_of(vote.round.id)
    leaves = sorted(each.leaf_hash for each in ballots(session, vote))[:20]
    assert (batch.batch_no, batch.n_leaves, batch.prev_hash) == (1, 20, ledger.GENESIS)
    assert batch.batch_hash == ledger.batch_hash(vote.round.id, 1, ledger.GENESIS, leaves)
    assert queries.head_of_ledger(vote.round.id).batch_hash == batch.batch_hash
    assert queries.waiting_count(vote.round.id) == 20


def test_closing_seals_the_rest_once_and_for_good(app, session):
    vote = a_vote()
    people = [a_person() for _ in range(23)]
    for person in people:
        vote.cast(person, vote.ids[:2])
    vote.cast(people[0], vote.ids[2:3])
    organiser = an_actor(Role.ORGANISER)
    poll = services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 61))
    assert (poll.state, poll.n_ballots) == ("closed", 23)
    assert [batch.n_leaves for batch in queries.batches_of(vote.round.id)] == [24]
    assert queries.waiting_count(vote.round.id) == 0
    assert vote.chain_fault() is None
    again = services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 9999))
    assert again.closed_at == poll.closed_at
    assert len(session.scalars(select(Entry).where(Entry.action == "close_poll")).all()) == 1
    with refused("poll.not_open"):
        vote.cast(a_person(), vote.ids[:1])


def test_a_closed_vote_takes_no_ballot_even_where_the_clock_would(app, session):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1])
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    with refused("poll.not_open"):
        vote.cast(a_person(), vote.ids[:1], clock=at(vote.ends_at, -60))


def test_an_acknowledged_ballot_is_acknowledged_again_after_the_close(app, session):
    vote = a_vote()
    anna, form = a_person(), nonce()
    first = vote.cast(anna, vote.ids[:1], form)
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    assert vote.cast(anna, vote.ids[:1], form) == services.Cast(first.receipt, is_repeat=True)


def test_a_vote_is_closed_after_its_time_by_an_organiser(app, session):
    vote = a_vote()
    organiser = an_actor(Role.ORGANISER)
    with refused("phase.wrong"):
        services.close_poll(organiser, vote.round)
    with refused("poll.still_open"):
        services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 59))
    for role in Role:
        if role not in (Role.ORGANISER, Role.ADMINISTRATOR):
            with pytest.raises(NotAllowed):
                services.close_poll(an_actor(role), vote.round, clock=at(vote.ends_at, 61))
    assert session.get(Poll, vote.round.id) is None
    services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 60))
    assert session.get(Poll, vote.round.id).head_hash == ledger.GENESIS


FORBIDDEN = [
    "DELETE FROM ballot",
    "UPDATE ballot SET choices = '[]'",
    "UPDATE ballot SET voter_tag = 'x'",
    "UPDATE ballot SET leaf_hash = 'x'",
    "UPDATE ballot SET receipt_hash = 'x'",
    "UPDATE ballot SET electorate_id = electorate_id + 1",
    "UPDATE ballot SET batch_no = 7",
    "UPDATE ballot SET superseded = false WHERE superseded",
    "DELETE FROM ballot_batch",
    "UPDATE ballot_batch SET n_leaves = 1",
    "UPDATE ballot_batch SET batch_hash = 'x'",
    "DELETE FROM poll",
    "UPDATE poll SET n_ballots = 7",
    "UPDATE poll SET head_hash = 'x'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_refuses_to_change_what_was_cast(app, session, statement):
    vote = a_vote()
    anna = a_person()
    vote.cast(anna, vote.ids[:1])
    vote.cast(anna, vote.ids[1:2])
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    with pytest.raises(IntegrityError), transaction() as open_session:
        open_session.execute(text(statement))
    assert vote.chain_fault() is None
    assert len(ballots(session, vote)) == 2


def test_a_poll_moves_forward_and_never_back(app, session):
    vote = a_vote()
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    for state in ("tallied", "published"):
        with transaction() as open_session:
            open_session.execute(text(f"UPDATE poll SET state = '{state}'"))
    with pytest.raises(IntegrityError), transaction() as open_session:
        open_session.execute(text("UPDATE poll SET state = 'closed'"))


COLUMNS = ", ".join(column.name for column in Ballot.__table__.columns)


COPY = f"SELECT {COLUMNS.replace('choices', chr(39) + '[]' + chr(39))} FROM ballot WHERE true"


REPLACEMENTS = {
    "sqlite": f"INSERT OR REPLACE INTO ballot ({COLUMNS}) {COPY}",
    "postgres": f"INSERT INTO ballot ({COLUMNS}) {COPY} ON CONFLICT (id) DO UPDATE SET choices = excluded.choices",
}


def test_a_ballot_cannot_be_replaced_past_the_triggers(app, session, database_kind):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1])
    with pytest.raises(IntegrityError), transaction() as open_session:
        open_session.execute(text(REPLACEMENTS[database_kind]))
    assert [each.choices for each in ballots(session, vote)] == [f'["{vote.ids[0]}"]']


def test_one_voter_has_one_live_ballot_by_an_index(app, session):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1])
    [ballot] = ballots(session, vote)
    twin = {column.name: getattr(ballot, column.name) for column in Ballot.__table__.columns}
    twin |= {"id": "another", "revision": 2, "cast_key": "another", "receipt_hash": "another"}
    violated = pytest.raises(IntegrityError, match="one_live_ballot|ballot.round_id, ballot.voter_tag")
    with violated, transaction() as open_session:
        open_session.add(Ballot(**twin))


def test_the_state_of_a_vote_follows_clock_and_decision(app, session):
    vote = a_vote()
    before = vote.ends_at.replace(year=vote.ends_at.year - 1)
    assert queries.poll_state(vote.round, before) == "draft"
    assert queries.poll_state(vote.round, at(vote.ends_at, -1)()) == "open"
    assert queries.poll_state(vote.round, at(vote.ends_at, 9999)()) == "open"
    assert not queries.takes_ballots(vote.round, at(vote.ends_at, 9999)())
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    assert queries.poll_state(vote.round, vote.ends_at) == "closed"
    with transaction() as open_session:
        open_session.execute(update(Poll).values(state="published"))
    assert queries.poll_state(vote.round, vote.ends_at) == "published"


def test_before_the_close_only_tens_are_told(app, session):
    vote = a_vote()
    for _ in range(9):
        vote.cast(a_person(), vote.ids[:1])
    assert queries.rounded_count(vote.round.id) == 0
    for _ in range(2):
        vote.cast(a_person(), vote.ids[:1])
    assert queries.rounded_count(vote.round.id) == 10
    assert queries.turnout_of(vote.round.id) == [queries.Turnout(vote.electorate.id, Channel.ONLINE, 11)]


def test_other_rounds_ballots_stay_out_of_every_answer(app, session):
    vote, noise = a_vote(), a_vote()
    anna = a_person()
    theirs = noise.cast(anna, noise.ids[:1])
    vote.cast(anna, vote.ids[:1])
    assert queries.live_count(vote.round.id) == 1
    assert len(list(queries.all_ballots(vote.round.id))) == 1
    assert queries.ballot_by_receipt(vote.round.id, theirs.receipt) is None
    assert queries.roll_sizes(vote.round.id) == {vote.electorate.id: 1}
    assert session.scalars(select(BallotBatch)).all() == []
