"""An idea from its name to the list, by one person, by a team, by two members at once."""

import pytest

from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.proposal_content import CostLine
from app.domain.proposal_states import ProposalState
from app.proposals.models import Proposal
from app.proposals.queries import attachments_of, content_now
from tests.factories import (
    a_neighbourhood,
    a_park,
    a_person,
    a_pot,
    a_proposal,
    a_team,
    content_with,
    round_in,
)
from tests.proposals.files import jpeg, pdf
from tests.proposals.views.browsing import new_idea, token_of


def test_an_idea_from_its_name_to_the_list(client, session):
    jf = a_neighbourhood("Jaunā Forštate")
    park = a_park(jf, "Jaunās Forštates parks")
    round = round_in(Phase.SUBMISSION, title="Jauniešu fonds")
    a_pot(round)
    client.sign_in(a_person("Anna", age_band=AgeBand.FROM_13))
    answer = client.submit(new_idea(round), title="  Gaisma   skeitparkam ", button="Save and go on later")
    idea = session.query(Proposal).one()
    assert answer.leads_to == f"/proposals/{idea.id}/edit"
    page = client.follow(answer).page
    assert (page.h1, idea.state) == ("Gaisma skeitparkam", ProposalState.DRAFT)

    refused = client.submit(answer.leads_to, button="Hand in")
    assert refused.status_code == 422
    assert "Say in which neighbourhood it is" in refused.page.main

    answer = client.submit(
        refused,
        {"cost_lines-0-what": "Lampas", "cost_lines-0-amount": "2 400,50", "cost_lines-1-what": "Talka"},
        summary="Trīs lampas.",
        description="Lai ir **droši**.",
        themes=["sport", "safety"],
        park=park.id,
        point="55.8747, 26.5362",
        upkeep="120",
        pictures=[(jpeg(), "foto.jpg"), (jpeg(), "otra.jpg")],
        documents=(pdf(), "plāns.pdf"),
        video_url="https://video.example/v?a=1",
        button="more_lines",
    )
    assert answer.leads_to == f"/proposals/{idea.id}/edit"
    assert (idea.neighbourhood_id, idea.cost_cents, idea.upkeep_cents) == (jf.id, 240_050, 12_000)
    assert (idea.lat, idea.lon, idea.themes) == (55.8747, 26.5362, ["sport", "safety"])
    form = client.form(answer.leads_to, "idea")
    assert [form.data[f"cost_lines-{row}-what"] for row in range(4)] == ["Lampas", "Talka", "", ""]

    second = attachments_of(idea.id)[1]
    client.submit(f"/proposals/{idea.id}/edit", {"files-1-alt": "Tumšs parks"}, button=str(second.id))
    assert (idea.cover_key, idea.cover_alt) == (second.file_key, "Tumšs parks")
    client.submit(f"/proposals/{idea.id}/edit", button="remove_line")
    assert content_now(idea).cost_lines == (CostLine("Talka", 0),)
    client.submit(f"/proposals/{idea.id}/edit", {"cost_lines-0-amount": "100"})

    answer = client.submit(f"/proposals/{idea.id}/edit", button="Hand in")
    assert answer.leads_to == f"/proposals/{idea.id}"
    assert idea.state is ProposalState.SUBMITTED
    client.sign_out()
    cards = client.get(f"/rounds/{round.slug}/proposals").page
    assert f"/proposals/{idea.id}" in cards.links
    assert "A resident" in cards.main
    assert "Anna" not in cards.main
    cover = client.get(f"/proposals/{idea.id}/files/{second.file_key}")
    assert (cover.status_code, cover.mimetype) == (200, "image/webp")


def test_a_submitted_idea_is_changed_taken_back_and_withdrawn(client):
    author = a_person()
    idea = a_proposal(
        round_in(Phase.SUBMISSION), author, content=content_with(neighbourhood_id=a_neighbourhood().id)
    )
    address = f"/proposals/{idea.id}"
    client.sign_in(author)
    assert client.submit(f"{address}/edit", summary="", button="Save the changes").status_code == 422
    assert client.submit(f"{address}/edit", summary="Labāk.", button="Save the changes").status_code == 303
    assert (idea.summary, idea.state) == ("Labāk.", ProposalState.SUBMITTED)
    assert client.submit(f"{address}/edit", form_named="Back to draft").status_code == 303
    assert idea.state is ProposalState.DRAFT
    answer = client.submit(f"{address}/withdraw", form_named="Withdraw the idea")
    assert (answer.leads_to, idea.state) == ("/me/", ProposalState.WITHDRAWN)
    assert client.get(f"{address}/withdraw").status_code == 422
    assert client.get(f"{address}/edit").status_code == 422


def test_an_idea_for_a_team(client, session):
    round, anna, janis = round_in(Phase.SUBMISSION, proposers={"as": ["team"]}), a_person(), a_person()
    assert "ideas come from teams" in client.sign_in(anna).get(new_idea(round)).page.main
    team = a_team(round, anna, janis, name="Zaļie")
    client.submit(f"{new_idea(round)}?team={team.id}", title="Kopā")
    idea = session.query(Proposal).one()
    assert idea.team_id == team.id
    client.sign_in(janis)
    assert client.submit(f"/proposals/{idea.id}/edit", summary="Jāņa teikums.").status_code == 303
    assert idea.summary == "Jāņa teikums."


def test_two_members_at_the_same_time(client, visitor):
    round, anna, janis = round_in(Phase.SUBMISSION), a_person(), a_person()
    team = a_team(round, anna, janis)
    idea = a_proposal(round, anna, team_id=team.id, state=ProposalState.DRAFT)
    address = f"/proposals/{idea.id}/edit"
    hers = client.sign_in(anna).get(address)
    visitor().sign_in(janis).submit(address, summary="Jāņa.")
    refused = client.submit(hers, summary="Annas.")
    assert refused.status_code == 422
    assert "Somebody of your team has saved" in refused.page.main
    assert idea.summary == "Jāņa."
    assert client.submit(refused, button="save").status_code == 303
    assert idea.summary == "Annas."


@pytest.mark.parametrize(
    ("proposers", "person", "said"),
    [
        ({"age_bands": ["13_15"]}, {}, "another age"),
        ({"neighbourhood_ids": [999]}, {}, "other neighbourhoods"),
    ],
)
def test_who_may_not_propose_is_told_why(client, session, proposers, person, said):
    round = round_in(Phase.SUBMISSION, proposers=proposers)
    client.sign_in(a_person(**person))
    page = client.get(new_idea(round))
    assert (page.status_code, said in page.page.main) == (403, True)
    answer = client.post(new_idea(round), data={"csrf_token": token_of(client), "title": "Tomēr"})
    assert answer.status_code == 403
    assert session.query(Proposal).count() == 0
