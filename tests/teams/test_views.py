"""The pages of teams as people use them: found one, pass the code on, join, lead, leave."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from app.domain.join_codes import shown_join_code
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.teams.models import Team
from app.teams.queries import members_of
from tests.factories import a_person, a_proposal, a_team, round_in

LONG = "x" * 61


def names_in(team):
    """The display names of the present members."""
    return [member.person.display_name for member in members_of(team.id)]


def test_a_team_from_founding_to_the_second_member(client, visitor, session):
    round = round_in(Phase.SUBMISSION, title="Jauniešu fonds")
    anna = client.sign_in(a_person("Anna Kalniņa"))
    answer = anna.submit(f"/rounds/{round.slug}/teams/new", name=" Zaļie   ķirši ", motto="Gaisma parkam")
    team = session.query(Team).one()
    assert (answer.status_code, answer.leads_to) == (303, f"/teams/{team.id}")
    page = anna.follow(answer).page
    assert page.h1 == "Zaļie ķirši"
    assert shown_join_code(team.join_code) in page.text
    assert f"/teams/{team.id}/code.svg" in [image.get("src") for image in page.all("img")]

    janis = visitor().sign_in(a_person("Jānis Bērziņš"))
    typed = janis.search("/join", code=shown_join_code(team.join_code).lower())
    assert typed.leads_to == f"/join/{team.join_code}"
    assert "Anna" not in janis.follow(typed).page.main
    answer = janis.submit(typed.leads_to, form_named="Ask to join")
    assert "The founder has been asked." in janis.follow(answer).page.main
    assert names_in(team) == ["Anna Kalniņa"]
    assert "Jānis Bērziņš" in anna.get(f"/teams/{team.id}").page.main
    assert anna.submit(f"/teams/{team.id}", form_named="Accept Jānis Bērziņš").status_code == 303
    assert "Anna Kalniņa" in janis.get(f"/teams/{team.id}").page.main
    assert names_in(team) == ["Anna Kalniņa", "Jānis Bērziņš"]
    assert janis.get(f"/join/{team.join_code}").leads_to == f"/teams/{team.id}"

    row = janis.get(f"/rounds/{round.slug}/teams").page.main
    assert "2 members" in row
    assert "Gaisma parkam" in row


def test_the_code_as_a_picture_is_for_members(client, visitor):
    anna = a_person()
    team = a_team(round_in(Phase.SUBMISSION), anna)
    picture = client.sign_in(anna).get(f"/teams/{team.id}/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert ElementTree.fromstring(picture.data).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"style" not in picture.data
    assert visitor().get(f"/teams/{team.id}/code.svg").status_code == 303
    assert visitor().sign_in(a_person()).get(f"/teams/{team.id}/code.svg").status_code == 403


def test_names_are_for_members_and_organisers(client, visitor):
    anna = a_person("Anna Kalniņa", shows_name=True)
    team = a_team(round_in(Phase.SUBMISSION), anna)
    a_proposal(team.round, anna, team_id=team.id, title="Melnais darbs", state=ProposalState.DRAFT)
    for stranger in (visitor(), visitor().sign_in(a_person()), visitor().sign_in(a_person("", Role.MENTOR))):
        main = stranger.get(f"/teams/{team.id}").page.main
        assert "1 member" in main
        for hidden in ("Kalniņa", "Join code", shown_join_code(team.join_code), "Melnais darbs"):
            assert hidden not in main
    assert "Kalniņa" in visitor().sign_in(a_person("", Role.ORGANISER)).get(f"/teams/{team.id}").page.main
    assert "Melnais darbs" in client.sign_in(anna).get(f"/teams/{team.id}").page.main


def test_the_founder_leads(client, session):
    anna, janis, ilze = a_person("Anna"), a_person("Jānis"), a_person("Ilze")
    team = a_team(round_in(Phase.SUBMISSION), anna, janis, ilze)
    client.sign_in(anna)
    address, code = f"/teams/{team.id}", team.join_code
    assert client.submit(f"{address}/edit", name="Jaunie", motto="").status_code == 303
    assert client.submit(address, form_named="Make a new code").status_code == 303
    assert client.submit(address, form_named=f"{address}/members/{ilze.id}/remove").status_code == 303
    assert client.submit(address, form_named=f"{address}/members/{janis.id}/lead").status_code == 303
    assert (team.name, team.founder_id, team.join_code == code) == ("Jaunie", janis.id, False)
    assert names_in(team) == ["Anna", "Jānis"]
    assert client.submit(address, form_named="Leave the team").status_code == 303
    assert names_in(team) == ["Jānis"]
    assert client.sign_in(janis).submit(address, form_named="Close the team").status_code == 303
    assert team.closed_at is not None
    assert "Closed" in client.get(address).page.main


@pytest.mark.parametrize(
    "path", ["code", "close", "members/1/remove", "members/1/lead", "edit", "members/2147483648/remove"]
)
def test_nobody_else_leads(client, visitor, path):
    founder, member = a_person(), a_person()
    team = a_team(round_in(Phase.SUBMISSION), founder, member)
    for person in (member, a_person(), a_person("", Role.ORGANISER)):
        browser = visitor().sign_in(person)
        token = browser.form(f"/rounds/{team.round.slug}/teams/new").data["csrf_token"]
        answer = browser.post(f"/teams/{team.id}/{path}", data={"csrf_token": token})
        assert answer.status_code == (404 if "2147483648" in path else 403)


def test_a_person_who_is_no_member_cannot_be_handed_the_team(client):
    anna = a_person()
    team = a_team(round_in(Phase.SUBMISSION), anna)
    token = client.sign_in(anna).form(f"/teams/{team.id}", "Make a new code").data["csrf_token"]
    stranger = a_person()
    answer = client.post(f"/teams/{team.id}/members/{stranger.id}/lead", data={"csrf_token": token})
    assert "not in the team any more" in client.follow(answer).page.text
    assert team.founder_id == anna.id


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Fill in this field"),
        (LONG, "60"),
        ("Zaļ\x00ie", "cannot be stored"),
        ("Za\u202ele", "cannot be stored"),
        ("ZALIE", "Another team"),
    ],
)
def test_bad_names_are_refused(client, session, name, said):
    team = a_team(round_in(Phase.SUBMISSION), name="Zaļie")
    answer = client.sign_in(a_person()).submit(f"/rounds/{team.round.slug}/teams/new", name=name)
    assert answer.status_code == 422
    assert said in answer.page.main
    assert session.query(Team).count() == 1


def test_codes_that_work_no_more(client):
    old = a_team(round_in(Phase.SUBMISSION), join_code_expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert client.get(f"/join/{old.join_code}").status_code == 410
    for code in ("ZZZZZZZZ", "-", "%00", "'; DROP TABLE team", "x" * 500):
        assert client.get(f"/join/{code}").status_code in (400, 404)
    assert client.search("/join", code="???").leads_to == "/join/-"
    assert client.get("/join?code=").status_code == 422
    assert client.get("/join?code=" + "A" * 100).status_code == 422


def test_trying_codes_out_ends(client):
    answers = {client.get(f"/join/ZZZZ{number:04}").status_code for number in range(61)}
    assert answers == {404, 429}


def test_who_has_not_signed_in_is_shown_the_way(client):
    team = a_team(round_in(Phase.SUBMISSION))
    links = client.get(f"/join/{team.join_code}").page.links
    assert f"/sign-in?next=/join/{team.join_code}" in links


def test_no_team_is_joined_after_submission(client):
    team = a_team(round_in(Phase.SCREENING))
    page = client.sign_in(a_person()).get(f"/join/{team.join_code}").page
    assert "no longer take new members" in page.main
    token = client.form(f"/rounds/{round_in(Phase.SUBMISSION).slug}/teams/new").data["csrf_token"]
    assert client.post(f"/join/{team.join_code}", data={"csrf_token": token}).status_code == 403


@pytest.mark.parametrize("path", ["/teams/999", "/teams/99999999999999999999", "/rounds/none/teams"])
def test_what_does_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_teams_of_a_draft_are_hidden(client, visitor):
    team = a_team(round_in(Phase.DRAFT))
    for path in (f"/teams/{team.id}", f"/rounds/{team.round.slug}/teams"):
        assert client.get(path).status_code == 404
        assert visitor().sign_in(a_person("", Role.ORGANISER)).get(path).status_code == 200


@pytest.mark.parametrize("members", [1, 3])
def test_a_teams_page_takes_as_many_queries_for_one_as_for_three(client, count_queries, members):
    people = [a_person() for _ in range(members)]
    round = round_in(Phase.SUBMISSION)
    team = a_team(round, *people)
    for person in people:
        a_proposal(round, person, team_id=team.id)
    client.sign_in(people[0])
    with count_queries() as queries:
        assert client.get(f"/teams/{team.id}").status_code == 200
    assert len(queries) == 19, queries
