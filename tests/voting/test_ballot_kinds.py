"""Several pots on one ballot, and points, rankings and grades without a script."""

from typing import Any

import pytest

from app.voting import queries
from tests.factories import a_neighbourhood, a_pot
from tests.voting.pages import cast, change, forged_cast, review
from tests.voting.polls import Vote, a_vote, on_ballot


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


def test_a_scale_too_long_for_a_row_is_typed(client, app, anna):
    vote = a_vote(ballot_type="grades", ballot_limits={"lowest": 1, "highest": 999_999, "min": 1})
    page = client.submit(vote.url(), {f"points-{vote.ids[0]}": "4711"}, button="Review my ballot")
    assert "grade 4711" in page.page.text
    assert client.submit(page, form_named="cast").status_code == 303
