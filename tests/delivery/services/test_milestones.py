"""Milestones: the day that was promised stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.delivery import services
from app.delivery.models import Milestone
from app.domain.phases import Phase
from app.notices.models import Note
from tests.delivery.services.asking import TODAY, TOMORROW, YESTERDAY, broken_by, told
from tests.factories import NOW, a_milestone, a_project, a_winner, round_in


class TestMilestones:
    """The day that was promised stays."""

    def finish(self, organiser, project, milestone, day=TODAY, **said):
        """Say that it was done."""
        return services.finish_milestone(
            organiser, project.id, milestone.id, day, today=TODAY, now=NOW, **said
        )

    def test_a_step_done_in_time_needs_no_reason(self, project, organiser, session):
        milestone = a_milestone(project, TODAY)
        self.finish(organiser, project, milestone, reason="Nav vajadzīgs")
        row = session.get(Milestone, milestone.id)
        assert (row.done_on, row.late_reason) == (TODAY, "")
        assert told(session, project.proposal.author) == ["milestone_done"]

    def test_a_late_step_is_done_only_with_a_reason(self, project, organiser, session):
        milestone = a_milestone(project, YESTERDAY)
        assert broken_by(self.finish, organiser, project, milestone) == "milestone.late_reason_missing"
        self.finish(organiser, project, milestone, reason="Lija.")
        assert session.get(Milestone, milestone.id).late_reason == "Lija."

    def test_a_reason_given_before_is_enough(self, project, organiser, session):
        milestone = a_milestone(project, YESTERDAY)
        services.move_milestone(organiser, project.id, milestone.id, TODAY, reason="Lija.", now=NOW)
        self.finish(organiser, project, milestone)
        assert session.get(Milestone, milestone.id).late_reason == "Lija."

    def test_a_step_moves_later_only_with_a_reason_and_keeps_its_promise(self, project, organiser, session):
        milestone = a_milestone(project, TOMORROW, "Jumts")
        late = TOMORROW + timedelta(days=30)
        move = (services.move_milestone, organiser, project.id, milestone.id, late)
        assert broken_by(*move, reason=" ", now=NOW) == "milestone.late_reason_missing"
        services.move_milestone(organiser, project.id, milestone.id, late, reason="Nav skārda.", now=NOW)
        row = session.get(Milestone, milestone.id)
        assert (row.planned_on, row.expected_on, row.late_reason) == (TOMORROW, late, "Nav skārda.")
        note = session.scalars(select(Note)).one()
        assert (note.event, note.params["milestone"]) == ("milestone_slipped", "Jumts")

    def test_the_same_words_twice_are_told_once(self, project, organiser, session):
        milestone = a_milestone(project, YESTERDAY)
        for _time in range(2):
            services.move_milestone(organiser, project.id, milestone.id, TOMORROW, reason="Lija.", now=NOW)
        assert told(session, project.proposal.author) == ["milestone_slipped"]

    def test_moving_back_to_the_promise_forgets_the_slip(self, project, organiser, session):
        milestone = a_milestone(
            project, TOMORROW, expected_on=TOMORROW + timedelta(days=9), late_reason="Lija."
        )
        services.move_milestone(organiser, project.id, milestone.id, TOMORROW, reason="", now=NOW)
        row = session.get(Milestone, milestone.id)
        assert (row.expected_on, row.late_reason) == (None, "")

    def test_what_is_done_stays_done_until_it_is_reopened(self, project, organiser, session):
        milestone = a_milestone(project, TODAY)
        assert (
            broken_by(services.reopen_milestone, organiser, project.id, milestone.id, now=NOW)
            == "milestone.not_done"
        )
        self.finish(organiser, project, milestone)
        assert broken_by(self.finish, organiser, project, milestone) == "milestone.done_already"
        move = (services.move_milestone, organiser, project.id, milestone.id, TOMORROW)
        assert broken_by(*move, reason="Lija.", now=NOW) == "milestone.done_already"
        services.reopen_milestone(organiser, project.id, milestone.id, now=NOW)
        assert session.get(Milestone, milestone.id).done_on is None

    def test_what_slipped_cannot_be_made_to_vanish(self, project, organiser, session):
        past, moved, done = (
            a_milestone(project, YESTERDAY),
            a_milestone(project, TOMORROW, late_reason="Lija."),
            a_milestone(project, TOMORROW, done_on=TODAY),
        )
        for milestone in (past, moved, done):
            remove = (services.remove_milestone, organiser, project.id, milestone.id)
            assert broken_by(*remove, today=TODAY, now=NOW) == "milestone.slipped"
        ahead = a_milestone(project, TOMORROW)
        services.remove_milestone(organiser, project.id, ahead.id, today=TODAY, now=NOW)
        assert session.get(Milestone, ahead.id) is None

    def test_a_step_of_another_project_is_not_reached(self, project, organiser):
        other = a_project(a_winner(round_in(Phase.DELIVERY, NOW)))
        theirs = a_milestone(other, TODAY)
        assert broken_by(self.finish, organiser, project, theirs) == "milestone.unknown"

    @pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31), date(9999, 12, 31)])
    def test_days_are_days_of_this_century(self, project, organiser, day):
        add_one = (services.add_milestone, organiser, project.id, "Pamati", day)
        assert broken_by(*add_one, now=NOW) == "milestone.day_out_of_range"

    def test_nothing_is_done_tomorrow(self, project, organiser):
        milestone = a_milestone(project, TOMORROW)
        assert broken_by(self.finish, organiser, project, milestone, TOMORROW) == "project.day_in_future"

    def test_a_project_has_so_many_steps(self, project, organiser):
        for number in range(40):
            a_milestone(project, TOMORROW, f"Solis {number}")
        add_one = (services.add_milestone, organiser, project.id, "Pamati", TOMORROW)
        assert broken_by(*add_one, now=NOW) == "milestone.too_many"

    def test_a_step_says_what_it_is(self, project, organiser):
        add_one = (services.add_milestone, organiser, project.id, "  ", TOMORROW)
        assert broken_by(*add_one, now=NOW) == "milestone.nameless"
