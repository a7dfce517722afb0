"""Nobody learns of other scorecards before submitting, and whoever steps aside sees nothing."""

from app.domain.permissions import Role
from app.judging.models import Assignment, Recusal
from tests.factories import (
    a_grant,
    a_mentor,
    a_person,
    a_recusal,
    a_reviewer,
    a_scorecard,
    an_assignment,
    an_entry,
)
from tests.judging.vector import worked_round
from tests.judging.views.desk import LEVELS, page_of


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
    a_grant(organiser, Role.ORGANISER)
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
    a_grant(both, Role.ORGANISER)
    an_assignment(entries["C"], both)
    client.sign_in(both)
    early = client.submit(f"/rounds/{round.slug}/ranking", reason="Jāpasūta balvas.")
    assert "Ideja E" in early.page.text
    assert "Ideja C" not in early.page.text
