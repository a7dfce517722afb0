"""What everybody sees of projects."""

from datetime import UTC, datetime

import pytest

from app.delivery.models import Funding, Photo, Update
from app.domain.decisions import CouncilWord
from app.domain.phases import Phase
from app.domain.project_states import ProjectState
from app.proposals.queries import is_following
from tests.delivery.views.browsing import DAY, TODAY, page_of
from tests.factories import (
    a_decision,
    a_milestone,
    a_neighbourhood,
    a_person,
    a_project,
    a_winner,
    add,
    round_in,
)


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
        ["state=nonsense", "department=1e999", "neighbourhood=-1", "page=x", "department=٣", "page=9999"],
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
