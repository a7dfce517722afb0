"""What the proposal's page shows of screening."""

from flask import render_template

from app.db.clock import database_now
from app.domain.phases import Phase
from app.domain.screening import Verdict
from app.screening import queries
from tests.factories import a_department, a_screening, an_entry, round_in


def test_answers_show_reason_estimate_and_the_authors_words(app):
    proposal = an_entry(round_in(Phase.SCREENING))
    a_screening(
        proposal,
        a_department("Komunālā"),
        verdict=Verdict.FEASIBLE_WITH_CHANGES,
        reason="Jāpārvieto *par metru*. <script>alert(1)</script>",
        language="lv",
        estimate_cents=125000,
        decided_at=database_now(),
        author_answer="Piekrītam.",
        answered_at=database_now(),
    )
    a_screening(proposal, a_department("Plānošana"))
    with app.test_request_context("/?lang=en"):
        html = render_template(
            "screening/_answers.html",
            screenings=queries.screenings_of(proposal.id),
            proposal=proposal,
            may_answer_screening=True,
        )
    assert "<em>par metru</em>" in html
    assert "<script>" not in html
    assert "Estimate: €1,250" in html
    assert "Piekrītam." in html
    assert "Answer the department" not in html
    assert "The department is checking the idea" in html
