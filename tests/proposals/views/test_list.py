"""The list of ideas: narrowed by its form, with as many queries for one as for three."""

from datetime import UTC, datetime

import pytest

from app.domain.phases import Phase
from app.domain.proposal_content import CostLine
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from tests.factories import a_neighbourhood, a_person, a_proposal, a_team, content_with, round_in
from tests.proposals.files import jpeg


def test_the_list_narrows_by_its_form(client):
    centrs, griva = a_neighbourhood("Centrs"), a_neighbourhood("Grīva")
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, content=content_with(title="Soliņš", neighbourhood_id=griva.id, themes=(Theme.GREEN,)))
    a_proposal(
        round,
        content=content_with(
            title="Grozs",
            summary="Basketbols.",
            description="",
            neighbourhood_id=centrs.id,
            cost_lines=(CostLine("x", 500_000),),
        ),
    )
    address = f"/rounds/{round.slug}/proposals"
    for asked, there in (
        ({"q": "SOLINS"}, "Soliņš"),
        ({"neighbourhood": griva.id}, "Soliņš"),
        ({"theme": "green", "q": "sol liep"}, "Soliņš"),
        ({"most": "1000"}, "Soliņš"),
        ({"least": "1 000,01", "sort": "dearest"}, "Grozs"),
    ):
        page = client.search(address, **asked).page
        shown = [heading.find("a").text for heading in page.all("h2", class_="card-title")]
        assert shown == [there]
        assert "1 found" in page.main
    assert "Grīva (1)" in client.get(address).page.main
    assert "No idea fits" in client.search(address, state="feasible").page.main


@pytest.mark.parametrize(
    "query",
    [
        "neighbourhood=abc",
        "theme=x&state=draft&sort=random",
        "least=-1&most=1e999",
        "page=0",
        "page=99999999999",
        "page=²",
        "q=" + "x" * 5000,
        "q=%25_%27",
        "neighbourhood=" + "9" * 40,
        "slug=other&lang=xx",
    ],
)
def test_nonsense_in_the_address_asks_for_nothing(client, query):
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, title="Soliņš")
    assert client.get(f"/rounds/{round.slug}/proposals?{query}").status_code == 200


def test_characters_that_cannot_be_stored_are_no_search(client):
    round = round_in(Phase.SUBMISSION)
    assert client.get(f"/rounds/{round.slug}/proposals?q=%00").status_code == 400
    assert client.get(f"/rounds/{round.slug}/proposals?q=%E2%80%AE").status_code == 200


@pytest.mark.parametrize("ideas", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(client, count_queries, ideas):
    place, round = a_neighbourhood(), round_in(Phase.SUBMISSION)
    for _ in range(ideas):
        a_proposal(
            round,
            a_person(neighbourhood_id=place.id),
            team_id=a_team(round).id,
            content=content_with(neighbourhood_id=place.id),
        )
    address = f"/rounds/{round.slug}/proposals"
    with count_queries() as queries:
        assert f"{ideas} found" in client.get(address).page.main
    assert len(queries) == 5, queries


@pytest.mark.parametrize("files", [1, 3])
def test_the_form_takes_as_many_queries_for_one_picture_as_for_three(client, count_queries, files):
    author = a_person()
    idea = a_proposal(round_in(Phase.SUBMISSION), author, state=ProposalState.DRAFT)
    client.sign_in(author)
    client.submit(f"/proposals/{idea.id}/edit", pictures=[(jpeg(), "a.jpg")] * 1)
    for _ in range(files - 1):
        client.submit(f"/proposals/{idea.id}/edit", pictures=[(jpeg(), "a.jpg")])
    address = f"/proposals/{idea.id}/edit"
    with count_queries() as queries:
        assert len(client.get(address).page.all("img")) == files
    assert len(queries) == 11, queries


def test_pages_speak_latvian_and_russian(client):
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, at=datetime.now(UTC))
    for language in ("lv", "ru"):
        client.language = language
        assert client.get(f"/rounds/{round.slug}/proposals").page.lang == language
