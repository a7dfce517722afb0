"""What nobody should send to the form of an idea stores nothing."""

import pytest

from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.models import Proposal, Version
from app.proposals.queries import content_now
from tests.factories import a_person, a_pot, round_in
from tests.proposals.views.browsing import new_idea, token_of

BAD = [
    ({"title": ""}, {}, "Fill in this field"),
    ({"title": "x" * 121}, {}, "120"),
    ({"summary": "x" * 281}, {}, "280"),
    ({"description": "x" * 8001}, {}, "8000"),
    ({"title": "Sol\x00iņš"}, {}, "cannot be stored"),
    ({"summary": "tek\u202ests"}, {}, "cannot be stored"),
    ({"description": "a\x0bb"}, {}, "cannot be stored"),
    ({"cost_lines-0-what": "So\x00ls"}, {}, "cannot be stored"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "-5"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "1e999"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "NaN"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "9" * 13}, {}, "too large"),
    ({"cost_lines-0-amount": "5"}, {}, "Say what this money is for"),
    ({"cost_lines-0-what": "x" * 121}, {}, "120"),
    ({"upkeep": "-1"}, {}, "Write the amount as a number"),
    ({"point": "1e999, 1"}, {}, "Write latitude and longitude"),
    ({"point": "91, 20"}, {}, "not a place on the map"),
    ({"point": "nan, nan"}, {}, "Write latitude and longitude"),
    ({"video_url": "http://example.com"}, {}, "starts with https://"),
    ({"video_url": "javascript:alert(1)"}, {}, "starts with https://"),
    ({"themes": ["sport", "play", "green", "culture"]}, {}, "up to three themes"),
    ({}, {"themes": ["weapons"]}, "not a valid choice"),
    ({}, {"neighbourhood": "999"}, "Not a valid choice"),
    ({}, {"neighbourhood": "abc"}, "could not coerce"),
    ({}, {"park": "999"}, "Not a valid choice"),
    ({}, {"pot": "999"}, "Not a valid choice"),
    ({}, {"language": "xx"}, "Not a valid choice"),
    ({}, {"behalf": "999"}, "Not a valid choice"),
    ({}, {"files-0-id": "1", "files-0-alt": "Svešs"}, "does not belong to this idea"),
    ({}, {"files-0-id": "x"}, "does not belong to this idea"),
    ({}, {"files-0-id": "9" * 30}, "does not belong to this idea"),
]


@pytest.mark.parametrize(("fields", "forged", "said"), BAD)
def test_bad_input_stores_nothing(client, session, fields, forged, said):
    round = round_in(Phase.SUBMISSION)
    for _ in range(2):
        a_pot(round)
    client.sign_in(a_person())
    answer = client.submit(new_idea(round), {"title": "Sols", **fields}, forged=forged)
    assert answer.status_code == 422
    assert said.lower() in answer.page.main.lower()
    assert session.query(Proposal).count() == session.query(Version).count() == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"cost_lines-²-what": "x"},
        {"cost_lines-99999999999999999999-what": "x"},
        {"cost_lines--1-what": "x"},
        {"files-٣-id": "1"},
        {"seen": "0"},
        {"remove_line": "99"},
        {"cover": "nonsense"},
        {"state": "feasible", "author_id": "1", "official_cost_cents": "1"},
        {"title": "Kon\udcffc".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
    ],
)
def test_odd_fields_change_nothing_else(client, session, forged):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    assert client.submit(new_idea(round), title="Sols", forged=forged).status_code == 303
    idea = session.query(Proposal).one()
    assert (idea.state, idea.official_cost_cents, content_now(idea).cost_lines) == (
        ProposalState.DRAFT,
        None,
        (),
    )


def test_a_lone_surrogate_is_replaced_or_refused(client, session):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    body = f"csrf_token={token_of(client)}&title=Sols%ED%A0%80&language=lv&neighbourhood=0&park=0&behalf=0"
    answer = client.post(new_idea(round), data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 422)
    assert all("\ud800" not in idea.title for idea in session.query(Proposal))


def test_a_request_without_a_token_changes_nothing(client, session):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    assert client.post(new_idea(round), data={"title": "Sols"}).status_code == 400
    assert session.query(Proposal).count() == 0
