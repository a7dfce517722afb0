"""Who gets no ballot, and what is never stored: forgeries, wrong times, wrong people, a busy database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.db.base import db
from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.voting import queries, services
from tests.factories import a_neighbourhood, a_person, an_electorate, round_in
from tests.voting.pages import cast, change, forged_cast, post_all, review
from tests.voting.polls import Vote, a_vote, on_ballot


@pytest.mark.parametrize(
    "choices",
    [
        ["999999"],
        ["NaN"],
        ["1e999"],
        ["-5"],
        ["٣"],
        ["1_000"],
        ["\x00"],
        ["9" * 4000],
        ["' OR 1=1"],
        [],
    ],
)
def test_forged_choices_are_refused_and_nothing_is_stored(client, vote, anna, choices):
    assert forged_cast(client, vote, choices).status_code == 422
    assert vote.stored() == 0


def test_duplicates_foreign_ones_and_too_many_are_refused_at_the_cast_too(client, vote, anna):
    other = a_vote()
    for choices in (vote.ids[:1] * 2, other.ids[:1], vote.ids, ["5"] * 6000):
        assert forged_cast(client, vote, choices).status_code == 422
    assert vote.stored() == 0


def test_costs_that_the_page_sends_are_ignored(client, app, anna):
    vote = a_vote(ballot_type="knapsack", ballot_limits={"min": 1}, amount_cents=5_000_000)
    costs = {f"cost-{key}": "1" for key in vote.ids} | {"cost": "1", "budget": "999999999"}
    too_expensive = forged_cast(client, vote, vote.ids[2:4], **costs)
    assert too_expensive.status_code == 422
    assert "€20,000 more than there is" in too_expensive.page.text
    assert vote.stored() == 0
    assert cast(client, vote, vote.ids[1:3]).status_code == 303


def test_nothing_is_ever_cast_by_get(client, vote, anna):
    form = review(client, vote, vote.ids[:1]).page.form("cast")
    for page in ("ballot/cast", "ballot/review", "ballot", "ballot/receipt"):
        client.get(vote.url(page), query_string=form.data)
    assert vote.stored() == 0
    assert client.get(vote.url("ballot/cast"), query_string=form.data).leads_to == vote.url()


def test_a_form_without_its_token_is_refused(client, vote, anna):
    page = review(client, vote, vote.ids[:1])
    answer = client.submit(page, form_named="cast", forged={"csrf_token": None})
    assert answer.status_code == 400
    assert vote.stored() == 0


@pytest.mark.parametrize("key", ["", "nonsense", "a.b", "x" * 3000])
def test_a_form_with_a_forged_nonce_is_refused(client, vote, anna, key):
    assert forged_cast(client, vote, vote.ids[:1], form_key=key).status_code == 422
    assert vote.stored() == 0


def test_a_form_of_somebody_else_or_of_another_round_is_refused(visitor, vote, app):
    anna, janis = visitor().sign_in(a_person("Anna")), visitor().sign_in(a_person("Jānis"))
    hers = review(anna, vote, vote.ids[:1]).page.form("cast").data["form_key"]
    other = a_vote()
    elsewhere = review(janis, other, other.ids[:1]).page.form("cast").data["form_key"]
    for key in (hers, elsewhere):
        assert forged_cast(janis, vote, vote.ids[:1], form_key=key).status_code == 422
    assert vote.stored() == 0


def test_the_age_gate_is_not_skipped_by_an_address(client, vote, app):
    change(vote.electorate, age_bands=["16_17", "18_plus"])
    client.sign_in(a_person("Ieva", age_band=AgeBand.FROM_13))
    page = client.get(vote.url())
    assert page.status_code == 403
    assert "16 or 17, 18 or older" in page.page.text
    assert post_all(client, vote) == [403, 403]
    assert vote.stored() == 0


def test_people_of_another_neighbourhood_or_evidence_cannot_vote_by_account(client, vote, anna):
    change(vote.electorate, neighbourhood_ids=[a_neighbourhood().id])
    assert client.get(vote.url()).status_code == 403
    change(vote.electorate, neighbourhood_ids=[], evidence=Evidence.CODE)
    assert client.get(vote.url()).status_code == 403
    assert post_all(client, vote) == [403, 403]
    assert vote.stored() == 0


def test_whoever_has_voted_stays_in_the_electorate_of_the_roll(client, vote, anna):
    youth = an_electorate(vote.round, "youth", age_bands=["13_15"], position=1)
    change(vote.electorate, age_bands=["18_plus"])
    assert cast(client, vote, vote.ids[:1]).status_code == 303
    change(anna, age_band=AgeBand.FROM_13)
    assert cast(client, vote, vote.ids[1:2]).status_code == 303
    assert queries.live_count(vote.round.id) == 1
    assert queries.profile_inputs(vote.round.id, youth.id) == []


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.VOTING, Phase.DRAFT)])
def test_in_other_phases_there_is_no_ballot(client, app, anna, phase):
    vote = a_vote(phase)
    page = client.get(vote.url())
    assert (page.status_code, page.page.h1) == (403, "Voting is not open")
    assert post_all(client, vote)[0] == 403
    assert client.post(vote.url("ballot/cast")).status_code == 400
    assert vote.stored() == 0


def test_a_draft_is_hidden(client, app, anna):
    vote = a_vote(Phase.DRAFT)
    for page in ("ballot", "code", "lookup", "ballot/receipt", "roll"):
        assert client.get(vote.url(page)).status_code == 404


def test_a_ballot_on_its_way_at_the_end_is_taken_for_a_minute(client, vote, anna, clock):
    form = review(client, vote, vote.ids[:1]).page.form("cast")
    clock.set(vote.ends_at + timedelta(seconds=30))
    assert client.get(vote.url()).status_code == 403
    assert client.send(form).status_code == 303


def test_after_that_minute_it_is_not(client, vote, anna, clock):
    form = review(client, vote, vote.ids[:1]).page.form("cast")
    clock.set(vote.ends_at + timedelta(seconds=61))
    refused = client.send(form)
    assert refused.status_code == 403
    assert "none was stored" in refused.page.text
    assert vote.stored() == 0


def test_visitors_are_told_who_may_vote_and_how(client, vote):
    page = client.get(vote.url())
    assert (page.status_code, page.page.h1) == (200, "How to vote")
    assert "advisory" in page.page.main
    assert any(link.startswith("/sign-in?next=") for link in page.page.links)
    assert post_all(client, vote) == [403, 403]
    assert vote.stored() == 0


@contextmanager
def held_by_another_program() -> Iterator[None]:
    """Another program writes to the SQLite file, and this one waits for it only a moment."""
    db.engine.dispose()

    def be_impatient(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(db.engine, "connect", be_impatient)
    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        event.remove(db.engine, "connect", be_impatient)
        db.engine.dispose()


def test_a_busy_database_keeps_the_form_and_its_nonce(client, vote, anna, database_kind):
    assert database_kind == "sqlite"
    form = review(client, vote, vote.ids[:1]).page.form("cast")
    with held_by_another_program():
        busy = client.send(form)
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert "Your ballot is not cast yet" in busy.page.text
    again = busy.page.form("cast")
    assert again.data["form_key"] == form.data["form_key"]
    assert again.data.getlist("choices") == vote.ids[:1]
    assert client.send(again).status_code == 303
    assert client.send(form).status_code == 200
    assert vote.stored() == 1


def test_a_missing_key_is_told_and_stores_nothing(client, vote, anna, instance):
    cast(client, vote, vote.ids[:1])
    (instance / "keys" / f"{vote.round.id}.key").unlink()
    answer = cast(client, vote, vote.ids[1:2])
    assert answer.status_code == 503
    assert "the key of this vote is missing" in answer.page.text
    assert vote.stored() == 1


def test_ten_ballots_are_enough(client, vote, anna):
    for _ in range(services.MOST_REVISIONS):
        vote.cast(anna, vote.ids[:1])
    assert "the last one counts and cannot be changed any more" in client.get(vote.url()).page.text
    answer = cast(client, vote, vote.ids[1:2])
    assert answer.status_code == 422
    assert "10 ballots in all" in answer.page.text


def test_a_round_without_voting_or_money_is_answered(client, app, anna):
    without_voting = round_in(Phase.SUBMISSION, skipped={Phase.VOTING})
    page = client.get(f"/rounds/{without_voting.slug}/ballot")
    assert page.status_code == 403
    assert "Nobody votes by ballot in this round." in page.page.text
    prizes = round_in(Phase.VOTING, allocation={"rule": "ranking", "prizes": 3})
    vote = Vote(prizes, None, an_electorate(prizes), [on_ballot(prizes, None, 0) for _ in range(3)])
    assert cast(client, vote, vote.ids[:2]).status_code == 303
