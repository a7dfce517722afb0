"""Social cards, posters, easy words, the installable site, and ideas on the map: the city as others meet it."""

import io
import re
from datetime import UTC, datetime

import pytest
from PIL import Image

from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.rounds.queries import round_by_id
from app.web.cover_sheets import SHEET
from tests.factories import a_neighbourhood, a_proposal, ready_round_in
from tests.page import words


@pytest.fixture
def round(app):
    return ready_round_in(Phase.VOTING, datetime.now(UTC))


@pytest.fixture
def idea(round):
    place = a_neighbourhood("Grīva", lat=55.86, lon=26.5)
    return a_proposal(
        round, state=ProposalState.FEASIBLE, title="Soliņi upes malā", neighbourhood_id=place.id
    )


def test_a_card_is_drawn_once_and_named_by_what_it_says(client, idea, instance):
    page = client.get(f"/proposals/{idea.id}").page
    address = page.one("meta", property="og:image").get("content")
    answer = client.get(address.partition("localhost")[2])
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert "immutable" in answer.headers["Cache-Control"]
    (kept,) = (instance / "cards").iterdir()
    assert kept.name.startswith(f"proposal-{idea.id}-en-")
    assert (
        client.get(f"/proposals/{idea.id}/card.png?v=old").headers["Cache-Control"] == "public, max-age=300"
    )


def test_a_draft_has_no_card_and_no_poster(client, round):
    draft = a_proposal(round, state=ProposalState.DRAFT)
    assert client.get(f"/proposals/{draft.id}/card.png").status_code == 404
    assert client.get(f"/proposals/{draft.id}/poster").status_code == 404


def test_posters_have_a_square_to_scan_and_two_sizes(client, idea):
    slug = round_by_id(idea.round_id).slug
    for address in (f"/rounds/{slug}/poster", f"/proposals/{idea.id}/poster?size=a3"):
        answer = client.get(address)
        page = answer.page
        assert 'aria-label="This page as a QR code"' in answer.text
        assert [link[-2:] for link in page.links if "size=" in link and "lang=" not in link] == ["a4", "a3"]


def test_easy_words_follow_the_rules(client, round):
    page = client.get(f"/rounds/{round.slug}/easy").page
    assert "Have an idea" in page.text
    assert "Your vote is secret" in page.text
    assert "easy words" in client.get(f"/rounds/{round.slug}").page.text


def test_the_worker_keeps_static_files_and_the_page_without_a_connection_only(client, app):
    script = client.get("/sw.js")
    kept = re.findall(r'"(/[^"]*)"', script.text.partition("\n")[0])
    assert kept
    assert all(address == "/offline" or address.startswith(app.static_url_path) for address in kept)
    assert set(re.findall(r"cache\.(?:put|add|addAll)\(([\w.]+)", script.text)) == {
        "KEPT.files",
        "KEPT.offline",
    }
    assert 'credentials: "omit"' in script.text
    assert client.get("/offline").status_code == 200
    assert {icon["sizes"] for icon in client.get("/manifest.webmanifest").json["icons"]} == {
        "192x192",
        "512x512",
    }


def test_ideas_are_points_without_people(client, idea):
    slug = round_by_id(idea.round_id).slug
    told = client.get(f"/rounds/{slug}/proposals.geojson")
    (point,) = told.json["features"]
    assert point["geometry"]["coordinates"] == [26.5, 55.86]
    assert point["properties"]["precision"] == "neighbourhood"
    assert point["properties"].keys() == {
        "id", "title", "language", "url", "state", "themes", "cost_cents", "neighbourhood", "park", "precision",
    }  # fmt: skip
    assert client.get(f"/rounds/{slug}/proposals.geojson?theme=sport&q=nothing").json["features"] == []
    assert client.get("/projects.geojson").json == {"type": "FeatureCollection", "features": []}


def test_the_map_and_its_list_have_the_same_filters(client, idea):
    slug = round_by_id(idea.round_id).slug
    for address in (f"/rounds/{slug}/proposals?view=map", f"/rounds/{slug}?view=map"):
        page = client.get(address).page
        assert [words(item) for item in page.all("li", **{"data-lat": "55.86"})] == [
            "1Soliņi upes malāGrīva · €1,000"
        ]
    nothing = client.get(f"/rounds/{slug}/proposals?view=map&q=zzz").page
    assert "No idea fits" in nothing.text


def test_covers_of_a_page_come_from_one_sheet(client, idea):
    page = client.get(f"/rounds/{round_by_id(idea.round_id).slug}/proposals")
    assert SHEET not in page.text
    (used,) = re.findall(r'<use href="(/covers\.svg[^"]*)"', page.text)
    address, _, name = used.replace("&amp;", "&").partition("#")
    sheet = client.get(address)
    assert f'id="{name}"' in sheet.text
    assert client.get("/covers.svg?k=sport-1.<script>").status_code == 404
