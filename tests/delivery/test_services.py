"""Decisions and projects: who may, what needs a reason, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.db.session import transaction
from app.delivery import queries, services
from app.delivery.models import Funding, Milestone, Photo, Project
from app.domain.decisions import CouncilWord
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.permissions import VISITOR, Relation, Role
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment, ProjectMove, ProjectState
from app.notices.models import Note
from app.proposals.models import Follow
from app.results.models import Decision
from tests.factories import (
    NOW,
    a_department,
    a_milestone,
    a_person,
    a_project,
    a_proposal,
    a_winner,
    add,
    an_actor,
    round_in,
)

TODAY = date(2026, 5, 4)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)


def broken_by(act, *args, **kwargs):
    """The code of the rule that this breaks."""
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value.code


def told(session, person):
    """The events that a person was told of, in order."""
    return session.scalars(select(Note.event).where(Note.person_id == person.id).order_by(Note.id)).all()


class TestTheCouncil:
    """Decisions about winners."""

    @pytest.fixture
    def winner(self, app):
        """A winner in the decision phase."""
        return a_winner(round_in(Phase.DECISION, NOW))

    def decide(self, winner, word="confirmed", actor=None, **said):
        """Decide as the council."""
        return services.decide_winner(actor or an_actor(Role.COUNCIL), winner.id, word, now=NOW, **said)

    def test_a_confirmed_winner_is_a_project_at_once(self, winner, session):
        fan = a_person()
        add(Follow(person_id=fan.id, proposal_id=winner.id, since=NOW))
        council = an_actor(Role.COUNCIL)
        decision = self.decide(winner, actor=council, minutes_url="https://example.com/minutes/14")
        project = queries.project_of(winner.id)
        assert (project.state, project.promised_at) == (ProjectState.PLANNED, NOW)
        assert (decision.word, decision.decided_by) == (CouncilWord.CONFIRMED, council.person_id)
        assert told(session, fan) == told(session, winner.author) == ["decision_confirmed"]
        entry = session.scalars(select(Entry).where(Entry.action == "decide_winner")).one()
        assert entry.after["word"] == "confirmed"

    def test_a_declined_winner_has_a_public_reason_and_no_project(self, winner, session):
        self.decide(winner, "declined", reason="Zeme nepieder pilsētai.")
        assert queries.project_of(winner.id) is None
        note = session.scalars(select(Note)).one()
        assert (note.event, note.params["reason"]) == ("decision_declined", "Zeme nepieder pilsētai.")

    @pytest.mark.parametrize("reason", ["", "   ", "\n"])
    def test_declining_needs_a_reason(self, winner, session, reason):
        assert broken_by(self.decide, winner, "declined", reason=reason) == "decision.reason_missing"
        assert session.scalar(select(func.count()).select_from(Decision)) == 0

    @pytest.mark.parametrize(
        "address",
        [
            "http://example.com/14",
            "javascript:alert(1)",
            "https://",
            "//example.com",
            "https://[",
            "https://localhost",
            "https://example.com/" + "x" * 500,
            "https://example.com/\x00",
        ],
    )
    def test_minutes_are_an_address_of_the_web(self, winner, address):
        assert broken_by(self.decide, winner, minutes_url=address) == "decision.minutes_invalid"

    def test_a_reason_has_an_end(self, winner):
        assert broken_by(self.decide, winner, reason="x" * 2001) == "decision.reason_too_long"

    def test_only_winners_are_decided_about(self, winner):
        loser = a_proposal(winner.round)
        assert broken_by(self.decide, loser) == "decision.not_a_winner"
        assert (
            broken_by(services.decide_winner, an_actor(Role.COUNCIL), 999_999, "confirmed", now=NOW)
            == "decision.not_a_winner"
        )

    @pytest.mark.both_databases
    def test_the_council_decides_once(self, winner, session):
        self.decide(winner)
        assert broken_by(self.decide, winner, "declined", reason="Tomēr nē.") == "decision.made_already"
        assert session.scalar(select(func.count()).select_from(Project)) == 1

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, *ORGANISERS])
    def test_only_the_council_decides(self, winner, role):
        with pytest.raises(NotAllowed):
            self.decide(winner, actor=an_actor(role))

    def test_the_council_of_another_round_does_not(self, winner):
        with pytest.raises(NotAllowed):
            self.decide(winner, actor=an_actor(Role.COUNCIL, round=round_in(Phase.DECISION)))

    def test_nothing_is_decided_while_people_vote(self, app):
        winner = a_winner(round_in(Phase.VOTING, NOW))
        assert broken_by(self.decide, winner) == "phase.wrong"


@pytest.fixture
def project(app):
    """A project of a round in delivery, with a responsible department."""
    return a_project(a_winner(round_in(Phase.DELIVERY, NOW)), a_department())


@pytest.fixture
def organiser(app):
    """An organiser."""
    return an_actor(Role.ORGANISER)


class TestWhoLooksAfterAProject:
    """Organisers, administrators, and reviewers of the responsible department."""

    def add(self, actor, project):
        """Do something to the project."""
        return services.add_milestone(actor, project.id, "Pamati", TOMORROW, now=NOW)

    @pytest.mark.parametrize("role", ORGANISERS)
    def test_organisers_do(self, project, role):
        assert self.add(an_actor(role), project).name == "Pamati"

    def test_reviewers_of_the_department_do(self, project):
        person = a_person("", Role.REVIEWER, department_id=project.department_id)
        _found, standing = queries.open_project(project.id, actor_of(person), NOW)
        assert standing.relations == {Relation.ASSIGNED}
        assert self.add(actor_of(person), project).name == "Pamati"

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.COUNCIL])
    def test_others_of_the_department_do_not(self, project, role):
        with pytest.raises(NotAllowed):
            self.add(an_actor(role, department_id=project.department_id), project)

    def test_reviewers_of_other_departments_and_visitors_do_not(self, project):
        for actor in (an_actor(Role.REVIEWER, department_id=a_department().id), VISITOR):
            with pytest.raises(NotAllowed):
                self.add(actor, project)

    def test_a_department_cannot_pass_the_project_on(self, project):
        person = a_person("", Role.REVIEWER, department_id=project.department_id)
        with pytest.raises(NotAllowed):
            services.assign_department(actor_of(person), project.id, None, now=NOW)

    def test_organisers_choose_the_department(self, project, organiser):
        other = a_department()
        services.assign_department(organiser, project.id, other.id, now=NOW)
        assert queries.project_of(project.proposal_id).department_id == other.id
        missing = broken_by(services.assign_department, organiser, project.id, 99_999, now=NOW)
        assert missing == "project.department_unknown"

    def test_a_project_that_is_gone_is_no_fault_of_the_server(self, app, organiser):
        assert (
            broken_by(services.add_milestone, organiser, 99_999, "Pamati", TODAY, now=NOW)
            == "project.unknown"
        )


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


class TestMoney:
    """Planned, contracted, paid, by source."""

    def save(self, organiser, project, source="ERAF", **sums):
        """Put down sums."""
        return services.save_funding(organiser, project.id, source, **{"planned_cents": 100, **sums}, now=NOW)

    @pytest.mark.both_databases
    def test_a_source_is_one_row_and_can_be_changed(self, project, organiser, session):
        self.save(organiser, project)
        self.save(organiser, project, planned_cents=200, contracted_cents=150, paid_cents=50)
        (row,) = queries.funding_of(project.id)
        assert (row.planned_cents, row.contracted_cents, row.paid_cents) == (200, 150, 50)
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(Funding(project_id=project.id, source="ERAF"))

    @pytest.mark.both_databases
    def test_the_database_keeps_no_negative_money(self, project):
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(Funding(project_id=project.id, source="ERAF", paid_cents=-1))

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"planned_cents": -1}, "funding.negative"),
            ({"paid_cents": -1}, "funding.negative"),
            ({"contracted_cents": MAX_CENTS + 1}, "money.too_large"),
            ({"source": "  "}, "funding.source_missing"),
        ],
    )
    def test_sums_are_sums(self, project, organiser, said, code):
        assert broken_by(self.save, organiser, project, **said) == code
        assert queries.funding_of(project.id) == []

    def test_there_are_so_many_sources(self, project, organiser):
        for number in range(20):
            self.save(organiser, project, f"Avots {number}")
        assert broken_by(self.save, organiser, project, "Vēl viens") == "funding.too_many"
        self.save(organiser, project, "Avots 3", planned_cents=7)
        sums = queries.money_of(queries.funding_of(project.id))
        assert (sums.planned, sums.contracted, sums.paid) == (1907, None, None)

    def test_a_source_of_another_project_is_not_removed(self, project, organiser):
        other = a_project(a_winner(round_in(Phase.DELIVERY, NOW)))
        self.save(organiser, other)
        (row,) = queries.funding_of(other.id)
        services.remove_funding(organiser, project.id, row.id, now=NOW)
        assert queries.funding_of(other.id) == [row]
        services.remove_funding(organiser, other.id, row.id, now=NOW)
        assert queries.funding_of(other.id) == []


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


def test_every_change_is_in_the_audit_log(project, organiser, session):
    services.add_milestone(organiser, project.id, "Pamati", TOMORROW, now=datetime(2026, 5, 4, tzinfo=UTC))
    services.save_funding(organiser, project.id, "ERAF", planned_cents=5, now=NOW)
    services.save_funding(organiser, project.id, "ERAF", planned_cents=6, now=NOW)
    entries = session.scalars(select(Entry).where(Entry.subject == "project").order_by(Entry.id)).all()
    assert [entry.action for entry in entries] == ["add_milestone", "save_funding", "save_funding"]
    assert (entries[2].before["planned_cents"], entries[2].after["planned_cents"]) == (5, 6)
