"""Feedback that an organiser let pass, for the team alone."""

import pytest
from sqlalchemy import select

from app.accounts.queries import actor_of
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.notices.models import Note
from app.results import queries, services
from app.results.models import Publication
from tests.results.after.jury import KIND, MIND, person_of


def test_nothing_unread_reaches_a_team(after):
    assert after.told("A") is None
    with pytest.raises(RuleBroken) as waiting:
        after.release()
    assert (waiting.value.code, waiting.value.params) == ("feedback.comments_waiting", {"count": 2})
    after.review(kept=["feasibility"])
    after.release()
    told = after.told("A")
    assert told.comments == [KIND]
    assert [line.comments for line in told.lines] == [[], []]
    with pytest.raises(RuleBroken, match="feedback.released_already"):
        after.release()


def test_a_team_reads_levels_and_quarters_and_young_people_no_place_unless_they_win(after):
    after.review()
    after.release()
    told = {name: after.told(name) for name in "ADE"}
    assert [(line.told.level, line.told.quartile) for line in told["A"].lines] == [(2, 4), (3, 2)]
    assert {name: (each.place, each.has_won) for name, each in told.items()} == {
        "A": (None, False),
        "D": (3, False),
        "E": (1, True),
    }


def test_the_teams_are_told_when_it_is_released(after, session):
    after.review()
    after.release()
    notes = session.scalars(select(Note).where(Note.event == "feedback_released")).all()
    assert {(note.person_id, note.path) for note in notes} >= {
        (after.child.id, f"/proposals/{after.entries['A'].id}/feedback"),
        (after.adult.id, f"/proposals/{after.entries['D'].id}/feedback"),
    }


def test_feedback_waits_for_the_result_and_for_whoever_may(after, session):
    with transaction() as writing:
        writing.delete(writing.get_one(Publication, after.round.id))
    after.review()
    with pytest.raises(RuleBroken, match="feedback.not_published"):
        after.release()
    seen = [each.key for each in queries.comments_in(after.round, database_now())]
    for broken, reasons in (
        ("feedback.no_reason", {seen[0]: " "}),
        ("feedback.comment_gone", {"9-team": "x"}),
    ):
        with pytest.raises(RuleBroken, match=broken):
            services.review_comments(after.organiser, after.round.id, seen, reasons, now=database_now())
    with pytest.raises(NotAllowed):
        services.review_comments(actor_of(after.adult), after.round.id, seen, {}, now=database_now())


def test_the_page_is_for_the_team_alone(after, visitor):
    organiser, child, stranger = visitor(), visitor(), visitor()
    organiser.sign_in(person_of(after.organiser))
    page = f"/rounds/{after.round.slug}/feedback"
    key = next(each.key for each in queries.comments_in(after.round, database_now()) if "feas" in each.key)
    form = f"review-{after.entries['A'].id}"
    refused = organiser.submit(page, {"hide": [key]}, form_named=form)
    assert refused.status_code == 422
    assert "Say why the comment stays" in refused.page.text
    organiser.submit(page, {"hide": [key], f"reason-{key}": "Nosauc vārdu."}, form_named=form)
    assert organiser.submit(page, form_named=f"{page}/release").status_code == 303
    address = f"/proposals/{after.entries['A'].id}/feedback"
    shown = child.sign_in(after.child).get(address).page
    assert KIND in shown.text
    assert MIND not in shown.text
    assert "Tikai man" not in shown.text
    assert stranger.sign_in(after.adult).get(address).status_code == 403
    assert visitor().get(address).status_code == 302 or visitor().get(address).status_code == 303
