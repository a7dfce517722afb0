"""Receipts: shown once, stored nowhere, and what they find."""

import pytest
from sqlalchemy import select

from app.db.base import db
from app.domain.permissions import Role
from app.voting import queries, services
from app.voting.models import Ballot
from tests.factories import a_person, an_actor
from tests.voting.pages import cast, find, review
from tests.voting.polls import a_vote, at


def test_the_receipt_is_shown_until_it_is_put_away_and_stored_nowhere(client, vote, anna, session):
    receipt = client.follow(cast(client, vote, vote.ids[:1]))
    code = receipt.page.one("p", class_="receipt-code").text.replace("-", "")
    assert len(code) == 26
    tables = [table for table in db.metadata.sorted_tables if table.name != "ballot"]
    rows = [str(row) for table in tables for row in session.execute(select(table)).all()]
    assert not [row for row in rows if code in row]
    assert client.get(vote.url("ballot/receipt")).status_code == 200
    away = client.submit(receipt, form_named="put-away")
    assert away.status_code == 303
    assert code not in client.follow(away).page.text
    assert client.get(vote.url("ballot/receipt")).leads_to == vote.url()


def test_sending_the_same_form_again_shows_the_same_receipt(client, vote, anna):
    form = review(client, vote, vote.ids[:2]).page.form("cast")
    first = client.follow(client.send(form)).page.one("p", class_="receipt-code").text
    again = client.send(form)
    assert again.status_code == 200
    assert again.page.one("p", class_="receipt-code").text == first
    form.data.setlist("choices", vote.ids[2:3])
    other = client.send(form)
    assert other.status_code == 409
    assert "has been cast already, with other choices" in other.page.text
    assert vote.stored() == 1


def test_a_receipt_finds_its_ballot_waiting_sealed_and_superseded(client, vote, app):
    anna = a_person()
    first = vote.cast(anna, vote.ids[:1])
    waiting = find(client, vote, f" {first.receipt[:13].lower()}-{first.receipt[13:]} ").page
    assert "Your ballot is in the box" in waiting.text
    assert "This ballot counts" in waiting.text
    assert "it waits to be sealed together with others" in waiting.text
    vote.cast(anna, vote.ids[1:2])
    assert "Replaced by a later ballot" in find(client, vote, first.receipt).page.text
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    sealed = find(client, vote, first.receipt).page
    assert "in batch 1" in sealed.text
    assert queries.head_of_ledger(vote.round.id).batch_hash in sealed.text


def test_choices_are_shown_only_once_the_vote_is_closed(client, vote, app):
    receipt = vote.cast(a_person(), vote.ids[:1]).receipt
    before = find(client, vote, receipt).page
    assert vote.proposals[0].title not in before.text
    assert "shown once the vote is closed" in before.text
    services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 61))
    after = find(client, vote, receipt).page
    assert vote.proposals[0].title in after.text
    assert vote.proposals[1].title not in after.text


@pytest.mark.parametrize("receipt", ["A" * 26, "x", "\x00", "A" * 81, "' OR 1=1", "ā" * 26])
def test_an_unknown_receipt_is_said_so(client, vote, receipt):
    page = client.submit(vote.url("lookup"), forged={"receipt": receipt})
    assert page.status_code == 422
    assert "Your ballot is in the box" not in page.page.text


def test_a_receipt_of_another_round_is_not_found(client, vote, app):
    other = a_vote()
    assert find(client, vote, other.cast(a_person(), other.ids[:1]).receipt).status_code == 422


def test_before_the_close_pages_tell_tens_only(client, vote, app):
    for _ in range(13):
        vote.cast(a_person(), vote.ids[:1])
    text = client.get(vote.url("lookup")).page.text
    assert "about 10" in text
    assert "13" not in text.split("The box")[1].split("Ballots are sealed")[0]


def test_a_ballot_row_is_what_the_ledger_publishes(client, vote, anna, session):
    cast(client, vote, vote.ids[:1])
    [line] = queries.all_ballots(vote.round.id)
    ballot = session.scalars(select(Ballot)).one()
    assert (line.leaf_hash, line.choices, line.superseded) == (ballot.leaf_hash, f'["{vote.ids[0]}"]', False)
