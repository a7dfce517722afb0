"""Voting through the pages: choose, look again, cast, keep the receipt; and everything that is refused."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app.accounts.models import Person
from app.db.base import db
from app.db.session import transaction
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.proposals.models import ConflictGroup
from app.voting import queries, services
from app.voting.models import Ballot
from tests.factories import a_neighbourhood, a_person, a_pot, add, an_actor, an_electorate, round_in
from tests.voting.polls import Vote, a_vote, at, on_ballot


def review(client, vote: Vote, choices: list[str]) -> Any:
    """Choose and go on to the review page."""
    return client.submit(vote.url(), {"choices": choices}, button="Review my ballot")


def cast(client, vote: Vote, choices: list[str]) -> Any:
    """Choose, look again, cast."""
    return client.submit(review(client, vote, choices), form_named="cast")


def change(row: Any, **columns: Any) -> None:
    """Set columns of a stored row."""
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(type(row), row.id), name, value)


@pytest.fixture
def vote(app) -> Vote:
    """A vote that is open, with four proposals of which one chooses one to three."""
    return a_vote()


@pytest.fixture
def anna(app, client) -> Person:
    """A resident who has signed in."""
    person = a_person("Anna")
    client.sign_in(person)
    return person


def test_a_resident_chooses_looks_again_casts_and_keeps_the_receipt(client, vote, anna):
    page = client.get(vote.url()).page
    assert "Not cast yet" in page.text
    assert "No, not yet." in page.text
    reviewed = review(client, vote, vote.ids[:2]).page
    assert "Your ballot is not cast yet. Is this what you want?" in reviewed.text
    assert "2 ideas, €30,000 together." in reviewed.text
    assert vote.stored() == 0
    done = cast(client, vote, vote.ids[:2])
    assert (done.status_code, done.leads_to) == (303, vote.url("ballot/receipt"))
    receipt = client.follow(done).page
    assert receipt.h1 == "Your ballot is cast"
    assert "Not cast yet" not in receipt.text
    assert vote.stored() == 1
    assert "Yes, online." in client.get(vote.url()).page.text


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


def test_change_it_leads_back_to_the_ballot_with_the_marks_kept(client, vote, anna):
    page = client.submit(review(client, vote, vote.ids[:2]), form_named="change")
    assert page.status_code == 200
    checked = {box.get("value") for box in page.page.all("input", type="checkbox", checked=True)}
    assert checked == set(vote.ids[:2])
    assert vote.stored() == 0


def test_too_many_is_said_on_the_ballot_with_the_marks_kept(client, vote, anna):
    page = review(client, vote, vote.ids)
    assert page.status_code == 422
    assert "you chose 4, and 3 are allowed" in page.page.text
    assert len(page.page.all("input", type="checkbox", checked=True)) == 4
    assert page.page.one("div", class_="ballot-bar").get("data-state") == "over"


def forged_cast(client, vote: Vote, choices: list[str], **fields: Any) -> Any:
    """Send the cast form with other choices than were looked at."""
    forged = {"choices": choices, **fields}
    return client.submit(review(client, vote, vote.ids[:1]), form_named="cast", forged=forged)


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


def post_all(client, vote: Vote) -> list[int]:
    """Post to every step without its page, with a token that this browser got elsewhere."""
    token = client.form(vote.url("lookup"), None, "receipt").data["csrf_token"]
    data = {"csrf_token": token, "choices": vote.ids[:1], "form_key": "x"}
    return [client.post(vote.url(f"ballot/{step}"), data=data).status_code for step in ("review", "cast")]


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


def test_every_page_of_the_ballot_names_electorate_evidence_and_weight(client, vote, anna):
    for page in (client.get(vote.url()), review(client, vote, vote.ids[:1])):
        assert "You vote among: Residents" in page.page.text
        assert "Known by e-mail address" in page.page.text
        assert "Advisory" in page.page.text
    change(vote.electorate, is_binding=True)
    assert "Binding" in client.get(vote.url()).page.text


def order_of(client, vote: Vote) -> list[str]:
    """The proposals in the order in which a browser shows them."""
    return [box.get("value", "") for box in client.get(vote.url()).page.all("input", type="checkbox")]


def test_each_voter_has_an_order_of_their_own_that_stays(visitor, app):
    vote = a_vote(proposals=12)
    anna, janis = visitor().sign_in(a_person("Anna")), visitor().sign_in(a_person("Jānis"))
    assert order_of(anna, vote) == order_of(anna, vote)
    assert sorted(order_of(anna, vote), key=int) == vote.ids
    assert order_of(anna, vote) != order_of(janis, vote)
    before = order_of(anna, vote)
    cast(anna, vote, vote.ids[:1])
    assert order_of(anna, vote) == before


def test_rival_ideas_are_named_while_voting(client, vote, anna):
    group = add(ConflictGroup(round_id=vote.round.id, name={"en": "One spot in the park"}, at_most=1))
    for proposal in vote.proposals[:2]:
        change(proposal, conflict_group_id=group.id)
    page = client.get(vote.url()).page
    assert "One spot in the park" in page.text
    assert "at most 1 of them can win" in page.text
    assert f"Rival of: {vote.proposals[0].title}" in page.text
    assert cast(client, vote, vote.ids[:2]).status_code == 303


def two_pots() -> tuple[Vote, Any, Any]:
    """A vote with money for the whole city and for two neighbourhoods, with one proposal for each neighbourhood."""
    vote = a_vote(proposals=2)
    griva, centrs = a_neighbourhood("Grīva"), a_neighbourhood("Centrs")
    ideas = []
    for place in (griva, centrs):
        pot = a_pot(vote.round, 3_000_000, str(place.name["lv"]), neighbourhood_id=place.id, position=1)
        ideas.append(on_ballot(vote.round, pot, 500_000, title=f"Soliņi: {place.name['lv']}"))
    return vote, griva, ideas


def test_a_voter_has_the_city_s_pot_and_that_of_the_own_neighbourhood(client, app, anna):
    vote, griva, (here, there) = two_pots()
    change(anna, neighbourhood_id=griva.id)
    page = client.get(vote.url()).page
    assert [section.get("data-pot") for section in page.all("fieldset")] == [
        str(vote.pot.id),
        str(here.pot_id),
    ]
    assert there.title not in page.text
    assert [bar.get("data-pot-sum") for bar in page.all("p", class_="ballot-sum", data_pot_sum=True)] == [
        str(vote.pot.id),
        str(here.pot_id),
    ]
    assert forged_cast(client, vote, [str(there.id)]).status_code == 422
    assert vote.stored() == 0
    assert cast(client, vote, [vote.ids[0], str(here.id)]).status_code == 303


def test_without_a_neighbourhood_one_votes_for_the_whole_city_only(client, app, anna):
    vote, _griva, ideas = two_pots()
    page = client.get(vote.url()).page
    assert not [idea for idea in ideas if idea.title in page.text]
    assert forged_cast(client, vote, [str(ideas[0].id)]).status_code == 422


def test_one_area_of_your_choice_is_open_to_everybody(client, app, anna):
    vote, _griva, (here, there) = two_pots()
    change(vote.round, ballot_limits={"min": 1, "max": 3, "one_of": [str(here.pot_id), str(there.pot_id)]})
    page = client.get(vote.url()).page
    assert "Vote in only one of these" in page.text
    both = review(client, vote, [str(here.id), str(there.id)])
    assert both.status_code == 422
    assert "one area only" in both.page.text
    assert cast(client, vote, [str(there.id)]).status_code == 303


def test_the_error_names_the_pot_where_there_are_several(client, app, anna):
    vote, griva, (here, _there) = two_pots()
    change(anna, neighbourhood_id=griva.id)
    change(vote.round, ballot_limits={"min": 1, "max": 3, "pots": {str(vote.pot.id): {"max": 1}}})
    page = review(client, vote, [*vote.ids, str(here.id)])
    assert page.status_code == 422
    assert "Visa pilsēta: Too many ideas: you chose 2, and 1 are allowed." in page.page.text


def test_points_are_given_by_buttons_without_script(client, app, anna):
    vote = a_vote(ballot_type="points", ballot_limits={"total": 5, "max_each": 3, "min": 1})
    page = client.get(vote.url())
    for _ in range(2):
        page = client.submit(
            page, form_named="ballot", button=f"One point more for {vote.proposals[0].title}"
        )
    page = client.submit(page, form_named="ballot", button=f"One point less for {vote.proposals[0].title}")
    assert page.page.one("input", name=f"points-{vote.ids[0]}").get("value") == "1"
    assert "Points left: 4" in page.page.text
    over = client.submit(page, {f"points-{vote.ids[1]}": "9"}, button="Review my ballot")
    assert over.status_code == 422
    reviewed = client.submit(page, {f"points-{vote.ids[1]}": "3"}, button="Review my ballot")
    assert client.submit(reviewed, form_named="cast").status_code == 303
    [(choices, _)] = queries.profile_inputs(vote.round.id, vote.electorate.id)
    assert choices == f'{{"{vote.ids[0]}":1,"{vote.ids[1]}":3}}'


@pytest.mark.parametrize("number", ["NaN", "1e999", "-1", "1.5", "٣", "9" * 400])
def test_numbers_that_are_none_are_refused(client, app, anna, number):
    vote = a_vote(ballot_type="points", ballot_limits={"total": 5, "min": 1})
    page = client.submit(vote.url(), forged={f"points-{vote.ids[0]}": number}, button="Review my ballot")
    assert page.status_code == 422
    assert vote.stored() == 0


def test_a_ranking_is_made_by_buttons_without_script(client, app, anna):
    vote = a_vote(ballot_type="ranking", ballot_limits={"min": 1, "max": 3})
    page = client.get(vote.url())
    titles = [proposal.title for proposal in vote.proposals]
    for title in titles[:3]:
        page = client.submit(page, form_named="ballot", button=f"Add {title}")
    page = client.submit(page, form_named="ballot", button=f"Move {titles[2]} up")
    page = client.submit(page, form_named="ballot", button=f"Take {titles[0]} off my list")
    reviewed = client.submit(page, form_named="ballot", button="Review my ballot")
    assert f"1. {titles[2]}" in reviewed.page.text
    assert client.submit(reviewed, form_named="cast").status_code == 303
    [(choices, _)] = queries.profile_inputs(vote.round.id, vote.electorate.id)
    assert choices == f'["{vote.ids[2]}","{vote.ids[1]}"]'


def test_grades_may_be_left_out(client, app, anna):
    vote = a_vote(ballot_type="grades", ballot_limits={"lowest": 0, "highest": 5, "min": 1})
    fields = {f"points-{key}": "" for key in vote.ids} | {
        f"points-{vote.ids[0]}": "0",
        f"points-{vote.ids[1]}": "5",
    }
    reviewed = client.submit(vote.url(), fields, button="Review my ballot")
    assert client.submit(reviewed, form_named="cast").status_code == 303
    [(choices, _)] = queries.profile_inputs(vote.round.id, vote.electorate.id)
    assert choices == f'{{"{vote.ids[0]}":0,"{vote.ids[1]}":5}}'


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


def test_the_ballot_asks_as_often_for_many_ideas_as_for_one(visitor, app, count_queries):
    counts = []
    for proposals in (1, 3, 12):
        vote = a_vote(proposals=proposals)
        client = visitor().sign_in(a_person())
        client.get(vote.url())
        with count_queries() as queries_made:
            client.get(vote.url())
        counts.append(len(queries_made))
    assert counts[0] == counts[1] == counts[2] <= 18, counts


def test_a_cast_asks_the_database_little(client, vote, anna, count_queries):
    vote.cast(a_person(), vote.ids[:1])
    form = review(client, vote, vote.ids[:1]).page.form("cast")
    with count_queries() as made:
        assert client.send(form).status_code == 303
    assert len(made) <= 16, made


def find(client, vote: Vote, receipt: str) -> Any:
    """Look a receipt up."""
    return client.submit(vote.url("lookup"), receipt=receipt)


def test_a_receipt_finds_its_ballot_waiting_sealed_and_superseded(client, vote, app):
    anna = a_person()
    first = vote.cast(anna, vote.ids[:1])
    waiting = find(client, vote, f" {first.receipt[:13].lower()}-{first.receipt[13:]} ").page
    assert "Your ballot is in the box" in waiting.text
    assert "This ballot counts" in waiting.text
    assert "it waits until at least 20 ballots" in waiting.text
    vote.cast(anna, vote.ids[1:2])
    assert "Replaced by a later ballot" in find(client, vote, first.receipt).page.text
    for _ in range(18):
        vote.cast(a_person(), vote.ids[:1])
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


def test_a_round_without_voting_or_money_is_answered(client, app, anna):
    without_voting = round_in(Phase.SUBMISSION, skipped={Phase.VOTING})
    page = client.get(f"/rounds/{without_voting.slug}/ballot")
    assert page.status_code == 403
    assert "Nobody votes by ballot in this round." in page.page.text
    prizes = round_in(Phase.VOTING, allocation={"rule": "ranking", "prizes": 3})
    vote = Vote(prizes, None, an_electorate(prizes), [on_ballot(prizes, None, 0) for _ in range(3)])
    assert cast(client, vote, vote.ids[:2]).status_code == 303


def test_a_ballot_row_is_what_the_ledger_publishes(client, vote, anna, session):
    cast(client, vote, vote.ids[:1])
    [line] = queries.all_ballots(vote.round.id)
    ballot = session.scalars(select(Ballot)).one()
    assert (line.leaf_hash, line.choices, line.superseded) == (ballot.leaf_hash, f'["{vote.ids[0]}"]', False)
