"""Judging through the browser: the mentor's desk, blindness, assigning, the ranking."""

from datetime import timedelta

import pytest
from flask import render_template

from app.audit.models import Entry
from app.db.clock import database_now
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging import queries
from app.judging.models import Assignment, Recusal, Scorecard
from app.proposals.models import Version
from tests.factories import (
    a_criterion,
    a_mentor,
    a_person,
    a_recusal,
    a_reviewer,
    a_rubric,
    a_scorecard,
    add,
    an_assignment,
    an_entry,
    content_with,
    round_in,
)
from tests.judging.vector import worked_round

JUDGING = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "benefit", "places": 2}
LEVELS = {"level_feasibility": "4", "level_benefit": "5"}


@pytest.fixture
def round(app):
    return round_in(Phase.SCORING, judging=JUDGING)


@pytest.fixture
def rubric(round):
    return a_rubric(round)


@pytest.fixture
def assignment(round, rubric):
    return an_assignment(an_entry(round, title="Soliņš"), a_mentor("Ilze"))


def page_of(assignment):
    return f"/mentor/{assignment.id}"


# The mentor's desk and scorecard


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
    ] == [
        (1, 5),
        (2, 3),
    ]


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


# Blindness


def test_nobody_learns_of_other_scorecards_before_submitting(client, rubric, assignment):
    other = an_assignment(assignment.proposal, a_mentor("Otrs Mentors"))
    given = {
        "levels": {"feasibility": 2, "benefit": 1},
        "team_comment": "Neticu.",
        "private_note": "Slepens.",
    }
    a_scorecard(other, rubric, **given)
    client.sign_in(assignment.mentor)
    before = client.get(page_of(assignment)).page.text + client.get("/mentor").page.text
    assert "Otrs Mentors" not in before
    assert "Neticu." not in before
    client.submit(page_of(assignment), level_feasibility="4", button="Save draft")
    assert "Otrs Mentors" not in client.get(page_of(assignment)).page.text
    client.submit(page_of(assignment), **LEVELS, button="Submit")
    after = client.get(page_of(assignment)).page.text
    assert "Otrs Mentors" in after
    assert "Neticu." in after
    assert "Slepens." not in after


def test_drafts_and_recused_scorecards_of_others_are_never_shown(client, rubric, assignment):
    levels = {"feasibility": 2, "benefit": 1}
    a_scorecard(
        an_assignment(assignment.proposal, a_mentor("Vēl Raksta")), rubric, levels=levels, submitted_at=None
    )
    recused = an_assignment(assignment.proposal, a_mentor("Ir Radinieks"))
    a_scorecard(recused, rubric, levels=levels)
    a_recusal(assignment.proposal, recused.mentor)
    client.sign_in(assignment.mentor)
    client.submit(page_of(assignment), **LEVELS, button="Submit")
    text = client.get(page_of(assignment)).page.text
    assert "Vēl Raksta" not in text
    assert "Ir Radinieks" not in text


def test_scorecards_of_others_cannot_be_opened(client, assignment):
    assert client.get(page_of(assignment)).status_code == 404
    for person in (
        a_mentor(),
        a_person("", Role.ORGANISER),
        a_person("", Role.COUNCIL),
        a_reviewer(),
        a_person(),
    ):
        client.sign_in(person)
        assert client.get(page_of(assignment)).status_code == 404
        assert client.get(f"{page_of(assignment)}/sheet").status_code == 404
        assert client.get(f"{page_of(assignment)}/step-aside").status_code == 404


def test_a_dismissed_mentor_finds_nothing(client, round, rubric):
    assignment = an_assignment(an_entry(round), a_person())
    client.sign_in(assignment.mentor)
    assert client.get("/mentor").status_code == 403
    assert client.get(page_of(assignment)).status_code == 404


def test_whoever_steps_aside_sees_nothing_of_the_entry(client, rubric, assignment, session):
    other = an_assignment(assignment.proposal, a_mentor("Otrs Mentors"))
    a_scorecard(other, rubric, levels={"feasibility": 2, "benefit": 1})
    client.sign_in(assignment.mentor)
    client.submit(page_of(assignment), **LEVELS, button="Submit")
    url = f"{page_of(assignment)}/step-aside"
    for forged in ({"reason": ""}, {"reason": "x" * 501}, {"reason": "\x00"}, {"kind": "boredom"}):
        assert client.submit(url, kind="family", reason="Brālis.", forged=forged).status_code == 422
    answer = client.submit(url, kind="family", reason="Brālis ir komandā.")
    assert (answer.status_code, answer.leads_to) == (303, "/mentor")
    assert session.query(Recusal).one().reason == "Brālis ir komandā."
    assert "You stepped aside from 1 entry" in client.get("/mentor").page.text
    assert client.get(page_of(assignment)).status_code == 404


def test_recused_staff_see_neither_scores_nor_mentors(client, round, session):
    _rubric, entries, _mentors = worked_round(round)
    organiser = a_mentor("Organizators")
    add_role(organiser, Role.ORGANISER)
    a_recusal(entries["E"], organiser)
    own = an_entry(round, organiser, title="Paša ideja")
    an_assignment(own, a_mentor("Kāds Cits"))
    client.sign_in(organiser)
    mentors = client.get(f"/rounds/{round.slug}/mentors").page.text
    assert "Kāds Cits · Paša ideja" not in mentors
    assert mentors.count("Its mentors and scores are not shown to you") == 2
    early = client.submit(f"/rounds/{round.slug}/ranking", reason="Jāpasūta balvas.")
    assert "Ideja E" not in early.page.text
    assert "2 entries are not shown to you" in early.page.text
    hidden = session.query(Assignment).filter_by(proposal_id=entries["E"].id).first()
    token = early.page.all("input", name="csrf_token")[0].get("value")
    assert client.post(f"/mentor/{hidden.id}/end", data={"csrf_token": token}).status_code == 404


