"""Organisers assign mentors, by hand or by a plan they have looked at."""

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging.models import Assignment
from tests.factories import a_mentor, a_person, a_scorecard, an_assignment, an_entry, round_in
from tests.judging.vector import worked_round
from tests.judging.views.desk import page_of


def test_an_organiser_assigns_by_hand_and_takes_away(client, round, rubric, session):
    mentor = a_mentor("Ilze")
    entries = [an_entry(round, title=f"Ideja {number}") for number in range(3)]
    an_entry(round, mentor, title="Ilzes ideja")
    client.sign_in(a_person("", Role.ORGANISER))
    url = f"/rounds/{round.slug}/mentors"
    answer = client.submit(url, mentor=mentor.id, entries=[entries[0].id, entries[2].id], form_named="assign")
    assert answer.status_code == 303
    held = session.query(Assignment).order_by(Assignment.id).all()
    assert [each.proposal_id for each in held] == [entries[0].id, entries[2].id]
    gone = client.submit(url, form_named=f"/mentor/{held[0].id}/end")
    assert gone.status_code == 303
    assert session.query(Assignment).count() == 1
    for forged in ({"mentor": "99999"}, {"entries": "1e999"}, {"entries": None}, {"mentor": "\x00"}):
        answer = client.submit(
            url, mentor=mentor.id, entries=[entries[1].id], form_named="assign", forged=forged
        )
        assert answer.status_code == 422, forged
    assert session.query(Assignment).count() == 1


def test_the_plan_is_looked_at_before_it_is_saved(client, round, session):
    for number in range(4):
        an_entry(round, title=f"Ideja {number}")
        a_mentor(f"Mentors {number}")
    client.sign_in(a_person("", Role.ORGANISER))
    url = f"/rounds/{round.slug}/mentors/plan"
    page = client.search(url, per_entry="3", cap="", seed="mana sēkla")
    assert "new assignments" in page.page.text
    assert session.query(Assignment).count() == 0
    answer = client.submit(page.address, form_named="save")
    assert (answer.status_code, answer.leads_to) == (303, f"/rounds/{round.slug}/mentors")
    assert session.query(Assignment).count() == 12
    assert "Nothing has to change." in client.get(f"{url}?per_entry=3&cap=&seed=mana").page.text


@pytest.mark.parametrize(
    "query",
    ["per_entry=0&seed=x", "per_entry=1e999&seed=x", "per_entry=3&cap=-1&seed=x", "per_entry=3&seed=", "x=1"],
)
def test_impossible_settings_get_a_sentence(client, round, query):
    client.sign_in(a_person("", Role.ORGANISER))
    answer = client.get(f"/rounds/{round.slug}/mentors/plan?{query}")
    assert answer.status_code == 422
    assert "Please check these answers" in answer.page.text


def test_a_plan_that_has_changed_is_shown_anew(client, round, session):
    an_entry(round)
    a_mentor()
    a_mentor()
    client.sign_in(a_person("", Role.ORGANISER))
    url = f"/rounds/{round.slug}/mentors/plan"
    answer = client.submit(url, form_named="save", forged={"shown": "0123456789abcdef"})
    assert answer.status_code == 422
    assert "have changed since this plan was shown" in answer.page.text
    assert session.query(Assignment).count() == 0


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
@pytest.mark.parametrize("page", ["mentors", "mentors/plan"])
def test_only_organisers_see_who_scores_what(client, round, rubric, role, page):
    client.sign_in(a_person("", *([role] if role else [])))
    assert client.get(f"/rounds/{round.slug}/{page}").status_code == 403


def test_progress_shows_no_scores(client, round):
    worked_round(round)
    client.sign_in(a_person("", Role.ORGANISER))
    page = client.get(f"/rounds/{round.slug}/mentors").page
    assert "2 of 2 mentors have scored" in page.text
    assert not any(score in page.text for score in ("67.5", "27.5", "70.0"))


def test_the_list_of_mentors_asks_as_often_for_three_entries_as_for_one(client, round, rubric, count_queries):
    client.sign_in(a_person("", Role.ORGANISER))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_scorecard(an_assignment(an_entry(round)), rubric, levels={"feasibility": 1, "benefit": 1})
        with count_queries() as asked:
            client.get(f"/rounds/{round.slug}/mentors")
        counts.append(len(asked))
    assert counts[0] == counts[1], asked


def test_a_round_without_scoring_has_no_mentors(client):
    round = round_in(Phase.SUBMISSION, skipped=[Phase.SCORING])
    client.sign_in(a_person("", Role.ORGANISER))
    for page in ("mentors", "mentors/plan", "ranking"):
        assert client.get(f"/rounds/{round.slug}/{page}").status_code == 404


def test_sheets_to_print(client, round, rubric, assignment):
    client.sign_in(a_person("", Role.ORGANISER))
    url = f"/rounds/{round.slug}/mentors/sheets/{assignment.proposal_id}"
    page = client.get(url).page
    assert "Feasibility" in page.text
    assert "Izcili" in page.text
    assert client.get(f"/rounds/{round.slug}/mentors/sheets/99999").status_code == 404
    mine = client.sign_in(assignment.mentor).get(f"{page_of(assignment)}/sheet").page
    assert "Ilze" in mine.text
    assert client.get(url).status_code == 403
