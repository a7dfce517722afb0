"""The deadline to the second, and what others than the authors may open."""

from datetime import timedelta

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.rounds import starts_from
from tests.factories import a_neighbourhood, a_person, a_proposal, content_with, round_in
from tests.proposals.views.browsing import new_idea, token_of


def test_the_deadline_to_the_second(client, clock):
    author = a_person()
    round = round_in(Phase.SUBMISSION)
    idea = a_proposal(
        round, author, state=ProposalState.DRAFT, content=content_with(neighbourhood_id=a_neighbourhood().id)
    )
    deadline = starts_from(round.timetable)[Phase.SCREENING]
    client.sign_in(author)
    open_form = client.get(f"/proposals/{idea.id}/edit")
    clock.set(deadline - timedelta(seconds=20))
    assert client.submit(open_form, summary="Vēl laikā.", button="Hand in").status_code == 303
    clock.set(deadline)
    late = client.submit(open_form, summary="Par vēlu.", button="save")
    assert late.status_code == 403
    assert "Screening" in late.page.text
    assert (idea.summary, idea.state) == ("Vēl laikā.", ProposalState.SUBMITTED)
    assert client.get(f"/proposals/{idea.id}/edit").status_code == 403
    assert client.get(new_idea(round)).status_code == 403


def test_hidden_ideas_do_not_exist_for_others(client, visitor):
    round = round_in(Phase.SUBMISSION)
    people = [None, a_person(), a_person("", Role.ORGANISER), a_person("", Role.REVIEWER)]
    for state in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
        idea = a_proposal(round, state=state)
        for person in people:
            browser = visitor().sign_in(person) if person else visitor()
            for path in ("edit", "history", "comments", "withdraw", "files/nothing.webp"):
                assert browser.get(f"/proposals/{idea.id}/{path}").status_code == 404
            token = token_of(browser) if person else browser.form("/sign-up").data["csrf_token"]
            for path in ("follow", "unfollow", "comments", "back", "withdraw"):
                answer = browser.post(f"/proposals/{idea.id}/{path}", data={"csrf_token": token})
                assert answer.status_code == 404


def test_strangers_may_not_edit_what_they_can_read(client, visitor):
    idea = a_proposal(round_in(Phase.SUBMISSION))
    for path in ("edit", "withdraw"):
        assert client.get(f"/proposals/{idea.id}/{path}").leads_to.startswith("/sign-in?next=")
        for roles in ((), (Role.ORGANISER,), (Role.ADMINISTRATOR,), (Role.MENTOR,)):
            browser = visitor().sign_in(a_person("", *roles))
            assert browser.get(f"/proposals/{idea.id}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["edit", "history", "comments", "withdraw", "files/x"])
@pytest.mark.parametrize("number", [999, 2**31, 10**30])
def test_what_does_not_exist(client, path, number):
    assert client.sign_in(a_person()).get(f"/proposals/{number}/{path}").status_code == 404


def test_versions_are_for_authors_and_staff(client, visitor):
    author = a_person("Anna Autore")
    idea = a_proposal(
        round_in(Phase.SUBMISSION),
        author,
        content=content_with(neighbourhood_id=a_neighbourhood().id, summary="Jauns soliņš zem vecām liepām."),
    )
    client.sign_in(author)
    client.submit(
        f"/proposals/{idea.id}/edit",
        {"cost_lines-0-amount": "1200"},
        summary="Jauns soliņš zem vecām kļavām.",
        themes=["sport", "green"],
    )
    page = client.get(f"/proposals/{idea.id}/history").page
    assert "removed: liepām" in page.main
    assert "added: kļavām" in page.main
    assert "€1,200" in page.main
    assert "Anna Autore" in page.main
    assert client.get(f"/proposals/{idea.id}/history?version=1").page.main.count("removed:") == 0
    for number in ("3", "0"):
        assert client.get(f"/proposals/{idea.id}/history?version={number}").status_code == 404
    assert client.get(f"/proposals/{idea.id}/history?version=²").status_code == 200
    path = f"/proposals/{idea.id}/history"
    assert visitor().get(path).status_code == 303
    assert visitor().sign_in(a_person()).get(path).status_code == 403
    assert visitor().sign_in(a_person("", Role.REVIEWER)).get(path).status_code == 200
