"""Casting as a service: what counts, what is refused, and what is left behind, on both databases."""

import stat

import pytest
from sqlalchemy import select, text

from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.voting import keys, queries, services
from app.voting.models import Ballot, Channel, RollEntry
from tests.factories import a_person
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
