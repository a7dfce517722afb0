"""Groups of voters in a result: side by side, by neighbourhood, by what they paid for; small numbers hidden."""

import pytest

from app.voting.models import Channel, RollEntry
from app.voting.queries.places import voters_by_place
from tests.factories import a_counted_ballot, a_neighbourhood, a_person, add, an_electorate
from tests.page import words
from tests.results.polls import a_vote_over, closed, published, tallied


def on_the_roll(counted, electorate, number, place=None, person=None, channel=Channel.ONLINE):
    """Somebody on the roll, who has voted unless ``channel`` is empty."""
    key = f"account:{person.id}" if person else f"code:{electorate.id}-{number}"
    columns = {"eligibility_key": key, "evidence": "code", "channel": channel, "revision": 1}
    where = {"round_id": counted.round.id, "electorate_id": electorate.id}
    return add(RollEntry(**where, **columns, neighbourhood_id=place.id if place else None))


def rows_of(page, section):
    """The words in the body rows of the tables of one section."""
    bodies = [row for body in page.one(id=section).iter("tbody") for row in body.iter("tr")]
    return [[words(cell) for cell in row] for row in bodies]


@pytest.mark.both_databases
def test_voters_are_counted_by_the_place_on_the_roll_or_of_the_account(app):
    counted = a_vote_over(ballots=(), close=False)
    griva, centrs = a_neighbourhood("Grīva"), a_neighbourhood("Centrs")
    own = counted.electorate
    on_the_roll(counted, own, 1, griva)
    on_the_roll(counted, own, 2, person=a_person(neighbourhood_id=centrs.id))
    on_the_roll(counted, own, 3, griva, person=a_person(neighbourhood_id=centrs.id))
    on_the_roll(counted, own, 4)
    on_the_roll(counted, own, 5, griva, channel=None)
    assert voters_by_place(counted.round.id) == {own.id: {griva.id: 2, centrs.id: 1, None: 1}}


def test_small_numbers_are_hidden_before_anything_is_written_down(client, app):
    counted = a_vote_over(ballots=[(0,)] * 41, close=False)
    places = [a_neighbourhood(name, population=1000) for name in ("Grīva", "Centrs", "Judovka", "Ķīmija")]
    for place, voters in zip(places, (11, 12, 3, 15), strict=True):
        for number in range(voters):
            on_the_roll(counted, counted.electorate, f"{place.id}-{number}", place)
    a_counted_ballot(counted.round, counted.electorate, counted.proposals[0], channel=Channel.PAPER)
    closed(counted)
    [electorate] = tallied(counted).output["electorates"]
    griva, centrs, judovka, kimija = (str(place.id) for place in places)
    assert electorate["places"] == {griva: None, centrs: 12, judovka: None, kimija: 15}
    published(counted)
    rows = rows_of(client.get(counted.url()).page, "turnout")
    assert ["Centrs", "1,000", "12"] in rows
    assert ["Judovka", "1,000", "·"] in rows
    assert rows[0][1:4] == ["·", "·", "42"]


def test_groups_stand_side_by_side_and_are_never_added_up(client, app):
    counted = a_vote_over(close=False)
    youth = an_electorate(counted.round, "youth", position=1, population=40)
    for _ballot in range(2):
        a_counted_ballot(counted.round, youth, counted.proposals[1])
    closed(counted)
    published(counted)
    page = client.get(counted.url()).page
    assert [words(cell) for cell in page.one(id="groups").iter("th")][:3] == [
        "Idea",
        "Residents – decides",
        "Youth",
    ]
    assert rows_of(page, "groups") == [
        ["Ideja 6000000", "✓ 4", "0"],
        ["Ideja 3000000", "✓ 2", "0"],
        ["Ideja 5000000", "3", "✓ 2"],
    ]
    assert rows_of(page, "turnout")[1][3:] == ["2", "about 40", "5.0%"]


def test_equal_shares_tell_who_paid(client, app):
    rule = {"rule": "equal-shares", "utility": "cost", "completion": "none", "step": 100, "min_votes": 0}
    counted = a_vote_over(ballots=[(0, 2)] * 12 + [(0,)] * 8, allocation=rule)
    published(counted)
    page = client.get(counted.url()).page
    assert rows_of(page, "money") == [["Ideja 6000000", "€60,000", "€3,000", "–"]]
    assert "The money divided by all voters is €5,000 each." in page.text
