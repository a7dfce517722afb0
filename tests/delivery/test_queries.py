"""How far everything is that was ever promised."""

from datetime import date, timedelta

import pytest

from app.db.session import transaction
from app.delivery import queries
from app.delivery.models import Funding, Milestone, Photo
from app.delivery.queries import PromiseFilters, PromiseState, StepState
from app.domain.decisions import CouncilWord
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment, ProjectState
from tests.factories import (
    NOW,
    a_decision,
    a_department,
    a_milestone,
    a_neighbourhood,
    a_project,
    a_proposal,
    a_winner,
    add,
    round_in,
)

TODAY = date(2026, 5, 4)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def states_of(*milestones, **said):
    """The states of steps today."""
    return [step.state for step in queries.steps_of(milestones, TODAY, **said)]


def step(planned, **said):
    """A milestone that is not stored."""
    return Milestone(name="Solis", planned_on=planned, **{"late_reason": "", **said})


def test_a_step_whose_day_has_passed_is_late_without_anybody_saying_so():
    assert states_of(step(YESTERDAY)) == [StepState.LATE]
    assert states_of(step(TODAY)) == [StepState.NOW]


def test_a_step_known_to_slip_is_late_before_its_day():
    assert states_of(step(TOMORROW, expected_on=TOMORROW + timedelta(days=9))) == [StepState.LATE]
    assert states_of(step(TOMORROW, expected_on=TODAY)) == [StepState.NOW]


def test_the_first_open_step_is_the_one_at_work():
    done = step(YESTERDAY, done_on=YESTERDAY)
    assert states_of(done, step(TODAY), step(TOMORROW)) == [StepState.DONE, StepState.NOW, StepState.NEXT]
    assert states_of(step(YESTERDAY), step(TOMORROW)) == [StepState.LATE, StepState.NEXT]


def test_a_project_that_has_ended_owes_nothing():
    assert states_of(step(YESTERDAY), step(TOMORROW), has_ended=True) == [StepState.NEXT, StepState.NEXT]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"planned_on": YESTERDAY}, True),
        ({"planned_on": YESTERDAY, "late_reason": "Lija."}, False),
        ({"planned_on": YESTERDAY, "done_on": TODAY}, True),
        ({"planned_on": TODAY, "done_on": TODAY}, False),
        ({"planned_on": TOMORROW}, False),
    ],
)
def test_a_slip_asks_for_its_reason(said, asked):
    milestone = step(said.pop("planned_on"), **said)
    (found,) = queries.steps_of([milestone], TODAY)
    assert found.needs_reason is asked


@pytest.fixture
def promises(app):
    """One winner for each state, in a round of its own, and a proposal that did not win."""
    round = round_in(Phase.DELIVERY, NOW)
    a_proposal(round, title="Nav uzvarējusi")
    places = {state: place for place, state in enumerate(PromiseState, start=1)}
    winners = {state: a_winner(round, place, title=state.value) for state, place in places.items()}
    a_decision(winners[PromiseState.DECLINED], CouncilWord.DECLINED)
    for state in ProjectState:
        a_project(winners[PromiseState(state.value)], state=state)
    return winners


def titles(filters=PromiseFilters(), number=1):  # noqa: B008 - frozen
    """The titles on a page of promises."""
    return [one.proposal.title for one in queries.projects_page(filters, number, TODAY).items]


def test_everything_that_was_promised_is_listed_declined_and_stopped_too(promises):
    assert titles() == [state.value for state in PromiseState]
    found = queries.projects_page(PromiseFilters(), 1, TODAY)
    assert [one.state for one in found.items] == list(PromiseState)
    assert queries.count_of_promises() == dict.fromkeys(PromiseState, 1)


@pytest.mark.parametrize("state", PromiseState)
def test_promises_are_filtered_by_how_far_they_are(promises, state):
    assert titles(PromiseFilters(state=state)) == [state.value]


