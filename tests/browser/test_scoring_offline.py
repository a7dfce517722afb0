"""A mentor between two teams, on a phone that loses its connection."""

import pytest

from app.domain.phases import Phase
from app.judging.models import Scorecard
from tests.factories import a_mentor, a_rubric, an_assignment, an_entry, round_in

pytestmark = pytest.mark.faces


def test_what_is_scored_offline_arrives_once(browse, session):
    round = round_in(Phase.SCORING)
    a_rubric(round)
    mentor = a_mentor("Ilze", round)
    assignment = an_assignment(an_entry(round, title="Soliņš"), mentor)
    number = assignment.id
    page = browse(person=mentor, width=360)
    page.goto(f"/mentor/{number}")
    said = page.locator("[data-card-said]")
    page.locator("label[for=level_feasibility-4]").click()
    said.get_by_text("Saved").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    page.keyboard.press("5")
    said.get_by_text("kept on this device").wait_for()
    page = _closed_and_opened_again(page)
    page.get_by_text("A scorecard on this device waits for a connection.").wait_for()
    page.context.set_offline(False)
    said = page.locator("[data-card-said]")
    said.get_by_text("Saved").wait_for()
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    page.context.set_offline(True)
    for _step in range(2):
        page.get_by_role("button", name="Next").click()
    page.get_by_label("Comment to the team").fill("Labi pārdomāts!")
    page.get_by_role("button", name="Submit", exact=True).click()
    said.get_by_text("Waiting for a connection; it will be submitted by itself.").wait_for()
    session.rollback()
    assert [row.submitted_at for row in session.query(Scorecard)] == [None]
    page.context.set_offline(False)
    page.wait_for_url("**/mentor")
    session.rollback()
    (row,) = session.query(Scorecard).all()
    assert (row.assignment_id, row.revision) == (number, 1)
    assert row.submitted_at is not None
    assert row.levels == {"feasibility": 4, "benefit": 5}
    assert row.team_comment == "Labi pārdomāts!"
    assert page.evaluate("Object.keys(localStorage).filter((key) => /:\\d+:/.test(key))") == []


def _closed_and_opened_again(page):
    """Another tab of the same telephone at the same address; this one is gone."""
    again = page.context.new_page()
    page.close()
    again.goto(page.url)
    return again
