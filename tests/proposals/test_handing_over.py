"""An entry goes on in a round that has money to give, with all that it says, and its authors stay."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app.accounts.queries import actor_of
from app.db.clock import database_now
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_content import AttachmentKind
from app.domain.proposal_states import ProposalState
from app.domain.rounds import RoundKind
from app.notices.models import Note
from app.proposals import queries, services
from app.proposals.models import Attachment, Proposal
from app.web.uploads import store_image
from tests.factories import (
    a_neighbourhood,
    a_person,
    a_pot,
    a_team,
    add,
    an_actor,
    an_entry,
    content_with,
    round_in,
)
from tests.world import a_picture


@pytest.fixture
def hackathon(app):
    return round_in(Phase.DECISION, kind=RoundKind.HACKATHON, title="Hakatons")


@pytest.fixture
def budget(app):
    budget = round_in(Phase.SUBMISSION, title="Budžets 2026")
    a_pot(budget)
    return budget


@pytest.fixture
def anna(app):
    return a_person("Anna")


@pytest.fixture
def entry(hackathon, anna):
    """A team's entry with a picture and a place."""
    said = content_with(title="Grafiti siena", neighbourhood_id=a_neighbourhood().id)
    made = an_entry(hackathon, anna, team_id=a_team(hackathon, anna).id, content=said)
    picture = store_image(BytesIO(a_picture().getvalue()), "siena.png")
    shown = {"kind": AttachmentKind.IMAGE, "name": "siena.png", "alt": "Krāsaina siena"}
    add(
        Attachment(
            proposal_id=made.id,
            file_key=picture.key,
            size_bytes=picture.size_bytes,
            added_at=database_now(),
            **shown,
        )
    )
    return made


def test_one_click_makes_a_draft_with_everything_and_the_team_hands_it_in(entry, budget, anna, visitor):
    client = visitor().sign_in(anna)
    done = client.submit(f"/proposals/{entry.id}/hand-over", form_named=f"round-{budget.id}")
    assert done.status_code == 303
    made = queries.grown_from(entry.id, with_drafts=True)[0].proposal
    said, before = queries.content_now(made), queries.content_now(entry)
    assert (said.title, said.cost_lines, said.description) == (
        before.title,
        before.cost_lines,
        before.description,
    )
    (picture,) = queries.pictures_of(made.id)
    assert (picture.alt, made.cover_key) == ("Krāsaina siena", picture.file_key)
    assert client.get(f"/proposals/{made.id}/files/{picture.file_key}").status_code == 200
    assert (made.team_id, made.author_id, made.state) == (entry.team_id, anna.id, ProposalState.DRAFT)
    services.submit_proposal(actor_of(anna), made.id, now=database_now())
    assert "Grew out of" in visitor().get(f"/proposals/{made.id}").page.text
    assert "Goes on as" in visitor().get(f"/proposals/{entry.id}").page.text


@pytest.mark.both_databases
def test_an_entry_goes_to_a_round_once(entry, budget, anna):
    services.hand_over(actor_of(anna), entry.id, budget.id, (), now=database_now())
    with pytest.raises(RuleBroken, match="handover.done_already"):
        services.hand_over(actor_of(anna), entry.id, budget.id, (), now=database_now())


def test_only_its_authors_and_organisers_and_only_to_a_round_that_is_open(entry, budget, anna, session):
    with pytest.raises(NotAllowed):
        services.hand_over(actor_of(a_person()), entry.id, budget.id, (), now=database_now())
    for closed in (round_in(Phase.VOTING), round_in(Phase.SUBMISSION, kind=RoundKind.HACKATHON)):
        with pytest.raises(RuleBroken, match="handover.round_closed"):
            services.hand_over(actor_of(anna), entry.id, closed.id, (), now=database_now())
    alone = round_in(
        Phase.SUBMISSION, proposers={"age_bands": [], "neighbourhood_ids": [], "as": ["resident"]}
    )
    with pytest.raises(RuleBroken, match="proposer"):
        services.hand_over(actor_of(anna), entry.id, alone.id, (), now=database_now())
    assert session.scalars(select(Proposal.id)).all() == [entry.id]


def test_authors_hear_of_what_an_organiser_hands_over(entry, budget, anna, session):
    made = services.hand_over(an_actor(Role.ORGANISER), entry.id, budget.id, (), now=database_now())
    note = session.scalars(select(Note).where(Note.event == "handed_over")).one()
    assert (note.person_id, note.path) == (anna.id, f"/proposals/{made.id}/edit")
    assert queries.grown_from(entry.id) == []  # nobody else sees the draft


def test_sheet_for_the_states_portal_is_in_latvian(entry, anna, visitor):
    client = visitor().sign_in(anna)
    page = client.get(f"/proposals/{entry.id}/sheet").page
    assert page.lang == "lv"
    for said in ("Grafiti siena", "Koka soliņš ar atzveltni.", "siena.png"):
        assert said in page.text
