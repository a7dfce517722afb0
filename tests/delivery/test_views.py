"""The pages of decisions and projects: what everybody sees, what those who build type, and what nobody may."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.delivery import queries
from app.delivery.models import Funding, Milestone, Photo, Project, Update
from app.domain.decisions import CouncilWord
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.project_states import ProjectState
from app.proposals.queries import is_following
from app.results.models import Decision
from tests.factories import (
    a_decision,
    a_department,
    a_milestone,
    a_neighbourhood,
    a_person,
    a_project,
    a_winner,
    add,
    round_in,
)

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


def a_picture(size=(40, 30)):
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    out.seek(0)
    return out


class TestDeciding:
    """The council's page."""

    @pytest.fixture
    def winners(self, app):
        """Two winners of a binding round."""
        round = round_in(Phase.DECISION, is_binding=True, promise={"en": "The first two will be built."})
        return [a_winner(round, place, title=f"Ideja {place}") for place in (1, 2)]

    def url(self, winners):
        """The council's page."""
        return f"/rounds/{winners[0].round.slug}/decision"

    def test_the_promise_of_the_rules_stands_above(self, client, winners):
        page = client.sign_in(a_person("", Role.COUNCIL)).get(self.url(winners)).page
        assert "What the rules promised" in page.text
        assert "The first two will be built." in page.text
        assert "explains in public why the promise is not kept" in page.text

    def test_one_is_confirmed_the_other_declined(self, client, winners):
        council, url = client.sign_in(a_person("", Role.COUNCIL)), self.url(winners)
        first, second = winners
        said = {f"of{first.id}-word": "confirmed", f"of{first.id}-minutes_url": "https://example.com/14"}
        assert council.submit(url, said).leads_to == url
        refused = council.submit(url, {f"of{second.id}-word": "declined"})
        assert refused.status_code == 422
        assert "Say why; the reason is public." in refused.page.text
        done = council.submit(refused, {f"of{second.id}-reason": "Zeme nepieder pilsētai."})
        page = council.follow(done).page
        assert "Zeme nepieder pilsētai." in page.text
        assert "https://example.com/14" in page.links
        assert queries.project_of(first.id) is not None
        assert queries.project_of(second.id) is None

    @pytest.mark.parametrize(
        "said",
        [
            {"word": "maybe"},
            {"word": None},
            {"word": "confirmed", "minutes_url": "javascript:alert(1)"},
            {"word": "declined", "reason": "x" * 2001},
            {"word": "declined", "reason": "\x00"},
            {"word": "declined", "reason": "\u202etxt"},
        ],
    )
    def test_bad_answers_are_refused(self, client, winners, session, said):
        council = client.sign_in(a_person("", Role.COUNCIL))
        number = winners[0].id
        named = f"/rounds/{winners[0].round.slug}/decision/{number}"
        forged = {f"of{number}-{name}": value for name, value in said.items()}
        refused = council.submit(self.url(winners), form_named=named, forged=forged)
        assert refused.status_code == 422
        assert session.scalar(select(func.count()).select_from(Decision)) == 0

    def test_a_winner_of_another_round_is_not_found(self, client, winners):
        other = a_winner(round_in(Phase.DECISION))
        council = client.sign_in(a_person("", Role.COUNCIL))
        form = council.form(self.url(winners), f"/rounds/{winners[0].round.slug}/decision/{winners[0].id}")
        address = f"/rounds/{winners[0].round.slug}/decision/{other.id}"
        assert council.post(address, data={"csrf_token": form.data["csrf_token"]}).status_code == 404

    @pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.ORGANISER])
    def test_others_stay_outside(self, client, winners, role):
        if role:
            client.sign_in(a_person("", role))
        assert client.get(self.url(winners)).status_code == (403 if role else 303)

    def test_before_the_result_there_is_nothing_to_decide(self, client, app):
        round = round_in(Phase.DECISION)
        page = client.sign_in(a_person("", Role.COUNCIL)).get(f"/rounds/{round.slug}/decision").page
        assert "There are no winners yet" in page.text


@pytest.fixture
def project(app):
    """A project with a department and one late step."""
    project = a_project(
        a_winner(round_in(Phase.DELIVERY), title="Gaismas taka"), a_department("Komunālā pārvalde")
    )
    a_milestone(project, TODAY - DAY, "Pamati")
    return project


