"""A ballot with many ideas: light, searchable without a script, and nothing marked is ever lost."""

from app.voting import queries
from tests.factories import a_neighbourhood
from tests.voting.pages import change
from tests.voting.polls import a_vote

BYTES_A_ROW = 1_000


def rows_shown(page):
    """The values of the ideas that can be seen."""
    rows = [row for row in page.all("li", class_="ballot-row") if row.get("hidden") is None]
    return {box.get("value") for row in rows for box in row.iter("input")}


def test_a_row_weighs_little(client, app, anna):
    few, many = a_vote(proposals=4), a_vote(proposals=24)
    weights = [len(client.get(vote.url()).data) for vote in (few, many)]
    assert (weights[1] - weights[0]) / 20 < BYTES_A_ROW


def test_looking_for_ideas_keeps_what_is_marked(client, app, anna):
    vote = a_vote(proposals=14)
    griva, centrs = a_neighbourhood("Grīva"), a_neighbourhood("Centrs")
    for number, proposal in enumerate(vote.proposals):
        change(proposal, neighbourhood_id=(griva if number < 2 else centrs).id)
    change(vote.proposals[9], title="Šūpoles pie upes")
    marked, found = vote.ids[4], vote.ids[9]
    page = client.submit(vote.url(), choices=[marked], find="SUPOLES upe", button="Show").page
    assert rows_shown(page) == {marked, found}
    page = client.submit(vote.url(), choices=[marked], where=str(griva.id), button="Show")
    assert rows_shown(page.page) == {marked, *vote.ids[:2]}
    page = client.submit(
        page, find="nowhere", choices=[marked, vote.ids[0]], form_named="ballot", button="Show"
    )
    assert rows_shown(page.page) == {marked, vote.ids[0]}
    reviewed = client.submit(page, form_named="ballot", button="Review my ballot")
    assert client.submit(reviewed, form_named="cast").status_code == 303
    [(choices, _times)] = queries.profile_inputs(vote.round.id, vote.electorate.id)
    assert sorted(choices.strip("[]").replace('"', "").split(",")) == sorted([marked, vote.ids[0]])


def test_enter_looks_or_adds_up_and_never_votes(client, app, anna):
    """The first button of a form is the one that Enter presses."""
    for vote, name in ((a_vote(proposals=14), "look"), (a_vote(proposals=2), "change")):
        form = client.get(vote.url()).page.one("form", id="ballot")
        assert next(form.iter("button")).get("name") == name
