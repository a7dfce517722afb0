"""Comments, reports, moderation and following in the browser."""

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from app.proposals.models import Comment, CommentReport
from app.proposals.queries import is_following
from tests.factories import a_comment, a_person, a_proposal, round_in
from tests.proposals.views.browsing import token_of


def test_a_comment_is_written_reported_and_hidden(client, visitor, session):
    idea = a_proposal(round_in(Phase.VOTING))
    address = f"/proposals/{idea.id}/comments"
    writer = visitor().sign_in(a_person("Rita Rakstītāja"))
    assert writer.submit(address, body="Tas ir **muļķīgi**.").leads_to == f"/proposals/{idea.id}"
    comment = session.query(Comment).one()
    assert "Tas ir muļķīgi" in client.get(address).page.main
    assert "Rita" not in client.get(address).page.main

    reader = visitor().sign_in(a_person())
    report = f"/comments/{comment.id}/report"
    assert report in reader.get(address).page.links
    assert reader.submit(report, reason="Aizskaroši").status_code == 303
    assert reader.submit(report, reason="Vēlreiz").status_code == 422

    organiser = visitor().sign_in(a_person("", Role.ORGANISER))
    assert "Aizskaroši" in organiser.get("/moderation").page.main
    assert organiser.submit(f"/comments/{comment.id}/hide", reason="").status_code == 422
    assert organiser.submit(f"/comments/{comment.id}/hide", reason="Cieņa.").leads_to == "/moderation"
    assert "Aizskaroši" not in organiser.get("/moderation").page.main
    for other in (client, reader):
        assert "muļķīgi" not in other.get(address).page.main
    assert "Their reason: Cieņa." in writer.get(address).page.main
    assert reader.get(report).status_code == 404

    assert "Cieņa." in organiser.get("/moderation?show=hidden").page.main
    assert organiser.submit("/moderation?show=hidden", form_named="Show it again").status_code == 303
    assert "muļķīgi" in client.get(address).page.main


def test_letting_a_comment_stand_settles_its_reports(client, session):
    comment = a_comment(a_proposal(round_in(Phase.VOTING)), body="Nepiekrītu.")
    reader = a_person()
    client.sign_in(reader).submit(f"/comments/{comment.id}/report", reason="Nepatīk")
    client.sign_in(a_person("", Role.ORGANISER)).submit("/moderation", form_named="Let it stand")
    assert session.query(CommentReport).one().settled_at is not None
    assert comment.hidden_at is None
    assert "Nothing waits" in client.get("/moderation").page.main


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Fill in"),
        ("x" * 2001, "2000"),
        ("a\x00b", "cannot be stored"),
        ("\u202eabc", "cannot be stored"),
    ],
)
def test_bad_comments_are_refused(client, session, body, said):
    idea = a_proposal(round_in(Phase.VOTING))
    answer = client.sign_in(a_person()).submit(f"/proposals/{idea.id}/comments", body=body)
    assert (answer.status_code, said in answer.page.main) == (422, True)
    assert session.query(Comment).count() == 0


SCRIPTS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert`1`)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.gif)",
    '<a href="https://a" onclick="alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example>",
    "<style>*{display:none}</style>",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_no_comment_runs_in_a_readers_browser(client, session, text):
    idea = a_proposal(round_in(Phase.VOTING))
    client.sign_in(a_person()).submit(f"/proposals/{idea.id}/comments", body=text)
    client.sign_out()
    page = client.get(f"/proposals/{idea.id}/comments").page
    (said,) = page.all("div", class_="prose")
    inside = [element for element in said.iter() if element is not said]
    assert {element.tag for element in inside} <= {"p", "a", "code"}
    for element in inside:
        assert set(element.attrib) <= {"href", "title", "rel"}
        assert element.get("href", "https://").startswith(("https://", "http://", "mailto:"))


def test_only_moderators_moderate(client, visitor):
    comment = a_comment(a_proposal(round_in(Phase.VOTING)))
    assert client.get("/moderation").status_code == 303
    elsewhere = a_person("", Role.ORGANISER, round=round_in(Phase.VOTING))
    for person, status in ((a_person(), 403), (a_person("", Role.MENTOR), 403), (elsewhere, 200)):
        browser = visitor().sign_in(person)
        assert browser.get("/moderation").status_code == status
        assert browser.get(f"/comments/{comment.id}/hide").status_code == 404
        token = token_of(browser)
        assert browser.post(f"/comments/{comment.id}/keep", data={"csrf_token": token}).status_code == 404


def test_too_many_comments_have_to_wait(client):
    idea = a_proposal(round_in(Phase.VOTING))
    token = token_of(client.sign_in(a_person()))
    data = {"csrf_token": token, "body": "Vēl."}
    answers = [client.post(f"/proposals/{idea.id}/comments", data=data).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]


def test_following_and_stopping(client):
    idea, person = a_proposal(round_in(Phase.VOTING)), a_person()
    data = {"csrf_token": token_of(client.sign_in(person))}
    assert client.post(f"/proposals/{idea.id}/follow", data=data).leads_to == f"/proposals/{idea.id}"
    assert is_following(person.id, idea.id)
    back = client.post(f"/proposals/{idea.id}/unfollow", data={**data, "back": "mine"})
    assert (back.leads_to, is_following(person.id, idea.id)) == ("/me/", False)
    client.sign_out()
    token = client.form("/sign-up").data["csrf_token"]
    assert client.post(f"/proposals/{idea.id}/follow", data={"csrf_token": token}).leads_to == "/sign-in"
