"""The ranking: of the worked round, before its time, and what the public sees of it."""

from datetime import timedelta

import pytest
from flask import render_template

from app.audit.models import Entry
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging import queries
from tests.factories import a_mentor, a_person, a_rubric, a_scorecard, an_assignment, an_entry, round_in
from tests.judging.vector import worked_round
from tests.judging.views.desk import JUDGING


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
