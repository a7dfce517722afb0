"""A project is planned, built, opened or stopped, and has news."""

import pytest
from sqlalchemy import func, select

from app.delivery import services
from app.delivery.models import Photo, Project
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment, ProjectMove, ProjectState
from app.notices.models import Note
from tests.delivery.services.asking import TODAY, TOMORROW, YESTERDAY, broken_by, told
from tests.factories import NOW, a_project, a_winner, round_in


class TestStates:
    """A project is planned, built, opened or stopped."""

    def move(self, organiser, project, move, day=TODAY, **said):
        """Move the project."""
        services.move_project(organiser, project.id, move, on=day, today=TODAY, now=NOW, **said)

    def test_from_the_plan_to_opening_day(self, project, organiser, session):
        self.move(organiser, project, ProjectMove.START)
        self.move(organiser, project, ProjectMove.OPEN, YESTERDAY, reason="Nāciet spēlēt!")
        row = session.get(Project, project.id)
        assert (row.state, row.ended_on, row.end_reason) == (ProjectState.OPENED, YESTERDAY, "Nāciet spēlēt!")
        assert told(session, project.proposal.author) == ["project_started", "project_opened"]

    def test_a_stop_has_a_published_reason_and_can_be_taken_back(self, project, organiser, session):
        stop = (self.move, organiser, project, ProjectMove.STOP)
        assert broken_by(*stop, reason=" ") == "project.reason_missing"
        self.move(organiser, project, ProjectMove.STOP, reason="Atrasta vecā kapsēta.")
        note = session.scalars(select(Note).where(Note.event == "project_stopped")).one()
        assert note.params["reason"] == "Atrasta vecā kapsēta."
        self.move(organiser, project, ProjectMove.RESUME)
        row = session.get(Project, project.id)
        assert (row.state, row.ended_on, row.end_reason) == (ProjectState.BUILDING, None, "")
        assert told(session, project.proposal.author) == ["project_stopped", "project_resumed"]

    @pytest.mark.parametrize(
        ("before", "move"),
        [
            (ProjectState.OPENED, ProjectMove.START),
            (ProjectState.OPENED, ProjectMove.STOP),
            (ProjectState.STOPPED, ProjectMove.OPEN),
            (ProjectState.PLANNED, ProjectMove.RESUME),
            (ProjectState.BUILDING, ProjectMove.START),
        ],
    )
    def test_other_moves_are_refused(self, organiser, before, move):
        project = a_project(a_winner(round_in(Phase.DELIVERY, NOW)), state=before)
        assert broken_by(self.move, organiser, project, move, reason="Tāpat") == "transition.refused"

    def test_nothing_opens_tomorrow(self, project, organiser):
        assert broken_by(self.move, organiser, project, ProjectMove.OPEN, TOMORROW) == "project.day_in_future"


class TestNews:
    """Updates with photos."""

    def publish(self, organiser, project, photos=(), **said):
        """Publish news."""
        given = {"title": "Pamati gatavi", "body": "Betons cietē.", "language": "lv", **said}
        return services.publish_update(organiser, project.id, photos=photos, now=NOW, **given)

    def test_news_reach_everybody_who_follows(self, project, organiser, session):
        photo = services.NewPhoto("aa.webp", "Bedre", PhotoMoment.BEFORE)
        update = self.publish(organiser, project, [photo])
        stored = session.scalars(select(Photo)).one()
        assert (stored.update_id, stored.alt, stored.moment) == (update.id, "Bedre", PhotoMoment.BEFORE)
        note = session.scalars(select(Note)).one()
        assert (note.event, note.params["news"]) == ("update_published", "Pamati gatavi")

    @pytest.mark.parametrize("said", [{"title": " "}, {"body": "\n"}])
    def test_news_say_something(self, project, organiser, said):
        assert broken_by(self.publish, organiser, project, **said) == "update.empty"

    def test_photos_are_described_and_few(self, project, organiser, session):
        bare = services.NewPhoto("aa.webp", " ", PhotoMoment.AFTER)
        assert broken_by(self.publish, organiser, project, [bare]) == "update.alt_missing"
        many = [services.NewPhoto(f"{number}.webp", "Bedre", PhotoMoment.AFTER) for number in range(7)]
        assert broken_by(self.publish, organiser, project, many) == "update.too_many_photos"
        assert session.scalar(select(func.count()).select_from(Photo)) == 0
