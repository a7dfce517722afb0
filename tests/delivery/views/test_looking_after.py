"""What those who build do on the pages of their project."""

import io

import pytest
from sqlalchemy import func, select

from app.delivery import queries
from app.delivery.models import Milestone, Photo, Project, Update
from app.domain.permissions import Role
from app.domain.project_states import ProjectState
from tests.delivery.views.browsing import DAY, TODAY, a_picture, page_of
from tests.factories import a_department, a_milestone, a_person


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
