"""Casting and closing as services: what counts, what is refused, and what is left behind, on both databases."""

import stat

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.audit.models import Entry
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.voting import keys, queries, services
from app.voting.models import Ballot, BallotBatch, Channel, Poll, RollEntry
from tests.factories import a_person, an_actor
from tests.voting.polls import Vote, a_vote, at, nonce

pytestmark = pytest.mark.both_databases


def ballots(session, vote: Vote) -> list[Ballot]:
    found = select(Ballot).where(Ballot.round_id == vote.round.id).order_by(Ballot.revision)
    return list(session.scalars(found))


def refused(code: str):
    return pytest.raises(RuleBroken, match=rf"^{code.replace('.', '[.]')}\(")


def test_a_ballot_is_stored_and_found_by_its_receipt(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    done = vote.cast(anna, [vote.ids[1], vote.ids[0]])
    assert not done.is_repeat
    [ballot] = ballots(session, vote)
    assert ballot.choices == f'["{vote.ids[0]}","{vote.ids[1]}"]'
    assert ballot.electorate_id == vote.electorate.id
    entry = session.scalars(select(RollEntry)).one()
    assert (entry.eligibility_key, entry.channel, entry.revision) == (f"account:{anna.id}", "online", 1)
    assert entry.evidence == "email"
    found = queries.ballot_by_receipt(vote.round.id, done.receipt.lower())
    assert (found.superseded, found.batch_no, found.choices) == (False, None, ballot.choices)
    assert queries.ballot_by_receipt(vote.round.id, "A" * 26) is None


def test_a_row_says_neither_whose_it_is_nor_when_it_came(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    vote.cast(anna, vote.ids[:1])
    [ballot] = ballots(session, vote)
    columns = {column.name for column in Ballot.__table__.columns}
    assert not {name for name in columns if "person" in name or "roll" in name or name.endswith("_at")}
    assert not {column.name for column in RollEntry.__table__.columns if column.name.endswith("_at")}
    entry = session.scalars(select(RollEntry)).one()
    key = keys.stored_key(vote.round.id)
    assert ballot.voter_tag == ledger.voter_tag(key, entry.id)
    with_another_key = ledger.voter_tag(bytes(32), entry.id)
    assert ballot.voter_tag != with_another_key


def test_the_key_lies_in_a_file_for_the_server_alone(app, session, instance):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1])
    file = instance / "keys" / f"{vote.round.id}.key"
    assert len(file.read_bytes()) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert keys.make_key(vote.round.id) == file.read_bytes()


def test_the_same_form_again_gives_the_same_receipt_and_stores_nothing(app, session):
    vote = a_vote()
    anna, form = a_person("Anna"), nonce()
    first = vote.cast(anna, vote.ids[:2], form)
    again = vote.cast(anna, vote.ids[1::-1], form)
    assert again == services.Cast(first.receipt, is_repeat=True)
    assert len(ballots(session, vote)) == 1


def test_the_same_form_with_other_choices_is_refused(app, session):
    vote = a_vote()
    anna, form = a_person("Anna"), nonce()
    vote.cast(anna, vote.ids[:1], form)
    with refused("ballot.form_used"):
        vote.cast(anna, vote.ids[1:2], form)
    with refused("ballot.form_used"):
        vote.cast(a_person("Jānis"), vote.ids[:1], form)
    assert [ballot.choices for ballot in ballots(session, vote)] == [f'["{vote.ids[0]}"]']


def test_a_later_ballot_replaces_the_earlier_one(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    first = vote.cast(anna, vote.ids[:1])
    second = vote.cast(anna, vote.ids[1:2])
    assert first.receipt != second.receipt
    assert [(each.revision, each.superseded) for each in ballots(session, vote)] == [(1, True), (2, False)]
    assert queries.ballot_by_receipt(vote.round.id, first.receipt).superseded
    assert queries.profile_inputs(vote.round.id, vote.electorate.id) == [(f'["{vote.ids[1]}"]', 1)]


def test_the_same_form_after_a_revote_changes_nothing(app, session):
    vote = a_vote()
    anna, form = a_person("Anna"), nonce()
    first = vote.cast(anna, vote.ids[:1], form)
    vote.cast(anna, vote.ids[1:2])
    assert vote.cast(anna, vote.ids[:1], form) == services.Cast(first.receipt, is_repeat=True)
    assert queries.profile_inputs(vote.round.id, vote.electorate.id) == [(f'["{vote.ids[1]}"]', 1)]


def test_ten_ballots_at_the_most(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    for _ in range(10):
        vote.cast(anna, vote.ids[:1])
    with refused("ballot.too_many_revisions"):
        vote.cast(anna, vote.ids[:1])
    assert len(ballots(session, vote)) == 10


def test_a_lost_key_never_becomes_a_second_vote(app, session, instance):
    vote = a_vote()
    anna = a_person("Anna")
    vote.cast(anna, vote.ids[:1])
    key = instance / "keys" / f"{vote.round.id}.key"
    key.unlink()
    with refused("poll.key_missing"):
        vote.cast(anna, vote.ids[:1])
    key.write_bytes(bytes(32))
    with refused("ballot.predecessor_missing"):
        vote.cast(anna, vote.ids[:1])
    assert len(ballots(session, vote)) == 1
    assert session.scalars(select(RollEntry)).one().revision == 1


def test_whoever_was_handed_a_paper_ballot_does_not_vote_online(app, session):
    vote = a_vote()
    anna = a_person("Anna")
    entry = RollEntry(
        round_id=vote.round.id,
        electorate_id=vote.electorate.id,
        eligibility_key=queries.account_key(anna.id),
        evidence="email",
        channel=Channel.PAPER,
    )
    with transaction() as open_session:
        open_session.add(entry)
    with refused("ballot.on_paper"):
        vote.cast(anna, vote.ids[:1])
    assert ballots(session, vote) == []


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.VOTING])
def test_in_other_phases_no_ballot_is_taken(app, session, phase):
    vote = a_vote(phase)
    with refused("poll.not_open"):
        vote.cast(a_person(), vote.ids[:1])
    assert ballots(session, vote) == []
    assert session.scalars(select(RollEntry)).all() == []


