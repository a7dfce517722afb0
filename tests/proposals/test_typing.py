"""Drafts that are kept while they are typed, and what can be undone."""

from datetime import UTC, datetime

import pytest

from app.audit.models import Entry
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.queries import latest_version
from tests.factories import a_person, a_proposal, ready_round_in


@pytest.fixture
def author(app):
    return a_person("Anna")


@pytest.fixture
def draft(author):
    round = ready_round_in(Phase.SUBMISSION, datetime.now(UTC))
    return a_proposal(round, author, state=ProposalState.DRAFT, title="Soliņi")


def typed(browser, idea, **said):
    form = browser.form(f"/proposals/{idea.id}/edit", "idea")
    data = {**form.data.to_dict(), **said}
    return browser.post(f"/proposals/{idea.id}/typed", data=data)


def test_typing_goes_on_in_one_version_and_leaves_no_trail(client, author, draft, session):
    client.sign_in(author)
    first = typed(client, draft, title="Soliņi upes malā")
    seen = first.json["fields"]["seen"]
    assert typed(client, draft, title="Soliņi upes malā un lampas").json["fields"]["seen"] == seen
    assert latest_version(draft.id).content["title"] == "Soliņi upes malā un lampas"
    assert not session.query(Entry).filter_by(action="save_proposal").count()


def test_typing_never_overwrites_what_somebody_else_saved(client, author, draft):
    client.sign_in(author)
    typed(client, draft, title="Soliņi upes malā")
    assert typed(client, draft, title="Vecs", seen="77").status_code == 409
    assert typed(client, draft, title="").status_code == 422


def test_what_everybody_reads_is_saved_by_the_button_only(client, author):
    round = ready_round_in(Phase.SUBMISSION, datetime.now(UTC))
    handed_in = a_proposal(round, author, state=ProposalState.SUBMITTED, title="Gatava")
    client.sign_in(author)
    answer = typed(client, handed_in, title="Cita")
    assert answer.status_code == 422
    assert answer.json["stop"] is True


def test_unfollowing_can_be_undone(client, author):
    round = ready_round_in(Phase.SUBMISSION, datetime.now(UTC))
    idea = a_proposal(round, state=ProposalState.SUBMITTED)
    client.sign_in(author)
    address = f"/proposals/{idea.id}"
    for button in ("Follow this idea", "Stop following"):
        client.submit(address, form_named=button)
    assert client.follow(client.submit(address, form_named="Undo")).status_code == 200
    assert "Stop following" in client.get(address).page.text
