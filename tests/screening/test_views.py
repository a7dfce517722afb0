"""Screening through the browser: handing out, the department's desk and task, the authors' answer."""

from datetime import timedelta

import pytest

from app.db.clock import database_now
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.screening import Verdict
from app.proposals.models import Proposal, Version
from app.screening.models import Screening
from tests.factories import (
    a_department,
    a_person,
    a_proposal,
    a_reviewer,
    a_screening,
    add,
    an_entry,
    content_with,
    round_in,
)


@pytest.fixture
def round(app):
    return round_in(Phase.SCREENING)


def day(offset):
    return (database_now() + timedelta(days=offset)).date()


def test_an_organiser_asks_departments_about_several_proposals(client, round, session):
    proposals = [an_entry(round, title=f"Ideja {letter}") for letter in "ABC"]
    departments = [a_department("Pilsētplānošana"), a_department("Komunālā")]
    client.sign_in(a_person("", Role.ORGANISER))
    url = f"/rounds/{round.slug}/screening"
    answer = client.submit(
        url,
        proposals=[proposals[0].id, proposals[2].id],
        departments=[each.id for each in departments],
        due_on=day(14).isoformat(),
    )
    assert answer.status_code == 303
    asked = session.query(Screening).order_by(Screening.proposal_id, Screening.department_id).all()
    assert [(each.proposal_id, each.department_id) for each in asked] == [
        (proposal.id, department.id)
        for proposal in (proposals[0], proposals[2])
        for department in departments
    ]
    page = client.follow(answer).page
    assert "Ideja B" in page.text
    assert "Ideja A" not in page.text
    waiting = client.get(f"{url}?shown=waiting").page
    assert "Ideja A" in waiting.text
    assert "Ideja B" not in waiting.text
    gone = client.submit(f"{url}?shown=waiting", form_named=f"/screening/{asked[0].id}/withdraw")
    assert gone.status_code == 303
    assert session.query(Screening).count() == 3


@pytest.mark.parametrize(
    "forged",
    [
        {"proposals": None},
        {"proposals": "999999"},
        {"proposals": "1e999"},
        {"departments": None},
        {"departments": "-1"},
        {"departments": "x\x00"},
        {"due_on": ""},
        {"due_on": "2026-13-45"},
        {"due_on": "0001-01-01"},
        {"due_on": "9999-12-31"},
        {"due_on": "morgen\u202e"},
    ],
)
def test_wrong_choices_get_a_sentence(client, round, session, forged):
    proposal, department = an_entry(round), a_department()
    client.sign_in(a_person("", Role.ORGANISER))
    answer = client.submit(
        f"/rounds/{round.slug}/screening",
        proposals=[proposal.id],
        departments=[department.id],
        due_on=day(3).isoformat(),
        forged=forged,
    )
    assert answer.status_code == 422, forged
    assert "Please check these answers" in answer.page.text
    assert session.query(Screening).count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ORGANISER, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.REVIEWER, 403),
        (Role.MENTOR, 403),
        (Role.COUNCIL, 403),
        (None, 403),
    ],
)
def test_only_organisers_open_the_list(client, round, role, status):
    client.sign_in(a_person("", *([role] if role else [])))
    assert client.get(f"/rounds/{round.slug}/screening").status_code == status


def test_nobody_is_asked_once_voting_has_begun(client, session):
    round = round_in(Phase.VOTING)
    an_entry(round)
    client.sign_in(a_person("", Role.ORGANISER))
    page = client.get(f"/rounds/{round.slug}/screening")
    assert page.status_code == 200
    assert "due_on" not in [field.get("name") for field in page.page.all("input")]
    token = page.page.one("input", name="csrf_token").get("value")
    answer = client.post(f"/rounds/{round.slug}/screening", data={"csrf_token": token})
    assert answer.status_code == 403


def test_a_desk_shows_what_waits_what_is_late_and_what_is_done(client, round):
    department = a_department()
    reviewer = a_reviewer(department)
    done = {"verdict": Verdict.FEASIBLE, "reason": "Der.", "decided_at": database_now()}
    for title, columns in (("Drīz", {}), ("Vakar", {"due_on": day(-2)}), ("Gatavs", done)):
        a_screening(an_entry(round, title=title), department, **columns)
    a_screening(an_entry(round, title="Cita pārvalde"))
    a_screening(a_proposal(round, state=ProposalState.DRAFT, title="Melnraksts"), department)
    client.sign_in(reviewer)
    titles = {
        part: [each for each in ("Drīz", "Vakar", "Gatavs", "Cita", "Melnraksts") if each in page.text]
        for part in ("waiting", "late", "done")
        if (page := client.get(f"/screening?part={part}").page)
    }
    assert titles == {"waiting": ["Drīz", "Vakar"], "late": ["Vakar"], "done": ["Gatavs"]}
    assert client.get("/screening?part=nonsense&page=zzz").page.h1 == "Proposals to check"


def test_a_desk_of_one_round_shows_only_that_round(client, round):
    department = a_department()
    reviewer = a_reviewer(department, round)
    a_screening(an_entry(round, title="Šajā kārtā"), department)
    a_screening(an_entry(round_in(Phase.SCREENING), title="Citā kārtā"), department)
    page = client.sign_in(reviewer).get("/screening").page
    assert "Šajā kārtā" in page.text
    assert "Citā kārtā" not in page.text


def test_a_reviewer_without_a_department_is_told(client):
    client.sign_in(a_person("", Role.REVIEWER))
    assert "You belong to no department yet" in client.get("/screening").page.text


