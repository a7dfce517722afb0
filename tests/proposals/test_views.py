"""The pages of ideas as people use them: write, hand in, list, look back, talk, moderate."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_content import CostLine
from app.domain.proposal_states import ProposalState
from app.domain.rounds import starts_from
from app.domain.themes import Theme
from app.proposals.models import Comment, CommentReport, Proposal, Version
from app.proposals.queries import attachments_of, content_now, is_following
from tests.factories import (
    a_comment,
    a_neighbourhood,
    a_park,
    a_person,
    a_pot,
    a_proposal,
    a_team,
    content_with,
    round_in,
)
from tests.proposals.files import jpeg, pdf

P = ProposalState


def new_idea(round):
    """The address where an idea is begun."""
    return f"/rounds/{round.slug}/proposals/new"


def token_of(browser):
    """A valid token of this browser's session."""
    return browser.form("/me/settings", "Save my settings").data["csrf_token"]


def test_an_idea_from_its_name_to_the_list(client, session):
    jf = a_neighbourhood("Jaunā Forštate")
    park = a_park(jf, "Jaunās Forštates parks")
    round = round_in(Phase.SUBMISSION, title="Jauniešu fonds")
    a_pot(round)
    client.sign_in(a_person("Anna", age_band=AgeBand.FROM_13))
    answer = client.submit(new_idea(round), title="  Gaisma   skeitparkam ", button="Save and go on later")
    idea = session.query(Proposal).one()
    assert answer.leads_to == f"/proposals/{idea.id}/edit"
    page = client.follow(answer).page
    assert (page.h1, idea.state) == ("Gaisma skeitparkam", P.DRAFT)

    refused = client.submit(answer.leads_to, button="Hand in")
    assert refused.status_code == 422
    assert "Say in which neighbourhood it is" in refused.page.main

    answer = client.submit(
        refused,
        {"cost_lines-0-what": "Lampas", "cost_lines-0-amount": "2 400,50", "cost_lines-1-what": "Talka"},
        summary="Trīs lampas.",
        description="Lai ir **droši**.",
        themes=["sport", "safety"],
        park=park.id,
        point="55.8747, 26.5362",
        upkeep="120",
        pictures=[(jpeg(), "foto.jpg"), (jpeg(), "otra.jpg")],
        documents=(pdf(), "plāns.pdf"),
        video_url="https://video.example/v?a=1",
        button="more_lines",
    )
    assert answer.leads_to == f"/proposals/{idea.id}/edit"
    assert (idea.neighbourhood_id, idea.cost_cents, idea.upkeep_cents) == (jf.id, 240_050, 12_000)
    assert (idea.lat, idea.lon, idea.themes) == (55.8747, 26.5362, ["sport", "safety"])
    form = client.form(answer.leads_to, "idea")
    assert [form.data[f"cost_lines-{row}-what"] for row in range(4)] == ["Lampas", "Talka", "", ""]

    second = attachments_of(idea.id)[1]
    client.submit(f"/proposals/{idea.id}/edit", {"files-1-alt": "Tumšs parks"}, button=str(second.id))
    assert (idea.cover_key, idea.cover_alt) == (second.file_key, "Tumšs parks")
    client.submit(f"/proposals/{idea.id}/edit", button="remove_line")
    assert content_now(idea).cost_lines == (CostLine("Talka", 0),)
    client.submit(f"/proposals/{idea.id}/edit", {"cost_lines-0-amount": "100"})

    answer = client.submit(f"/proposals/{idea.id}/edit", button="Hand in")
    assert answer.leads_to == f"/proposals/{idea.id}"
    assert idea.state is P.SUBMITTED
    client.sign_out()
    cards = client.get(f"/rounds/{round.slug}/proposals").page
    assert f"/proposals/{idea.id}" in cards.links
    assert "A resident" in cards.main
    assert "Anna" not in cards.main
    cover = client.get(f"/proposals/{idea.id}/files/{second.file_key}")
    assert (cover.status_code, cover.mimetype) == (200, "image/webp")


def test_a_submitted_idea_is_changed_taken_back_and_withdrawn(client):
    author = a_person()
    idea = a_proposal(
        round_in(Phase.SUBMISSION), author, content=content_with(neighbourhood_id=a_neighbourhood().id)
    )
    address = f"/proposals/{idea.id}"
    client.sign_in(author)
    assert client.submit(f"{address}/edit", summary="", button="Save the changes").status_code == 422
    assert client.submit(f"{address}/edit", summary="Labāk.", button="Save the changes").status_code == 303
    assert (idea.summary, idea.state) == ("Labāk.", P.SUBMITTED)
    assert client.submit(f"{address}/edit", form_named="Back to draft").status_code == 303
    assert idea.state is P.DRAFT
    answer = client.submit(f"{address}/withdraw", form_named="Withdraw the idea")
    assert (answer.leads_to, idea.state) == ("/me/", P.WITHDRAWN)
    assert client.get(f"{address}/withdraw").status_code == 422
    assert client.get(f"{address}/edit").status_code == 422