def test_the_minute_of_grace_is_measured_by_the_clock_under_the_lock(app, session):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1], clock=at(vote.ends_at, 59.9))
    with refused("poll.not_open"):
        vote.cast(a_person(), vote.ids[:1], clock=at(vote.ends_at, 60))
    assert len(ballots(session, vote)) == 1


@pytest.mark.parametrize(
    "choices",
    [
        [],
        ["999999"],
        ["-1"],
        ["1e999"],
        ["NaN"],
        ["٣"],
        ["1_0"],
        [""],
        ["\x00"],
        ["1" * 5000],
        "not a list",
        None,
        {"1": 1},
    ],
)
def test_what_is_no_ballot_is_refused_before_the_database_is_asked(app, session, choices):
    vote = a_vote()
    with pytest.raises(RuleBroken, match=r"^ballot\."):
        vote.cast(a_person(), choices)
    assert ballots(session, vote) == []
    assert session.scalars(select(RollEntry)).all() == []


def test_duplicates_foreign_withdrawn_and_too_many_are_refused(app, session):
    vote, other = a_vote(), a_vote()
    withdrawn = vote.proposals[3].id
    with transaction() as open_session:
        statement = text("UPDATE proposal SET state = 'withdrawn', submitted_at = NULL WHERE id = :id")
        open_session.execute(statement, {"id": withdrawn})
    anna = a_person()
    for choices, code in (
        ([vote.ids[0], vote.ids[0]], "ballot.duplicate"),
        ([other.ids[0]], "ballot.unknown_proposal"),
        ([str(withdrawn)], "ballot.unknown_proposal"),
    ):
        with refused(code):
            vote.cast(anna, choices)
    with refused("ballot.too_many"):
        other.cast(anna, other.ids)
    assert ballots(session, vote) == []


def test_a_round_with_the_city_s_own_costs_fills_the_pot(app, session):
    vote = a_vote(ballot_type="knapsack", ballot_limits={"min": 1}, amount_cents=5_000_000)
    anna = a_person()
    vote.cast(anna, [vote.ids[1], vote.ids[2]])
    with refused("ballot.over_budget"):
        vote.cast(anna, [vote.ids[2], vote.ids[3]])


def test_twenty_ballots_become_a_sealed_batch(app, session):
    vote = a_vote()
    for number in range(20):
        assert queries.head_of_ledger(vote.round.id) is None
        vote.cast(a_person(), [vote.ids[number % 4]])
    [batch] = queries.batches_of(vote.round.id)
    leaves = [each.leaf_hash for each in ballots(session, vote)]
    assert (batch.batch_no, batch.n_leaves, batch.prev_hash) == (1, 20, ledger.GENESIS)
    assert batch.batch_hash == ledger.batch_hash(vote.round.id, 1, ledger.GENESIS, leaves)
    assert queries.head_of_ledger(vote.round.id).batch_hash == batch.batch_hash
    vote.cast(a_person(), vote.ids[:1])
    assert queries.waiting_count(vote.round.id) == 1


def test_closing_seals_the_rest_once_and_for_good(app, session):
    vote = a_vote()
    people = [a_person() for _ in range(23)]
    for person in people:
        vote.cast(person, vote.ids[:2])
    vote.cast(people[0], vote.ids[2:3])
    organiser = an_actor(Role.ORGANISER)
    poll = services.close_poll(organiser, vote.round, clock=at(vote.ends_at, 61))
    assert (poll.state, poll.n_ballots) == ("closed", 23)
    assert [batch.n_leaves for batch in queries.batches_of(vote.round.id)] == [20, 4]
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
