"""The mentor's desk and scorecard."""

from datetime import timedelta

import pytest

from app.db.clock import database_now
from app.domain.phases import Phase
from app.judging import queries
from app.judging.models import Scorecard
from app.proposals.models import Version
from tests.factories import (
    a_criterion,
    a_mentor,
    a_rubric,
    a_scorecard,
    add,
    an_assignment,
    an_entry,
    content_with,
    round_in,
)
from tests.judging.views.desk import LEVELS, page_of


def test_a_mentor_drafts_submits_and_corrects(client, assignment, session):
    client.sign_in(assignment.mentor)
    desk = client.get("/mentor").page
    assert "0 of 1 scored" in desk.text
    url = page_of(assignment)
    draft = client.submit(url, level_feasibility="2", button="Save draft")
    assert (draft.status_code, draft.leads_to) == (303, url)
    assert client.form(url, "scorecard").data["level_feasibility"] == "2"
    assert "Draft, not submitted" in client.get("/mentor").page.text
    done = client.submit(url, **LEVELS, team_comment="Labi!", button="Submit")
    assert (done.status_code, done.leads_to) == (303, "/mentor")
    assert "1 of 1 scored" in client.follow(done).page.text
    fixed = client.submit(url, level_benefit="3", reason="Pārlasīju.", button="Submit the correction")
    assert fixed.status_code == 303
    assert [
        (row.revision, row.levels["benefit"]) for row in session.query(Scorecard).order_by("revision")
    ] == [(1, 5), (2, 3)]


def test_an_incomplete_scorecard_is_shown_again_with_what_is_missing(client, assignment, session):
    client.sign_in(assignment.mentor)
    answer = client.submit(page_of(assignment), level_benefit="5", team_comment="Labi!", button="Submit")
    assert answer.status_code == 422
    assert "Choose a level." in answer.page.text
    form = answer.page.form("scorecard")
    assert (form.data["level_benefit"], form.data["team_comment"]) == ("5", "Labi!")
    assert session.query(Scorecard).count() == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"level_feasibility": "6"},
        {"level_feasibility": "1e999"},
        {"level_feasibility": "٣"},
        {"level_feasibility": "na"},
        {"level_feasibility": "x" * 5000},
        {"level_feasibility": "3\x00"},
        {"comment_benefit": "x" * 4001},
        {"comment_benefit": "a\u202eb"},
        {"team_comment": "x" * 4001},
        {"private_note": "\x00"},
        {"version": "7"},
        {"version": "1e999"},
        {"version": None},
    ],
)
@pytest.mark.parametrize("button", ["Submit", "Save draft"])
def test_bad_input_gets_a_sentence_and_is_not_stored(client, assignment, session, forged, button):
    client.sign_in(assignment.mentor)
    answer = client.submit(page_of(assignment), **LEVELS, forged=forged, button=button)
    assert answer.status_code == 422, forged
    assert session.query(Scorecard).count() == 0


def test_a_correction_without_a_reason_is_asked_for_it(client, assignment, session):
    client.sign_in(assignment.mentor)
    client.submit(page_of(assignment), **LEVELS, button="Submit")
    answer = client.submit(page_of(assignment), level_benefit="1", button="Submit the correction")
    assert answer.status_code == 422
    assert "Say why you correct the scorecard." in answer.page.text
    assert session.query(Scorecard).count() == 1


def test_criteria_that_may_not_apply_or_want_a_comment(client, round, session):
    rubric = a_rubric(round, [{"key": "benefit"}])
    a_criterion(rubric, "upkeep", may_not_apply=True, needs_comment=True, position=2)
    a_criterion(rubric, "charm", is_required=False, position=3)
    assignment = an_assignment(an_entry(round), a_mentor())
    client.sign_in(assignment.mentor)
    answer = client.submit(page_of(assignment), level_benefit="5", level_upkeep="na", button="Submit")
    assert answer.status_code == 422
    assert "this criterion asks for one" in answer.page.text
    answer = client.submit(answer, comment_upkeep="Nav ko uzturēt.", button="Submit")
    assert answer.status_code == 303
    assert session.query(Scorecard).one().levels == {"benefit": 5, "upkeep": "na"}


def test_the_scorecard_shows_the_version_frozen_at_the_deadline(client, round, rubric):
    entry = an_entry(round, content=content_with(summary="Laikus saglabātais."))
    assignment = an_assignment(entry, a_mentor())
    later = content_with(summary="Par vēlu saglabātais.").as_data()
    add(Version(proposal_id=entry.id, number=2, content=later, saved_at=database_now()))
    text = client.sign_in(assignment.mentor).get(page_of(assignment)).page.text
    assert "Laikus saglabātais." in text
    assert "Par vēlu" not in text


def test_a_rubric_changed_meanwhile_is_shown_anew(client, round, assignment, session):
    client.sign_in(assignment.mentor)
    form = client.form(page_of(assignment), "scorecard").fill(LEVELS)
    a_rubric(round, [{"key": "feasibility", "hi": 4}, {"key": "benefit"}], version=2)
    answer = client.send(form, "Submit")
    assert answer.status_code == 422
    assert "The rubric has changed" in answer.page.text
    assert session.query(Scorecard).count() == 0
    again = client.submit(answer, level_feasibility="4", level_benefit="5", button="Submit")
    assert again.status_code == 303


def test_a_scorecard_of_an_older_rubric_is_to_be_scored_again(client, round, rubric, assignment, session):
    a_scorecard(assignment, rubric, levels={"feasibility": 4, "benefit": 5})
    a_rubric(round, [{"key": "feasibility", "hi": 4}, {"key": "benefit"}], version=2)
    client.sign_in(assignment.mentor)
    assert "Score again" in client.get("/mentor").page.text
    form = client.form(page_of(assignment), "scorecard")
    assert (form.data.get("level_feasibility"), form.data["level_benefit"]) == (None, "5")
    assert client.submit(page_of(assignment), level_feasibility="2", button="Submit").status_code == 303
    assert session.query(Scorecard).count() == 2


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.SCREENING, "Scoring has not begun yet"),
        (Phase.VOTING, "Scoring is over, and you have no complete scorecard"),
    ],
)
def test_outside_scoring_the_entry_can_only_be_read(client, phase, words):
    round = round_in(phase)
    a_rubric(round)
    assignment = an_assignment(an_entry(round), a_mentor())
    client.sign_in(assignment.mentor)
    page = client.get(page_of(assignment))
    assert words in page.page.text
    token = page.page.all("input", name="csrf_token")[0].get("value")
    answer = client.post(page_of(assignment), data={"csrf_token": token, "version": "1", **LEVELS})
    assert answer.status_code == 403


def test_a_complete_draft_counts_after_the_deadline(client, clock, round, assignment, session):
    client.sign_in(assignment.mentor)
    client.submit(page_of(assignment), **LEVELS, button="Save draft")
    clock.set(queries.scoring_ends_at(round) + timedelta(minutes=1))
    assert "counts as submitted" in client.get(page_of(assignment)).page.text
    assert "1 of 1 scored" in client.get("/mentor").page.text