def test_an_idea_for_a_team(client, session):
    round, anna, janis = round_in(Phase.SUBMISSION, proposers={"as": ["team"]}), a_person(), a_person()
    assert "ideas come from teams" in client.sign_in(anna).get(new_idea(round)).page.main
    team = a_team(round, anna, janis, name="Zaļie")
    client.submit(f"{new_idea(round)}?team={team.id}", title="Kopā")
    idea = session.query(Proposal).one()
    assert idea.team_id == team.id
    client.sign_in(janis)
    assert client.submit(f"/proposals/{idea.id}/edit", summary="Jāņa teikums.").status_code == 303
    assert idea.summary == "Jāņa teikums."


def test_two_members_at_the_same_time(client, visitor):
    round, anna, janis = round_in(Phase.SUBMISSION), a_person(), a_person()
    team = a_team(round, anna, janis)
    idea = a_proposal(round, anna, team_id=team.id, state=P.DRAFT)
    address = f"/proposals/{idea.id}/edit"
    hers = client.sign_in(anna).get(address)
    visitor().sign_in(janis).submit(address, summary="Jāņa.")
    refused = client.submit(hers, summary="Annas.")
    assert refused.status_code == 422
    assert "Somebody of your team has saved" in refused.page.main
    assert idea.summary == "Jāņa."
    assert client.submit(refused, button="save").status_code == 303
    assert idea.summary == "Annas."


@pytest.mark.parametrize(
    ("proposers", "person", "said"),
    [
        ({"age_bands": ["13_15"]}, {}, "another age"),
        ({"neighbourhood_ids": [999]}, {}, "other neighbourhoods"),
    ],
)
def test_who_may_not_propose_is_told_why(client, session, proposers, person, said):
    round = round_in(Phase.SUBMISSION, proposers=proposers)
    client.sign_in(a_person(**person))
    page = client.get(new_idea(round))
    assert (page.status_code, said in page.page.main) == (403, True)
    answer = client.post(new_idea(round), data={"csrf_token": token_of(client), "title": "Tomēr"})
    assert answer.status_code == 403
    assert session.query(Proposal).count() == 0


# Bad input

BAD = [
    ({"title": ""}, {}, "Fill in this field"),
    ({"title": "x" * 121}, {}, "120"),
    ({"summary": "x" * 281}, {}, "280"),
    ({"description": "x" * 8001}, {}, "8000"),
    ({"title": "Sol\x00iņš"}, {}, "cannot be stored"),
    ({"summary": "tek\u202ests"}, {}, "cannot be stored"),
    ({"description": "a\x0bb"}, {}, "cannot be stored"),
    ({"cost_lines-0-what": "So\x00ls"}, {}, "cannot be stored"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "-5"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "1e999"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "NaN"}, {}, "Write the amount as a number"),
    ({"cost_lines-0-what": "Sols", "cost_lines-0-amount": "9" * 13}, {}, "too large"),
    ({"cost_lines-0-amount": "5"}, {}, "Say what this money is for"),
    ({"cost_lines-0-what": "x" * 121}, {}, "120"),
    ({"upkeep": "-1"}, {}, "Write the amount as a number"),
    ({"point": "1e999, 1"}, {}, "Write latitude and longitude"),
    ({"point": "91, 20"}, {}, "not a place on the map"),
    ({"point": "nan, nan"}, {}, "Write latitude and longitude"),
    ({"video_url": "http://example.com"}, {}, "starts with https://"),
    ({"video_url": "javascript:alert(1)"}, {}, "starts with https://"),
    ({"themes": ["sport", "play", "green", "culture"]}, {}, "up to three themes"),
    ({}, {"themes": ["weapons"]}, "not a valid choice"),
    ({}, {"neighbourhood": "999"}, "Not a valid choice"),
    ({}, {"neighbourhood": "abc"}, "could not coerce"),
    ({}, {"park": "999"}, "Not a valid choice"),
    ({}, {"pot": "999"}, "Not a valid choice"),
    ({}, {"language": "xx"}, "Not a valid choice"),
    ({}, {"behalf": "999"}, "Not a valid choice"),
    ({}, {"files-0-id": "1", "files-0-alt": "Svešs"}, "does not belong to this idea"),
    ({}, {"files-0-id": "x"}, "does not belong to this idea"),
    ({}, {"files-0-id": "9" * 30}, "does not belong to this idea"),
]


