"""Voting through the pages: choose, look again, cast, keep the receipt; and everything that is refused."""

from sqlalchemy import func, select

from app.voting.models import Ballot
from tests.factories import a_person
from tests.voting.polls import a_vote


def stored(session, vote):
    return session.scalar(select(func.count()).where(Ballot.round_id == vote.round.id))


def cast_through_pages(client, vote, choices):
    page = client.submit(vote.url(), {"choices": choices}, button="Review my ballot")
    assert page.status_code == 200, page.page.text
    return client.submit(page, form_named="cast", button="Cast my ballot")


def test_a_resident_chooses_looks_again_casts_and_keeps_the_receipt(client, session):
    vote = a_vote()
    client.sign_in(a_person("Anna"))
    page = client.get(vote.url()).page
    assert "Not cast yet" in page.text
    assert "No, not yet." in page.text
    done = cast_through_pages(client, vote, vote.ids[:2])
    assert done.status_code == 303
    assert done.leads_to == vote.url("ballot/receipt")
    receipt = client.follow(done).page
    assert receipt.h1 == "Your ballot is cast"
    assert stored(session, vote) == 1
    assert "Yes, online." in client.get(vote.url()).page.text
