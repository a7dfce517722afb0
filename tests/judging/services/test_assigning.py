"""Assigning and stepping aside: who may, what a plan keeps, and what an early look costs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.db.base import db
from app.domain.conflicts import ConflictKind
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging import queries, services
from app.judging.models import Assignment, Recusal, Scorecard
from app.judging.queries import PlanSettings
from app.notices.models import Note
from tests.factories import (
    NOW,
    a_mentor,
    a_person,
    a_proposal,
    a_recusal,
    a_team,
    an_actor,
    an_assignment,
    an_entry,
    round_in,
)
from tests.judging.services.scoring import given, mine, rows


def test_stepping_aside_ends_scoring_and_keeps_the_scorecard(round, assignment, session):
    organiser = a_person("", Role.ORGANISER)
    me = mine(assignment)
    services.submit_scorecard(me, assignment.id, given(), now=NOW)
    with pytest.raises(RuleBroken, match="recusal.no_reason"):
        services.step_aside(me, assignment.id, ConflictKind.FAMILY, " ", now=NOW)
    with pytest.raises(RuleBroken, match="recusal.reason_too_long"):
        services.step_aside(me, assignment.id, ConflictKind.FAMILY, "x" * 501, now=NOW)
    services.step_aside(me, assignment.id, ConflictKind.FAMILY, "Brālis ir komandā.", now=NOW)
    assert len(rows(assignment)) == 1
    for act in (services.save_draft, services.submit_scorecard):
        with pytest.raises(NotAllowed):
            act(me, assignment.id, given(), now=NOW)
    with pytest.raises(NotAllowed):
        services.step_aside(me, assignment.id, ConflictKind.OTHER, "Vēlreiz.", now=NOW)
    assert [note.event for note in session.query(Note).filter_by(person_id=organiser.id)] == [
        "mentor_stepped_aside"
    ]


def test_nobody_steps_aside_for_somebody_else(round, assignment, organiser):
    for actor in (organiser, actor_of(a_mentor())):
        with pytest.raises(NotAllowed):
            services.step_aside(actor, assignment.id, ConflictKind.FAMILY, "Brālis.", now=NOW)


def test_a_mentor_is_assigned_by_hand_once_an_entry(round, organiser, session):
    mentor = a_mentor()
    entries = [an_entry(round) for _ in range(3)]
    ids = [entry.id for entry in entries]
    assert services.assign_mentor(organiser, round.id, mentor.id, ids[:2], now=NOW) == (2, 0)
    assert services.assign_mentor(organiser, round.id, mentor.id, ids, now=NOW) == (1, 0)
    assert session.query(Assignment).count() == 3
    assert [note.event for note in session.query(Note).filter_by(person_id=mentor.id)] == [
        "entries_assigned"
    ] * 2


def test_ones_own_entry_becomes_a_recusal_by_itself(round, organiser, session):
    mentor = a_mentor()
    own = an_entry(round, mentor)
    common = an_entry(round, team_id=a_team(round, a_person(), mentor).id)
    declared, free = an_entry(round), an_entry(round)
    a_recusal(declared, mentor)
    ids = [own.id, common.id, declared.id, free.id]
    assert services.assign_mentor(organiser, round.id, mentor.id, ids, now=NOW) == (1, 3)
    kinds = {each.proposal_id: each.kind for each in session.query(Recusal)}
    assert kinds == {
        own.id: ConflictKind.OWN_TEAM,
        common.id: ConflictKind.OWN_TEAM,
        declared.id: ConflictKind.FAMILY,
    }


def test_only_mentors_and_entries_of_the_round_are_assigned(round, organiser):
    entry, mentor = an_entry(round), a_mentor()
    stranger = a_mentor("", round_in(Phase.SCORING, NOW))
    withdrawn = an_entry(round_in(Phase.SCORING, NOW))
    cases = [
        (stranger.id, [entry.id], "assignment.unknown_mentor"),
        (a_person().id, [entry.id], "assignment.unknown_mentor"),
        (mentor.id, [entry.id, withdrawn.id], "assignment.unknown_entry"),
        (mentor.id, [], "assignment.nothing_chosen"),
    ]
    for mentor_id, ids, code in cases:
        with pytest.raises(RuleBroken, match=code):
            services.assign_mentor(organiser, round.id, mentor_id, ids, now=NOW)


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_assign(round, assignment, role):
    actor = an_actor(*([role] if role else []))
    settings = PlanSettings(3, None, "seed")
    for act in (
        lambda: services.assign_mentor(actor, round.id, assignment.mentor_id, [1], now=NOW),
        lambda: services.save_plan(actor, round.id, settings, "", now=NOW),
        lambda: services.end_assignment(actor, assignment.id, now=NOW),
        lambda: services.look_early(actor, round.id, "Gribu.", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_plan_that_was_shown_is_saved(round, organiser, session):
    entries = [an_entry(round) for _ in range(4)]
    mentors = [a_mentor() for _ in range(4)]
    own = an_entry(round, mentors[0])
    settings = PlanSettings(3, None, "sēkla")
    plan = queries.planned(round, settings)
    assert services.save_plan(organiser, round.id, settings, queries.fingerprint(plan), now=NOW) == (15, 0)
    saved = {(each.proposal_id, each.mentor_id) for each in session.query(Assignment)}
    assert saved == {(int(pair.entry), int(pair.mentor)) for pair in plan.plan.added}
    assert [(each.proposal_id, each.kind) for each in session.query(Recusal)] == [
        (own.id, ConflictKind.OWN_TEAM)
    ]
    assert session.query(Note).count() == 4
    assert {entry.id for entry in entries} < {pair[0] for pair in saved}
    entry = session.query(Entry).filter_by(action="save_plan").one()
    assert (entry.after["seed"], entry.after["added"]) == ("sēkla", 15)


def test_a_plan_that_has_changed_since_it_was_shown_is_not_saved(round, organiser, session):
    an_entry(round)
    for _ in range(3):
        a_mentor()
    settings = PlanSettings(2, None, "sēkla")
    shown = queries.fingerprint(queries.planned(round, settings))
    an_entry(round)
    with pytest.raises(RuleBroken, match="assignment.plan_changed"):
        services.save_plan(organiser, round.id, settings, shown, now=NOW)
    assert session.query(Assignment).count() == 0


def test_topping_up_after_somebody_stepped_aside(round, organiser, session):
    entry = an_entry(round)
    mentors = [a_mentor() for _ in range(4)]
    settings = PlanSettings(3, None, "sēkla")
    services.save_plan(
        organiser, round.id, settings, queries.fingerprint(queries.planned(round, settings)), now=NOW
    )
    held = session.query(Assignment).order_by(Assignment.id).all()
    begun, untouched = held[0], held[1]
    services.save_draft(mine(begun), begun.id, given({"feasibility": "1"}), now=NOW)
    a_recusal(entry, begun.mentor)
    plan = queries.planned(round, settings)
    assert [int(pair.mentor) for pair in plan.plan.added] == [
        each.id for each in mentors if each.id not in {one.mentor_id for one in held}
    ]
    assert services.save_plan(organiser, round.id, settings, queries.fingerprint(plan), now=NOW) == (1, 0)
    assert begun.id in [each.id for each in session.query(Assignment)], "what was begun is kept"
    a_recusal(entry, untouched.mentor)
    plan = queries.planned(round, settings)
    assert services.save_plan(organiser, round.id, settings, queries.fingerprint(plan), now=NOW) == (0, 1)
    assert untouched.id not in [each.id for each in session.query(Assignment)]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (PlanSettings(0, None, "s"), "assignment.per_entry_invalid"),
        (PlanSettings(3, -1, "s"), "assignment.cap_invalid"),
        (PlanSettings(3, None, " "), "assignment.no_seed"),
    ],
)
def test_impossible_plans_are_refused(round, organiser, settings, code):
    a_mentor()
    with pytest.raises(RuleBroken, match=code):
        services.save_plan(organiser, round.id, settings, "", now=NOW)


def test_an_assignment_ends_unless_something_was_submitted(round, organiser, assignment, session):
    services.save_draft(mine(assignment), assignment.id, given({"feasibility": "1"}), now=NOW)
    services.end_assignment(organiser, assignment.id, now=NOW)
    assert session.query(Scorecard).count() == 0
    with pytest.raises(RuleBroken, match="assignment.gone"):
        services.end_assignment(organiser, assignment.id, now=NOW)
    second = an_assignment(an_entry(round))
    services.submit_scorecard(mine(second), second.id, given(), now=NOW)
    with pytest.raises(RuleBroken, match="assignment.has_scorecard"):
        services.end_assignment(organiser, second.id, now=NOW)


@pytest.mark.both_databases
def test_two_plans_at_once_are_one(app):
    round = round_in(Phase.SCORING, NOW)
    for _ in range(3):
        an_entry(round)
        a_mentor()
    actor, settings = an_actor(Role.ORGANISER), PlanSettings(3, None, "sēkla")
    shown, round_id = queries.fingerprint(queries.planned(round, settings)), round.id

    def work(_number):
        with app.app_context():
            try:
                services.save_plan(actor, round_id, settings, shown, now=NOW)
            except RuleBroken as refusal:
                return refusal.code
            return "saved"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(work, range(4)))
    assert sorted(answers) == ["assignment.plan_changed"] * 3 + ["saved"]
    db.session.rollback()
    assert db.session.query(Assignment).count() == 9


def test_an_early_look_needs_a_reason_and_is_logged(round, organiser, session):
    for reason, code in (("  ", "ranking.no_reason"), ("x" * 501, "recusal.reason_too_long")):
        with pytest.raises(RuleBroken, match=code):
            services.look_early(organiser, round.id, reason, now=NOW)
    services.look_early(organiser, round.id, "Trūkst balvu.", now=NOW)
    entry = session.query(Entry).filter_by(action="look_early").one()
    assert (entry.actor_id, entry.round_id, entry.after) == (
        organiser.person_id,
        round.id,
        {"reason": "Trūkst balvu."},
    )


def test_withdrawn_entries_are_not_scored(round, session):
    proposal = a_proposal(round, at=NOW - timedelta(days=5))
    assignment = an_assignment(proposal)
    me = mine(assignment)
    row = session.merge(proposal)
    row.state, row.submitted_at = "withdrawn", None
    session.commit()
    with pytest.raises(NotAllowed):
        services.save_draft(me, assignment.id, given(), now=NOW)
    assert queries.open_scoring_task(assignment.id, me, NOW) is None
    assert queries.assignments_of(assignment.mentor_id, now=NOW) == []