def test_an_organiser_who_scores_too_sees_no_scores_before_submitting(client, round):
    _rubric, entries, _mentors = worked_round(round)
    both = a_mentor("Abi Divi")
    add_role(both, Role.ORGANISER)
    an_assignment(entries["C"], both)
    client.sign_in(both)
    early = client.submit(f"/rounds/{round.slug}/ranking", reason="Jāpasūta balvas.")
    assert "Ideja E" in early.page.text
    assert "Ideja C" not in early.page.text


def add_role(person, role):
    from tests.factories import a_grant

    return a_grant(person, role)


# Assigning


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


# The ranking


def test_the_ranking_of_the_worked_round(client, clock, round):
    worked_round(round)
    clock.set(queries.scoring_ends_at(round) + timedelta(minutes=1))
    client.sign_in(a_person("", Role.COUNCIL))
    page = client.get(f"/rounds/{round.slug}/ranking").page
    places = [" ".join(each) for each in page.rows]
    assert places[:5] == [
        "1 Ideja E wins 70.0 60.0 (place 2) 65.0–75.0 2",
        "2 Ideja C wins 67.5 57.5 (place 3) 55.0–80.0 2",
        "3 Ideja D 55.0 62.5 (place 1) 35.0–75.0 2",
        "4 Ideja B 50.0 52.5 25.0–75.0 2",
        "5 Ideja A 27.5 35.0 10.0–45.0 2",
    ]
    assert places[5:8] == ["Mentors P −20.0 strict", "Mentors Q +5.0 mild", "Mentors R +15.0 mild"]
    assert any(each.startswith("Whole scorecards agreed little") for each in places)
    assert places[-5:-3] == ["Ideja E 4.0 3.5", "Ideja C 4.5 2.5"]
    assert "place 3 → 1" in page.text
    assert "without Mentors P: 2" in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ORGANISER, 200), (Role.COUNCIL, 200), (Role.MENTOR, 403), (Role.REVIEWER, 403), (None, 403)],
)
def test_who_sees_the_ranking(client, role, status):
    round = round_in(Phase.VOTING, judging=JUDGING)
    worked_round(round)
    client.sign_in(a_person("", *([role] if role else [])))
    assert client.get(f"/rounds/{round.slug}/ranking").status_code == status


def test_before_the_end_there_is_no_ranking_but_an_early_look_on_record(client, round, session):
    worked_round(round)
    url = f"/rounds/{round.slug}/ranking"
    organiser = a_person("", Role.ORGANISER)
    client.sign_in(organiser)
    page = client.get(url).page
    assert "There is no ranking before scoring ends" in page.text
    assert "67.5" not in page.text
    for bad in ("", "x" * 501, "\x00"):
        answer = client.submit(url, forged={"reason": bad})
        assert answer.status_code == 422
        assert "67.5" not in answer.page.text
    seen = client.submit(url, reason="Jāpasūta balvas.")
    assert "67.5" in seen.page.text
    assert "You look early." in seen.page.text
    entry = session.query(Entry).filter_by(action="look_early").one()
    assert (entry.actor_id, entry.after) == (organiser.id, {"reason": "Jāpasūta balvas."})
    assert "67.5" not in client.get(url).page.text


def test_the_council_does_not_look_early(client, round, visitor):
    worked_round(round)
    url = f"/rounds/{round.slug}/ranking"
    client.sign_in(a_person("", Role.COUNCIL))
    page = client.get(url).page
    assert "Look early" not in page.text
    token = page.all("input", name="csrf_token")[0].get("value")
    assert client.post(url, data={"csrf_token": token, "reason": "Gribu."}).status_code == 403
    assert visitor().get(url).status_code == 303


def test_entries_with_few_scorecards_are_provisional(client):
    round = round_in(Phase.VOTING, judging={**JUDGING, "min_scorecards": 3})
    worked_round(round)
    client.sign_in(a_person("", Role.ORGANISER))
    page = client.get(f"/rounds/{round.slug}/ranking").page
    assert page.text.count("provisional") == 5
    assert "A place needs 3 scorecards." in page.text


def test_ties_are_named(client):
    round = round_in(Phase.VOTING, judging={**JUDGING, "min_scorecards": 1})
    rubric = a_rubric(round, [{"key": "feasibility"}, {"key": "benefit"}])
    mentor = a_mentor()
    for levels in ({"feasibility": 4, "benefit": 2}, {"feasibility": 2, "benefit": 4}):
        a_scorecard(an_assignment(an_entry(round), mentor), rubric, levels=levels)
    client.sign_in(a_person("", Role.ORGANISER))
    text = client.get(f"/rounds/{round.slug}/ranking").page.text
    assert "Tie decided by the criterion “Benefit”: position 1" in text


def test_the_public_part_names_no_mentor(app):
    round = round_in(Phase.DECISION, judging=JUDGING)
    _rubric, entries, _mentors = worked_round(round)
    with app.test_request_context("/?lang=en"):
        html = render_template("judging/_scores.html", score=queries.entry_score(entries["C"]))
        empty = render_template("judging/_scores.html", score=None)
    assert "4.5 of 5" in html
    assert "Ļoti labi" in html
    assert "Mentors" not in html
    assert empty.strip() == ""