@pytest.fixture
def desk(visitor, project):
    """A browser of somebody who builds: a reviewer of the responsible department."""
    return visitor().sign_in(a_person("", Role.REVIEWER, department_id=project.department_id))


def page_of(project):
    """The public page."""
    return f"/projects/{project.id}"


class TestPublicPages:
    """What everybody sees."""

    def test_the_page_of_a_project(self, client, project):
        add(Funding(project_id=project.id, source="ERAF", planned_cents=2_000_000, paid_cents=500_000))
        page = client.get(page_of(project)).page
        assert page.h1 == "Gaismas taka"
        for words in (
            "The council's decision",
            "Pamati",
            "Late",
            "Nobody has said why yet.",
            "ERAF",
            "€20,000",
            "€5,000",
        ):
            assert words in page.text
        assert "Komunālā pārvalde" in page.text
        assert "Look after the project" not in page.text

    def test_before_sources_are_named_the_promise_is_the_plan(self, client, project):
        assert "the sum is what voters saw" in client.get(page_of(project)).page.text

    def test_following_a_project_is_following_its_idea(self, client, project):
        fan = a_person()
        client.sign_in(fan).submit(page_of(project), form_named="Follow this idea")
        assert is_following(fan.id, project.proposal_id)

    def test_a_stopped_project_says_why(self, client, app):
        ended = {"state": ProjectState.STOPPED, "ended_on": TODAY, "end_reason": "Atrasta vecā kapsēta."}
        project = a_project(a_winner(round_in(Phase.DELIVERY)), **ended)
        assert "Atrasta vecā kapsēta." in client.get(page_of(project)).page.text

    def test_an_opened_project_ends_with_opening_day(self, client, app):
        ended = {"state": ProjectState.OPENED, "ended_on": TODAY - DAY}
        project = a_project(a_winner(round_in(Phase.DELIVERY)), **ended)
        page = client.get(page_of(project)).page
        assert "Opening day" in page.text
        assert "Open since" in page.text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_project_page_asks_the_same_whatever_there_is(self, client, count_queries, project, rows):
        for number in range(rows):
            a_milestone(project, TODAY + DAY)
            add(Funding(project_id=project.id, source=f"Avots {number}"))
            update = add(
                Update(
                    project_id=project.id, title="Ziņa", body="…", language="lv", written_at=datetime.now(UTC)
                )
            )
            key = f"{number}.webp"
            row = {"project_id": project.id, "update_id": update.id, "file_key": key, "alt": "Bedre"}
            add(Photo(**row, moment="after", added_at=datetime.now(UTC)))
        with count_queries() as asked:
            client.get(page_of(project))
        assert len(asked) == 11, asked

    def test_everything_promised_is_listed(self, client, project):
        round = project.proposal.round
        declined = a_winner(round, 2, title="Trošu ceļš")
        a_decision(declined, CouncilWord.DECLINED, reason="Par dārgu.")
        a_winner(round, 3, title="Vēl gaida")
        page = client.get("/projects").page
        for words in (
            "Gaismas taka",
            "Late",
            "Trošu ceļš",
            "Par dārgu.",
            "Vēl gaida",
            "Waits for the council",
        ):
            assert words in page.text
        found = client.search("/projects", state="declined").page
        assert "Trošu ceļš" in found.main
        assert "Gaismas taka" not in found.main
        late = client.search("/projects", state="late").page
        assert "Gaismas taka" in late.main
        assert "Trošu ceļš" not in late.main

    def test_filters_by_place_and_department(self, client, project):
        place = a_neighbourhood("Grīva")
        a_winner(project.proposal.round, 2, title="Grīvas ideja", neighbourhood_id=place.id)
        by_place = client.search("/projects", neighbourhood=str(place.id)).page
        assert "Grīvas ideja" in by_place.main
        assert "Gaismas taka" not in by_place.main
        by_department = client.search("/projects", department=str(project.department_id)).page
        assert "Gaismas taka" in by_department.main
        assert "Grīvas ideja" not in by_department.main

    @pytest.mark.parametrize(
        "asked",
        [
            "state=nonsense",
            "department=1e999",
            "neighbourhood=-1",
            "page=x",
            "department=٣",
            "page=9999",
        ],
    )
    def test_forged_filters_ask_for_nothing(self, client, project, asked):
        answer = client.get(f"/projects?{asked}")
        assert answer.status_code == 200
        assert "Gaismas taka" in answer.page.main

    def test_what_is_not_there_is_not_found(self, client, project):
        for path in (
            "/projects/99999",
            f"{page_of(project)}/photos/nothing.webp",
            "/projects/99999999999999999999",
        ):
            assert client.get(path).status_code == 404