@pytest.mark.parametrize(("fields", "forged", "said"), BAD)
def test_bad_input_stores_nothing(client, session, fields, forged, said):
    round = round_in(Phase.SUBMISSION)
    for _ in range(2):
        a_pot(round)
    client.sign_in(a_person())
    answer = client.submit(new_idea(round), {"title": "Sols", **fields}, forged=forged)
    assert answer.status_code == 422
    assert said.lower() in answer.page.main.lower()
    assert session.query(Proposal).count() == session.query(Version).count() == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"cost_lines-²-what": "x"},
        {"cost_lines-99999999999999999999-what": "x"},
        {"cost_lines--1-what": "x"},
        {"files-٣-id": "1"},
        {"seen": "0"},
        {"remove_line": "99"},
        {"cover": "nonsense"},
        {"state": "feasible", "author_id": "1", "official_cost_cents": "1"},
        {"title": "Kon\udcffc".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
    ],
)
def test_odd_fields_change_nothing_else(client, session, forged):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    assert client.submit(new_idea(round), title="Sols", forged=forged).status_code == 303
    idea = session.query(Proposal).one()
    assert (idea.state, idea.official_cost_cents, content_now(idea).cost_lines) == (P.DRAFT, None, ())


def test_a_lone_surrogate_is_replaced_or_refused(client, session):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    body = f"csrf_token={token_of(client)}&title=Sols%ED%A0%80&language=lv&neighbourhood=0&park=0&behalf=0"
    answer = client.post(new_idea(round), data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 422)
    assert all("\ud800" not in idea.title for idea in session.query(Proposal))


def test_a_request_without_a_token_changes_nothing(client, session):
    client.sign_in(a_person())
    round = round_in(Phase.SUBMISSION)
    assert client.post(new_idea(round), data={"title": "Sols"}).status_code == 400
    assert session.query(Proposal).count() == 0


# Deadline and access


def test_the_deadline_to_the_second(client, clock):
    author = a_person()
    round = round_in(Phase.SUBMISSION)
    idea = a_proposal(
        round, author, state=P.DRAFT, content=content_with(neighbourhood_id=a_neighbourhood().id)
    )
    deadline = starts_from(round.timetable)[Phase.SCREENING]
    client.sign_in(author)
    open_form = client.get(f"/proposals/{idea.id}/edit")
    clock.set(deadline - timedelta(seconds=20))
    assert client.submit(open_form, summary="Vēl laikā.", button="Hand in").status_code == 303
    clock.set(deadline)
    late = client.submit(open_form, summary="Par vēlu.", button="save")
    assert late.status_code == 403
    assert "Screening" in late.page.text
    assert (idea.summary, idea.state) == ("Vēl laikā.", P.SUBMITTED)
    assert client.get(f"/proposals/{idea.id}/edit").status_code == 403
    assert client.get(new_idea(round)).status_code == 403


def test_hidden_ideas_do_not_exist_for_others(client, visitor):
    round = round_in(Phase.SUBMISSION)
    people = [None, a_person(), a_person("", Role.ORGANISER), a_person("", Role.REVIEWER)]
    for state in (P.DRAFT, P.WITHDRAWN):
        idea = a_proposal(round, state=state)
        for person in people:
            browser = visitor().sign_in(person) if person else visitor()
            for path in ("edit", "history", "comments", "withdraw", "files/nothing.webp"):
                assert browser.get(f"/proposals/{idea.id}/{path}").status_code == 404
            token = token_of(browser) if person else browser.form("/sign-up").data["csrf_token"]
            for path in ("follow", "unfollow", "comments", "back", "withdraw"):
                answer = browser.post(f"/proposals/{idea.id}/{path}", data={"csrf_token": token})
                assert answer.status_code == 404