def test_promises_are_filtered_by_department_and_place(app):
    round, place, department = round_in(Phase.DELIVERY, NOW), a_neighbourhood(), a_department()
    here = a_winner(round, 1, title="Šeit", neighbourhood_id=place.id)
    there = a_winner(round, 2, title="Tur", neighbourhood_id=a_neighbourhood().id)
    a_project(here)
    a_project(there, department)
    assert titles(PromiseFilters(neighbourhood_id=place.id)) == ["Šeit"]
    assert titles(PromiseFilters(department_id=department.id)) == ["Tur"]
    assert titles(PromiseFilters(department_id=department.id, neighbourhood_id=place.id)) == []


def test_what_is_late_can_be_asked_for(app):
    round = round_in(Phase.DELIVERY, NOW)
    late, slipping, fine, ended = (
        a_project(a_winner(round, place, title=str(place))) for place in range(1, 5)
    )
    a_milestone(late, YESTERDAY)
    a_milestone(slipping, TOMORROW, expected_on=TOMORROW + timedelta(days=1))
    a_milestone(fine, YESTERDAY, done_on=YESTERDAY)
    a_milestone(fine, TODAY)
    a_milestone(ended, YESTERDAY)
    with_end = queries.project_of(ended.proposal_id)
    with transaction():
        with_end.ended_on = YESTERDAY
    assert titles(PromiseFilters(only_late=True)) == ["1", "2"]


def test_pages_of_promises_go_on(app):
    round = round_in(Phase.DELIVERY, NOW)
    for place in range(1, 22):
        a_winner(round, place, title=str(place))
    assert titles(number=2) == ["21"]
    assert len(titles(number=1)) == 20


@pytest.mark.parametrize("projects", [1, 3])
def test_a_page_of_promises_asks_the_same_however_many(app, count_queries, projects):
    round, department = round_in(Phase.DELIVERY, NOW), a_department()
    for place in range(1, projects + 1):
        project = a_project(a_winner(round, place, neighbourhood_id=a_neighbourhood().id), department)
        for _step in range(2):
            a_milestone(project, TODAY)
        add(Funding(project_id=project.id, source="ERAF", planned_cents=5))
    with count_queries() as asked:
        found = queries.projects_page(PromiseFilters(), 1, TODAY).items
        read = [
            (one.proposal.neighbourhood.name, one.proposal.round.slug, one.project.department.name, one.done)
            for one in found
        ]
    assert len(read) == projects
    assert len(asked) == 7, asked


def test_a_promise_shows_the_newest_photo_of_what_was_built(app):
    project = a_project(a_winner(round_in(Phase.DELIVERY, NOW)), a_department())
    for days, (key, moment) in enumerate(
        (("new", PhotoMoment.AFTER), ("first", PhotoMoment.AFTER), ("mud", PhotoMoment.BEFORE))
    ):
        taken = NOW - timedelta(days=days)
        add(Photo(project_id=project.id, file_key=key, alt="", moment=moment, added_at=taken))
    [promise] = queries.promises_kept(5, TODAY)
    assert promise.photo.file_key == "new"


def test_the_council_is_waited_for_where_it_has_not_spoken(app):
    waiting, done = round_in(Phase.DECISION, NOW), round_in(Phase.DECISION, NOW)
    a_winner(waiting)
    a_decision(a_winner(done))
    assert queries.rounds_waiting_for_council() == [waiting]


def test_progress_is_known_of_winners_only(app):
    round = round_in(Phase.DELIVERY, NOW)
    assert queries.progress_of(a_proposal(round).id, NOW, TODAY) is None
    winner = a_winner(round)
    waiting = queries.progress_of(winner.id, NOW, TODAY)
    assert (waiting.decision, waiting.project, waiting.next_step) == (None, None, None)
    project = a_project(winner)
    a_milestone(project, YESTERDAY, "Pamati")
    found = queries.progress_of(winner.id, NOW, TODAY)
    assert (found.is_declined, found.next_step.milestone.name) == (False, "Pamati")
    assert found.money == queries.Money(None, None, None)