class TestLookingAfter:
    """What those who build do."""

    @pytest.mark.parametrize("page", ["manage", "news"])
    @pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
    def test_others_stay_outside(self, client, project, role, page):
        if role:
            client.sign_in(a_person("", role))
        assert client.get(f"{page_of(project)}/{page}").status_code == (403 if role else 303)

    def test_steps_are_promised_done_and_explained(self, desk, client, project, session):
        manage = f"{page_of(project)}/manage"
        desk.submit(manage, {"milestone-name": "Jumts", "milestone-planned_on": str(TODAY + DAY)})
        roof = session.scalars(select(Milestone).where(Milestone.name == "Jumts")).one()
        base = session.scalars(select(Milestone).where(Milestone.name == "Pamati")).one()
        assert "Say why" in desk.get(manage).page.text
        step = f"{page_of(project)}/milestones/{base.id}"
        refused = desk.submit(step, {"done-done_on": str(TODAY)})
        assert refused.status_code == 422
        assert "It is later than promised." in refused.page.text
        assert desk.submit(refused, {"done-reason": "Lija visu nedēļu."}).status_code == 303
        moved = {"move-expected_on": str(TODAY + 30 * DAY), "move-reason": "Nav skārda."}
        desk.submit(f"{page_of(project)}/milestones/{roof.id}", moved)
        text = client.get(page_of(project)).page.text
        assert "Lija visu nedēļu." in text
        assert "Nav skārda." in text
        assert "Now expected for" in text

    def test_a_step_is_reopened_or_removed(self, desk, project, session):
        ahead = a_milestone(project, TODAY + DAY, "Kļūda")
        done = a_milestone(project, TODAY, done_on=TODAY)
        where, gone = f"{page_of(project)}/milestones", ahead.id
        assert desk.submit(f"{where}/{gone}", form_named="Remove it").status_code == 303
        assert desk.submit(f"{where}/{done.id}", form_named="Open the step again").status_code == 303
        assert session.get(Milestone, gone) is None
        assert session.get(Milestone, done.id).done_on is None

    def test_money_is_put_down_changed_and_removed(self, desk, project):
        manage = f"{page_of(project)}/manage"
        desk.submit(manage, {"money-source": "ERAF", "money-planned": "20 000", "money-paid": "1,50"})
        (row,) = queries.funding_of(project.id)
        assert (row.planned_cents, row.contracted_cents, row.paid_cents) == (2_000_000, 0, 150)
        form = desk.form(f"{manage}?source={row.id}", "Save the sums")
        assert (form.data["money-source"], form.data["money-planned"]) == ("ERAF", "20000")
        desk.submit(f"{manage}?source={row.id}", {"money-contracted": "19000"})
        assert queries.funding_of(project.id)[0].contracted_cents == 1_900_000
        desk.submit(manage, form_named=f"{manage}/money/{row.id}/remove")
        assert queries.funding_of(project.id) == []

    @pytest.mark.parametrize("amount", ["-5", "1e999", "NaN", "", "٣", "9" * 20, "1.234,5"])
    def test_bad_amounts_are_refused(self, desk, project, amount):
        said = {"money-source": "ERAF", "money-planned": amount}
        refused = desk.submit(f"{page_of(project)}/manage", said)
        assert refused.status_code == 422
        assert queries.funding_of(project.id) == []

    @pytest.mark.parametrize(
        "said",
        [
            {"milestone-name": "", "milestone-planned_on": str(TODAY)},
            {"milestone-name": "x" * 201, "milestone-planned_on": str(TODAY)},
            {"milestone-name": "Jumts", "milestone-planned_on": "0001-01-01"},
            {"milestone-name": "Jumts", "milestone-planned_on": "never"},
            {"milestone-name": "Jumts\x00", "milestone-planned_on": str(TODAY)},
        ],
    )
    def test_bad_steps_are_refused(self, desk, project, session, said):
        refused = desk.submit(f"{page_of(project)}/manage", form_named="Promise it", forged=said)
        assert refused.status_code == 422
        assert session.scalar(select(func.count()).select_from(Milestone)) == 1

    def test_building_opening_and_stopping(self, desk, client, project, session):
        manage = f"{page_of(project)}/manage"
        assert desk.submit(manage, form_named=f"{manage}/state/start").status_code == 303
        refused = desk.submit(manage, form_named=f"{manage}/state/stop")
        assert refused.status_code == 422
        assert "the reason is published" in refused.page.text
        desk.submit(refused, {"stop-reason": "Atrasta kapsēta."})
        assert "Atrasta kapsēta." in client.get(page_of(project)).page.text
        desk.submit(manage, form_named=f"{manage}/state/resume")
        future = desk.submit(manage, {"open-on": str(TODAY + 9 * DAY)})
        assert "This day has not come yet." in future.page.text
        desk.submit(manage, form_named=f"{manage}/state/open")
        assert session.get(Project, project.id).state is ProjectState.OPENED

    def test_a_move_that_came_too_late_is_a_sentence(self, visitor, desk, project):
        manage = f"{page_of(project)}/manage"
        organiser = visitor().sign_in(a_person("", Role.ORGANISER))
        form = organiser.form(manage, f"{manage}/state/start")
        desk.submit(manage, form_named=f"{manage}/state/start")
        late = organiser.send(form)
        assert late.status_code == 422
        assert "somebody has changed it in the meantime" in late.page.text
        assert organiser.post(f"{manage}/state/explode").status_code in (400, 404)

    def test_only_organisers_choose_the_department(self, visitor, desk, project, session):
        manage, other = f"{page_of(project)}/manage", a_department()
        assert "Responsible department" not in desk.get(manage).page.text
        organiser = visitor().sign_in(a_person("", Role.ORGANISER))
        organiser.submit(manage, {"department-department": str(other.id)})
        assert session.get(Project, project.id).department_id == other.id
        assert desk.get(manage).status_code == 403

    def test_news_with_photos_from_before_and_after(self, desk, client, project):
        news = {"title": "Gatavs", "body": "Gaismas **deg**.", "language": "lv"}
        for row, moment in enumerate(("before", "after")):
            news |= {
                f"photos-{row}-photo": (a_picture(), f"{moment}.jpg"),
                f"photos-{row}-alt": f"Taka, {moment}",
                f"photos-{row}-moment": moment,
            }
        done = desk.submit(f"{page_of(project)}/news", news)
        assert done.leads_to == page_of(project)
        page = client.get(page_of(project)).page
        assert "Before and after" in page.text
        pictures = [one.get("src") for one in page.all("img") if "/photos/" in one.get("src", "")]
        assert len(pictures) == 4
        assert {client.get(src).mimetype for src in pictures} == {"image/webp"}

    @pytest.mark.parametrize(
        ("file", "name"),
        [
            (io.BytesIO(b"<script>alert(1)</script>"), "a.png"),
            (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.svg"),
        ],
    )
    def test_a_picture_that_is_none_is_refused(self, desk, project, session, instance, file, name):
        news = {"title": "Gatavs", "body": "…", "photos-0-photo": (file, name), "photos-0-alt": "Kas"}
        refused = desk.submit(f"{page_of(project)}/news", news)
        assert refused.status_code == 422
        assert session.scalar(select(func.count()).select_from(Update)) == 0
        assert not list((instance / "uploads").rglob("*.webp"))

    def test_a_photo_says_what_it_shows(self, desk, project, session):
        news = {"title": "Gatavs", "body": "…", "photos-1-photo": (a_picture(), "a.jpg")}
        refused = desk.submit(f"{page_of(project)}/news", news)
        assert refused.status_code == 422
        assert "Say in a few words what the photo shows" in refused.page.text
        assert session.scalar(select(func.count()).select_from(Photo)) == 0

    @pytest.mark.parametrize(
        "forged", [{"language": "xx"}, {"photos-0-moment": "never"}, {"title": "x" * 201}, {"body": "\u202e"}]
    )
    def test_forged_news_are_refused(self, desk, project, session, forged):
        given = {"title": "Gatavs", "body": "…"}
        refused = desk.submit(f"{page_of(project)}/news", given, forged=forged)
        assert refused.status_code == 422
        assert session.scalar(select(func.count()).select_from(Update)) == 0
