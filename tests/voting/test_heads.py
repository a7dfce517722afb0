"""Heads of the ledger: published every hour and at the close, on a page, in a feed and by mail, and never changed."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.audit.models import Entry
from app.db.session import transaction
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.notices.models import Mail
from app.results.services import publish_result, run_tally
from app.rounds.services import set_ledger
from app.voting import queries, services
from app.voting.keys import destroy_key, stored_key
from app.voting.models import LedgerHead, Poll
from app.voting.services.heads import publish_heads
from app.web.mail import deliver_due, outbox_folder
from tests.factories import a_person, an_actor, round_in
from tests.voting.pages import change
from tests.voting.polls import a_vote, at

HOUR = datetime.now(UTC).replace(minute=5, second=0, microsecond=0) + timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def heads(session, vote):
    found = select(LedgerHead).where(LedgerHead.round_id == vote.round.id).order_by(LedgerHead.number)
    return list(session.scalars(found))


@pytest.mark.both_databases
def test_a_head_is_published_once_an_hour_while_people_vote_and_at_the_close(app, session):
    vote, other = a_vote(), a_vote(Phase.DECISION)
    assert publish_heads(HOUR) == 1
    assert publish_heads(HOUR + timedelta(minutes=50)) == 0
    for number in range(43):
        vote.cast(a_person(), [vote.ids[number % 4]])
    assert publish_heads(HOUR + timedelta(hours=1)) == 1
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    assert publish_heads(vote.ends_at + timedelta(hours=2)) == 0
    first, second, last = heads(session, vote)
    assert (first.head_hash, first.batches, first.about, first.live_hash) == (ledger.GENESIS, 0, 0, None)
    assert (second.batches, second.about, second.live_hash) == (1, 40, None)
    assert second.head_hash == queries.batches_of(vote.round.id)[0].batch_hash
    assert (last.batches, last.about, last.head_hash) == (2, 43, queries.poll_of(vote.round.id).head_hash)
    live = [line.receipt_hash for line in queries.all_ballots(vote.round.id)]
    assert last.live_hash == ledger.live_hash(vote.round.id, live)
    assert heads(session, other) == []


FORBIDDEN = [
    "DELETE FROM ledger_head",
    "UPDATE ledger_head SET head_hash = 'x'",
    "UPDATE ledger_head SET about = 1",
]
REPLACEMENTS = {
    "sqlite": "INSERT OR REPLACE INTO ledger_head "
    "SELECT round_id, number, at, 'x', batches, about, NULL FROM ledger_head",
    "postgres": "INSERT INTO ledger_head SELECT * FROM ledger_head ON CONFLICT (round_id, number) "
    "DO UPDATE SET head_hash = 'x'",
}
BATCH_REPLACEMENTS = {
    "sqlite": "INSERT OR REPLACE INTO ballot_batch "
    "SELECT round_id, batch_no, 1, prev_hash, 'x', sealed_at FROM ballot_batch",
    "postgres": "INSERT INTO ballot_batch SELECT * FROM ballot_batch ON CONFLICT (round_id, batch_no) "
    "DO UPDATE SET batch_hash = 'x'",
}


@pytest.mark.both_databases
def test_the_database_itself_refuses_to_change_a_head_or_a_batch(app, session, database_kind):
    vote = a_vote()
    vote.cast(a_person(), vote.ids[:1])
    publish_heads(HOUR)
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    before = [(head.number, head.head_hash, head.about) for head in heads(session, vote)]
    for statement in (*FORBIDDEN, REPLACEMENTS[database_kind], BATCH_REPLACEMENTS[database_kind]):
        with pytest.raises(IntegrityError), transaction() as open_session:
            open_session.execute(text(statement))
    assert [(head.number, head.head_hash, head.about) for head in heads(session, vote)] == before
    assert vote.chain_fault() is None


def test_witnesses_get_a_mail_for_each_new_head(app, session):
    vote = a_vote()
    change(vote.round, ledger_witnesses=["redakcija@example.com"])
    for number in range(40):
        vote.cast(a_person(), [vote.ids[number % 4]])
    for hours in range(3):
        publish_heads(HOUR + timedelta(hours=hours))
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    mails = list(session.scalars(select(Mail).order_by(Mail.id)))
    told = [(mail.address, mail.event, mail.params["head"]) for mail in mails]
    known = queries.batches_of(vote.round.id)
    assert told == [("redakcija@example.com", "ledger_head", batch.batch_hash) for batch in known]
    deliver_due(vote.ends_at + timedelta(days=1), base="https://talka.example")
    letter = max(path.read_text() for path in outbox_folder().iterdir())
    assert f"https://talka.example/rounds/{vote.round.slug}/ledger" in letter


def test_the_page_and_the_feed_tell_the_rounded_number_and_the_head_only(client, vote, session):
    for number in range(43):
        vote.cast(a_person(), [vote.ids[number % 4]])
    publish_heads(HOUR)
    [head] = heads(session, vote)
    page = client.get(vote.url("ledger")).page
    assert head.head_hash in page.text
    assert "about 40" in page.text
    assert "43" not in page.text.replace(head.head_hash, "")
    answer = client.get(vote.url("ledger.atom"))
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    assert [feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author")] == [
        True
    ] * 4
    [entry] = feed.findall(f"{ATOM}entry")
    assert head.head_hash in entry.findtext(f"{ATOM}content")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == head.at
    assert entry.findtext(f"{ATOM}id").startswith("http")


def test_a_ledger_without_heads_and_a_hidden_round(client, vote):
    assert "No head yet" in client.get(vote.url("ledger")).page.text
    assert ElementTree.fromstring(client.get(vote.url("ledger.atom")).data).findall(f"{ATOM}entry") == []
    for page in ("ledger", "ledger.atom"):
        assert client.get(f"/rounds/{round_in(Phase.DRAFT).slug}/{page}").status_code == 404


def test_many_heads_are_shown_a_day_at_a_time(client, vote, count_queries):
    for hours in range(30):
        publish_heads(HOUR + timedelta(hours=hours))
    with count_queries() as asked:
        page = client.get(vote.url("ledger") + "?page=2").page
    assert len(page.all("tr")) == 1 + 6
    assert len(asked) < 12, asked


@pytest.mark.parametrize(
    ("witnesses", "days", "code"),
    [
        (["not an address"], 30, "witness.unreadable"),
        (["a@example.com\r\nBcc: b@example.com"], 30, "witness.unreadable"),
        ([f"w{number}@example.com" for number in range(21)], 30, "witness.too_many"),
        ([], 0, "appeal.out_of_range"),
        ([], 366, "appeal.out_of_range"),
    ],
)
def test_witnesses_and_appeals_are_checked(app, witnesses, days, code):
    round = round_in(Phase.SUBMISSION)
    with pytest.raises(RuleBroken, match=code):
        set_ledger(an_actor(Role.ORGANISER), round.id, witnesses, days, now=datetime.now(UTC))


def test_an_organiser_names_witnesses_before_voting(visitor, app, session):
    round = round_in(Phase.SUBMISSION)
    desk = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    typed = "redakcija@example.com\n\nskola@example.com\nredakcija@example.com"
    done = desk.submit(f"/rounds/{round.slug}/edit/ledger", witnesses=typed, appeal_days="14")
    assert done.status_code == 303
    session.refresh(round)
    assert (round.ledger_witnesses, round.appeal_days) == (["redakcija@example.com", "skola@example.com"], 14)
    [entry] = session.scalars(select(Entry).where(Entry.action == "set_ledger"))
    assert "example.com" not in str(entry.after), "the log keeps no addresses"


def test_the_key_is_destroyed_when_the_time_for_appeals_is_over(client, vote, session, cli):
    anna, organiser = a_person(), an_actor(Role.ORGANISER)
    receipt = vote.cast(anna, vote.ids[:1]).receipt
    ends = vote.ends_at
    services.close_poll(organiser, vote.round, clock=at(ends, 61))
    later = ends + timedelta(hours=1)
    run = run_tally(organiser, vote.round, now=later)
    publish_result(organiser, vote.round, run.id, now=later)
    assert session.get(Poll, vote.round.id).appeal_until == later + timedelta(days=30)
    assert services.destroy_keys(later + timedelta(days=29)) == 0
    assert stored_key(vote.round.id)
    gone = later + timedelta(days=30)
    assert (services.destroy_keys(gone), services.destroy_keys(gone)) == (1, 0)
    assert stored_key(vote.round.id) is None
    assert session.scalars(select(Entry.after).where(Entry.action == "destroy_key")).all() == [None]
    assert "was destroyed on" in client.get(vote.url("ledger")).page.text
    assert "Your ballot is in the box" in client.submit(vote.url("lookup"), receipt=receipt).page.text
    assert "0 heads published, 0 keys destroyed" in cli.invoke(args=["chores"]).output


def test_without_its_key_an_open_vote_refuses_to_cast(vote):
    vote.cast(a_person(), vote.ids[:1])
    destroy_key(vote.round.id)
    with pytest.raises(RuleBroken, match="poll.key_missing"):
        vote.cast(a_person(), vote.ids[:1])
    assert vote.stored() == 1
