"""Voting through the pages: choose, look again, cast, keep the receipt."""

from app.proposals.models import ConflictGroup
from tests.factories import a_person, add
from tests.voting.pages import cast, change, review
from tests.voting.polls import Vote, a_vote


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
    assert f"Rival of: „{vote.proposals[0].title}”" in page.text
    assert cast(client, vote, vote.ids[:2]).status_code == 303


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
