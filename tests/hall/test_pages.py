"""The hall's pages: what each person finds there, and that more rows cost no more queries."""

from datetime import timedelta

import pytest

from app.accounts.queries import actor_of
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.services import follow_proposal, write_comment
from tests.factories import (
    a_comment,
    a_department,
    a_mentor,
    a_neighbourhood,
    a_person,
    a_proposal,
    a_screening,
    an_actor,
    an_assignment,
    ready_round_in,
    round_in,
)


def test_home_without_rounds_says_where_to_go(client):
    page = client.get("/").page
    assert page.h1 == "Ideas that get built"
    assert "No round is open today" in page.text


def test_home_offers_the_round_that_ends_soonest(client):
    later = ready_round_in(Phase.SUBMISSION, days=30, title="Later")
    sooner = ready_round_in(Phase.VOTING, days=5, title="Sooner")
    round_in(Phase.DRAFT, title="Hidden")
    page = client.get("/").page
    assert page.h1 == "Sooner"
    assert later.title["en"] in page.text
    assert "Hidden" not in page.text
    assert f"/rounds/{sooner.slug}/ballot" in page.links


@pytest.mark.parametrize("many", [1, 3])
def test_home_costs_the_same_for_more_rounds(client, count_queries, many):
    for _ in range(many):
        ready_round_in(Phase.SUBMISSION)
    client.get("/")
    with count_queries() as queries:
        client.get("/")
    assert len(queries) == 9, queries


@pytest.mark.parametrize("many", [1, 3])
def test_a_round_costs_the_same_for_more_ideas(client, count_queries, many):
    round = ready_round_in(Phase.SUBMISSION)
    for _ in range(many):
        a_proposal(round)
    client.get(f"/rounds/{round.slug}")
    with count_queries() as queries:
        client.get(f"/rounds/{round.slug}")
    assert len(queries) == 12, queries


def test_a_draft_round_is_for_staff(client, visitor):
    round = round_in(Phase.DRAFT, title="Secret")
    assert client.get(f"/rounds/{round.slug}").status_code == 404
    organiser = a_person("Organiser", Role.ORGANISER)
    page = visitor().sign_in(organiser).get(f"/rounds/{round.slug}").page
    assert page.h1 == "Secret"
    assert "This is a preview" in page.text


def test_once_voting_has_begun_a_round_shows_what_can_win(client):
    round = ready_round_in(Phase.VOTING)
    a_proposal(round, state=ProposalState.FEASIBLE, title="On the ballot")
    a_proposal(round, state=ProposalState.NOT_FEASIBLE, title="Out of the race")
    page = client.get(f"/rounds/{round.slug}").page
    assert "On the ballot" in page.text
    assert "Out of the race" not in page.text


def test_a_proposal_shows_what_departments_said(client):
    round = ready_round_in(Phase.SCREENING)
    proposal = a_proposal(round, title="Bench")
    a_screening(proposal, a_department("Roads"))
    a_comment(proposal, body="I would sit there.")
    page = client.get(f"/proposals/{proposal.id}").page
    assert page.h1 == "Bench"
    assert "What the departments say" in page.text
    assert "I would sit there." in page.text


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.WITHDRAWN])
def test_a_hidden_proposal_is_found_by_its_author_only(client, visitor, state):
    author = a_person("Author")
    proposal = a_proposal(ready_round_in(Phase.SUBMISSION), author, state=state)
    assert client.get(f"/proposals/{proposal.id}").status_code == 404
    assert visitor().sign_in(a_person("Stranger")).get(f"/proposals/{proposal.id}").status_code == 404
    assert visitor().sign_in(author).get(f"/proposals/{proposal.id}").status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_a_proposal_costs_the_same_for_more_comments(client, count_queries, many):
    proposal = a_proposal(
        ready_round_in(Phase.SCREENING), a_person("Author", neighbourhood_id=a_neighbourhood().id)
    )
    for _ in range(many):
        a_comment(proposal)
    client.get(f"/proposals/{proposal.id}")
    with count_queries() as queries:
        client.get(f"/proposals/{proposal.id}")
    assert len(queries) == 13, queries


def test_my_page_gathers_what_is_mine(client):
    person = a_mentor("Mentor")
    round = ready_round_in(Phase.SCORING)
    mine = a_proposal(ready_round_in(Phase.SUBMISSION), person, state=ProposalState.DRAFT, title="My draft")
    followed = a_proposal(ready_round_in(Phase.SUBMISSION), title="Followed idea")
    an_assignment(a_proposal(round), person)
    follow_proposal(actor_of(person), followed.id, now=mine.created_at)
    page = client.sign_in(person).get("/me/").page
    for words in ("My draft", "Followed idea", "1 entry to score", "not stored here"):
        assert words in page.text


def test_notes_are_marked_as_read(client):
    author, round = a_person("Author"), ready_round_in(Phase.SUBMISSION)
    proposal = a_proposal(round, author, title="Bench")
    write_comment(an_actor(), proposal.id, body="Nice", language="en", now=proposal.created_at)
    client.sign_in(author)
    assert "Mark all as read" in client.get("/me/").page.text
    client.submit("/me/", form_named="Mark all as read")
    assert "Mark all as read" not in client.get("/me/").page.text


def test_the_desk_tells_what_waits_and_what_is_late(client):
    organiser = a_person("Organiser", Role.ORGANISER)
    round = ready_round_in(Phase.SCREENING, title="Parks")
    late = a_proposal(round)
    a_screening(late, due_on=late.created_at.date() - timedelta(days=3))
    a_proposal(round)
    page = client.sign_in(organiser).get("/desk").page
    assert "1 answer of a department is late" in page.text
    assert "1 idea that no department checks yet" in page.text


def test_the_desk_shows_only_the_rounds_one_organises(client):
    mine, other = (
        ready_round_in(Phase.SUBMISSION, title="Mine"),
        ready_round_in(Phase.SUBMISSION, title="Other"),
    )
    organiser = a_person("Organiser", Role.ORGANISER, round=mine)
    page = client.sign_in(organiser).get("/desk").page
    assert "Mine" in page.text
    assert other.title["en"] not in page.text


def test_the_audit_log_is_for_administrators(client, visitor):
    assert visitor().sign_in(a_person("Organiser", Role.ORGANISER)).get("/audit").status_code == 403
    assert client.sign_in(a_person("Boss", Role.ADMINISTRATOR)).get("/audit").page.h1 == "Audit log"