def test_a_desk_needs_the_same_queries_for_one_and_three_tasks(client, round, count_queries):
    department = a_department()
    client.sign_in(a_reviewer(department))
    counts = []
    for _ in range(2):
        a_screening(an_entry(round), department)
        with count_queries() as queries:
            client.get("/screening")
        counts.append(len(queries))
        a_screening(an_entry(round), department)
    assert counts == [counts[0]] * 2, queries


def test_a_reviewer_answers_and_revises(client, round, session):
    department = a_department()
    proposal = an_entry(round, content=content_with(title="Soliņš"))
    screening = a_screening(proposal, department)
    client.sign_in(a_reviewer(department))
    url = f"/screening/{screening.id}"
    answer = client.submit(
        url, verdict="feasible_with_changes", reason="Jāpārvieto **par metru**.", estimate="1 250,50"
    )
    assert (answer.status_code, answer.leads_to) == (303, "/screening")
    session.expire_all()
    assert (proposal.state, proposal.official_cost_cents) == (ProposalState.FEASIBLE_WITH_CHANGES, 125050)
    form = client.form(url)
    assert (form.data["verdict"], form.data["estimate"]) == ("feasible_with_changes", "1250.50")
    assert client.submit(url, verdict="feasible", estimate="").status_code == 303
    session.expire_all()
    assert (proposal.state, proposal.official_cost_cents) == (ProposalState.FEASIBLE, None)


@pytest.mark.parametrize(
    "forged",
    [
        {"verdict": None},
        {"verdict": "maybe"},
        {"reason": ""},
        {"reason": "x" * 4001},
        {"reason": "a\x00b"},
        {"reason": "a\u202eb"},
        {"estimate": "-5"},
        {"estimate": "1e999"},
        {"estimate": "9" * 30},
        {"language": "xx"},
    ],
)
def test_a_wrong_answer_gets_a_sentence(client, round, session, forged):
    screening = a_screening(an_entry(round))
    client.sign_in(a_reviewer(screening.department))
    answer = client.submit(f"/screening/{screening.id}", verdict="feasible", reason="Der.", forged=forged)
    assert answer.status_code == 422, forged
    session.expire_all()
    assert session.get(Screening, screening.id).verdict is None


def test_the_task_shows_the_version_frozen_at_the_deadline(client, round, session):
    screening = a_screening(an_entry(round, content=content_with(summary="Laikus saglabātais.")))
    later = content_with(summary="Par vēlu saglabātais.").as_data()
    proposal_id = screening.proposal_id
    add(Version(proposal_id=proposal_id, number=2, content=later, saved_at=database_now()))
    client.sign_in(a_reviewer(screening.department))
    text = client.get(f"/screening/{screening.id}").page.text
    assert "Laikus saglabātais." in text
    assert "Par vēlu" not in text


def test_others_find_no_task(client, round):
    screening = a_screening(an_entry(round))
    url = f"/screening/{screening.id}"
    assert client.get(url).status_code == 404
    for person, status in (
        (a_reviewer(), 404),
        (a_person("", Role.ORGANISER), 404),
        (a_person("", department_id=screening.department_id), 404),
        (a_reviewer(screening.department), 200),
    ):
        assert client.sign_in(person).get(url).status_code == status


def test_after_the_phase_the_task_can_be_read_but_not_answered(client, session):
    screening = a_screening(an_entry(round_in(Phase.VOTING)))
    client.sign_in(a_reviewer(screening.department))
    page = client.get(f"/screening/{screening.id}")
    assert "Screening of this round is over" in page.page.text
    token = page.page.all("input", name="csrf_token")[0].get("value")
    forged = {"csrf_token": token, "verdict": "feasible", "reason": "Der.", "language": "lv"}
    assert client.post(f"/screening/{screening.id}", data=forged).status_code == 403


def test_an_author_answers_once(client, visitor, round, session):
    author = a_person()
    proposal = an_entry(round, author)
    decided = {"verdict": Verdict.NOT_FEASIBLE, "reason": "Tur ir vads.", "decided_at": database_now()}
    screening = a_screening(proposal, **decided)
    url = f"/screening/{screening.id}/answer"
    assert visitor().sign_in(a_person()).get(url).status_code == 403
    client.sign_in(author)
    for bad in ("", "x" * 4001, "a\x00"):
        assert client.submit(url, forged={"text": bad}).status_code == 422
    answer = client.submit(url, text="Var arī blakus.")
    assert (answer.status_code, answer.leads_to) == (303, f"/proposals/{proposal.id}")
    assert "You have answered" in client.get(url).page.text
    session.expire_all()
    assert session.get(Screening, screening.id).author_answer == "Var arī blakus."


def test_an_undecided_task_has_no_answer_page(client, round):
    author = a_person()
    screening = a_screening(an_entry(round, author))
    assert client.sign_in(author).get(f"/screening/{screening.id}/answer").status_code == 404


def test_answers_of_hidden_proposals_stay_hidden(client, round, session):
    decided = {"verdict": Verdict.FEASIBLE, "reason": "Der.", "decided_at": database_now()}
    screening = a_screening(an_entry(round), **decided)
    proposal = session.get(Proposal, screening.proposal_id)
    proposal.state, proposal.submitted_at = ProposalState.WITHDRAWN, None
    session.commit()
    client.sign_in(a_person())
    assert client.get(f"/screening/{screening.id}/answer").status_code == 404
    client.sign_in(a_reviewer(screening.department))
    assert client.get(f"/screening/{screening.id}").status_code == 404