def test_strangers_may_not_edit_what_they_can_read(client, visitor):
    idea = a_proposal(round_in(Phase.SUBMISSION))
    for path in ("edit", "withdraw"):
        assert client.get(f"/proposals/{idea.id}/{path}").leads_to.startswith("/sign-in?next=")
        for roles in ((), (Role.ORGANISER,), (Role.ADMINISTRATOR,), (Role.MENTOR,)):
            browser = visitor().sign_in(a_person("", *roles))
            assert browser.get(f"/proposals/{idea.id}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["edit", "history", "comments", "withdraw", "files/x"])
@pytest.mark.parametrize("number", [999, 2**31, 10**30])
def test_what_does_not_exist(client, path, number):
    assert client.sign_in(a_person()).get(f"/proposals/{number}/{path}").status_code == 404


def test_versions_are_for_authors_and_staff(client, visitor):
    author = a_person("Anna Autore")
    idea = a_proposal(
        round_in(Phase.SUBMISSION),
        author,
        content=content_with(neighbourhood_id=a_neighbourhood().id, summary="Jauns soliņš zem vecām liepām."),
    )
    client.sign_in(author)
    client.submit(
        f"/proposals/{idea.id}/edit",
        {"cost_lines-0-amount": "1200"},
        summary="Jauns soliņš zem vecām kļavām.",
        themes=["sport", "green"],
    )
    page = client.get(f"/proposals/{idea.id}/history").page
    assert "removed: liepām" in page.main
    assert "added: kļavām" in page.main
    assert "€1,200" in page.main
    assert "Anna Autore" in page.main
    assert client.get(f"/proposals/{idea.id}/history?version=1").page.main.count("removed:") == 0
    for number in ("3", "0"):
        assert client.get(f"/proposals/{idea.id}/history?version={number}").status_code == 404
    assert client.get(f"/proposals/{idea.id}/history?version=²").status_code == 200
    path = f"/proposals/{idea.id}/history"
    assert visitor().get(path).status_code == 303
    assert visitor().sign_in(a_person()).get(path).status_code == 403
    assert visitor().sign_in(a_person("", Role.REVIEWER)).get(path).status_code == 200


# The list


def test_the_list_narrows_by_its_form(client):
    centrs, griva = a_neighbourhood("Centrs"), a_neighbourhood("Grīva")
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, content=content_with(title="Soliņš", neighbourhood_id=griva.id, themes=(Theme.GREEN,)))
    a_proposal(
        round,
        content=content_with(
            title="Grozs",
            summary="Basketbols.",
            description="",
            neighbourhood_id=centrs.id,
            cost_lines=(CostLine("x", 500_000),),
        ),
    )
    address = f"/rounds/{round.slug}/proposals"
    for asked, there in (
        ({"q": "SOLINS"}, "Soliņš"),
        ({"neighbourhood": griva.id}, "Soliņš"),
        ({"theme": "green", "q": "sol liep"}, "Soliņš"),
        ({"most": "1000"}, "Soliņš"),
        ({"least": "1 000,01", "sort": "dearest"}, "Grozs"),
    ):
        page = client.search(address, **asked).page
        shown = [heading.find("a").text for heading in page.all("h2", class_="card-title")]
        assert shown == [there]
        assert "1 found" in page.main
    assert "Grīva (1)" in client.get(address).page.main
    assert "No idea fits" in client.search(address, state="feasible").page.main


@pytest.mark.parametrize(
    "query",
    [
        "neighbourhood=abc",
        "theme=x&state=draft&sort=random",
        "least=-1&most=1e999",
        "page=0",
        "page=99999999999",
        "page=²",
        "q=" + "x" * 5000,
        "q=%25_%27",
        "neighbourhood=" + "9" * 40,
        "slug=other&lang=xx",
    ],
)
def test_nonsense_in_the_address_asks_for_nothing(client, query):
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, title="Soliņš")
    assert client.get(f"/rounds/{round.slug}/proposals?{query}").status_code == 200


def test_characters_that_cannot_be_stored_are_no_search(client):
    round = round_in(Phase.SUBMISSION)
    assert client.get(f"/rounds/{round.slug}/proposals?q=%00").status_code == 400
    assert client.get(f"/rounds/{round.slug}/proposals?q=%E2%80%AE").status_code == 200


@pytest.mark.parametrize("ideas", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(client, count_queries, ideas):
    place, round = a_neighbourhood(), round_in(Phase.SUBMISSION)
    for _ in range(ideas):
        a_proposal(
            round,
            a_person(neighbourhood_id=place.id),
            team_id=a_team(round).id,
            content=content_with(neighbourhood_id=place.id),
        )
    address = f"/rounds/{round.slug}/proposals"
    with count_queries() as queries:
        assert f"{ideas} found" in client.get(address).page.main
    assert len(queries) == 5, queries


@pytest.mark.parametrize("files", [1, 3])
def test_the_form_takes_as_many_queries_for_one_picture_as_for_three(client, count_queries, files):
    author = a_person()
    idea = a_proposal(round_in(Phase.SUBMISSION), author, state=P.DRAFT)
    client.sign_in(author)
    client.submit(f"/proposals/{idea.id}/edit", pictures=[(jpeg(), "a.jpg")] * 1)
    for _ in range(files - 1):
        client.submit(f"/proposals/{idea.id}/edit", pictures=[(jpeg(), "a.jpg")])
    address = f"/proposals/{idea.id}/edit"
    with count_queries() as queries:
        assert len(client.get(address).page.all("img")) == files
    assert len(queries) == 11, queries


# Comments, reports, followers


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


def test_pages_speak_latvian_and_russian(client):
    round = round_in(Phase.SUBMISSION)
    a_proposal(round, at=datetime.now(UTC))
    for language in ("lv", "ru"):
        client.language = language
        assert client.get(f"/rounds/{round.slug}/proposals").page.lang == language
