"""Assigning, scoring, correcting, stepping aside: who may, when, and what stays true under parallel saves."""

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
    a_rubric,
    a_team,
    an_actor,
    an_assignment,
    an_entry,
    round_in,
)

FULL = {"feasibility": "3", "benefit": "5"}


@pytest.fixture
def round(app):
    round = round_in(Phase.SCORING, NOW)
    a_rubric(round)
    return round


@pytest.fixture
def organiser(app):
    return an_actor(Role.ORGANISER)


@pytest.fixture
def assignment(round):
    return an_assignment(an_entry(round))


def given(levels=FULL, version=1, **more):
    return services.Given(version, levels, more.pop("comments", {}), **more)


def mine(assignment):
    return actor_of(assignment.mentor)


def rows(assignment):
    found = db.session.query(Scorecard).filter_by(assignment_id=assignment.id)
    return found.order_by(Scorecard.revision).all()


# Scoring


def test_a_draft_may_be_incomplete_and_a_submission_not(assignment):
    me = mine(assignment)
    services.save_draft(me, assignment.id, given({"feasibility": "2"}), now=NOW)
    with pytest.raises(RuleBroken, match="scorecard.level_missing"):
        services.submit_scorecard(me, assignment.id, given({"feasibility": "2"}), now=NOW)
    services.submit_scorecard(me, assignment.id, given(team_comment=" Labi! "), now=NOW)
    (row,) = rows(assignment)
    assert (row.revision, row.levels, row.team_comment) == (1, {"feasibility": 3, "benefit": 5}, "Labi!")
    assert row.submitted_at == NOW


def test_the_same_submission_twice_is_one(assignment):
    me = mine(assignment)
    for _ in range(2):
        services.submit_scorecard(me, assignment.id, given(), now=NOW)
    assert len(rows(assignment)) == 1
    other = given({"feasibility": "1", "benefit": "1"})
    for act in (services.submit_scorecard, services.save_draft):
        with pytest.raises(RuleBroken, match="scorecard.submitted_already"):
            act(me, assignment.id, other, now=NOW)


def test_a_correction_is_a_new_revision_with_a_reason(assignment, session):
    me = mine(assignment)
    changed = given({"feasibility": "4", "benefit": "5"}, private_note="Pārlasīju.")
    with pytest.raises(RuleBroken, match="scorecard.nothing_to_correct"):
        services.correct_scorecard(me, assignment.id, changed, "Kļūda.", now=NOW)
    services.submit_scorecard(me, assignment.id, given(), now=NOW)
    with pytest.raises(RuleBroken, match="scorecard.no_reason"):
        services.correct_scorecard(me, assignment.id, changed, "  ", now=NOW)
    services.correct_scorecard(me, assignment.id, changed, "Sajaucu līmeņus.", now=NOW)
    assert [(row.revision, row.levels["feasibility"], row.correction_reason) for row in rows(assignment)] == [
        (1, 3, None),
        (2, 4, "Sajaucu līmeņus."),
    ]
    entry = session.query(Entry).filter_by(action="correct_scorecard").one()
    assert entry.before["levels"] == {"feasibility": 3, "benefit": 5}
    assert entry.after["levels"] == {"feasibility": 4, "benefit": 5}
    assert "private_note" not in entry.after
    services.correct_scorecard(me, assignment.id, changed, "Nekas nav mainīts.", now=NOW)
    assert len(rows(assignment)) == 2


def test_only_the_mentor_of_the_assignment_scores(round, assignment, organiser):
    other = an_assignment(assignment.proposal)
    dismissed = an_assignment(assignment.proposal, a_person())
    elsewhere = an_assignment(assignment.proposal, a_mentor("", round_in(Phase.SCORING, NOW)))
    for actor, target in (
        (organiser, assignment),
        (mine(other), assignment),
        (mine(dismissed), dismissed),
        (mine(elsewhere), elsewhere),
    ):
        for act in (services.save_draft, services.submit_scorecard):
            with pytest.raises(NotAllowed):
                act(actor, target.id, given(), now=NOW)
    assert db.session.query(Scorecard).count() == 0


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.SCORING, Phase.DRAFT}))
def test_scorecards_are_written_while_scoring_is_open(app, phase):
    round = round_in(phase, NOW)
    a_rubric(round)
    assignment = an_assignment(an_entry(round))
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.save_draft(mine(assignment), assignment.id, given(), now=NOW)


def test_not_a_second_after_the_deadline(round, assignment):
    ends_at = queries.scoring_ends_at(round)
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.submit_scorecard(mine(assignment), assignment.id, given(), now=ends_at)
    services.submit_scorecard(
        mine(assignment), assignment.id, given(), now=ends_at - timedelta(microseconds=1)
    )


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ({"feasibility": "6"}, "scorecard.level_outside_scale"),
        ({"feasibility": "1e999"}, "scorecard.level_unreadable"),
        ({"feasibility": "na"}, "scorecard.not_applicable_refused"),
        ({"price": "3"}, "scorecard.criterion_unknown"),
    ],
)
def test_bad_levels_are_refused_in_drafts_too(assignment, levels, code):
    with pytest.raises(RuleBroken, match=code):
        services.save_draft(mine(assignment), assignment.id, given(levels), now=NOW)
    with pytest.raises(RuleBroken, match="scorecard.note_too_long"):
        services.save_draft(mine(assignment), assignment.id, given(private_note="x" * 4001), now=NOW)


def test_a_form_of_an_older_rubric_is_not_stored(round, assignment):
    a_rubric(round, version=2)
    with pytest.raises(RuleBroken, match="scorecard.rubric_changed"):
        services.submit_scorecard(mine(assignment), assignment.id, given(), now=NOW)
    services.submit_scorecard(mine(assignment), assignment.id, given(version=2), now=NOW)


def test_scoring_again_under_a_new_rubric_keeps_the_old_scorecard(round, assignment):
    me = mine(assignment)
    services.submit_scorecard(me, assignment.id, given(), now=NOW)
    latest = a_rubric(round, [{"key": "feasibility", "hi": 4}, {"key": "benefit"}], version=2)
    services.save_draft(me, assignment.id, given({"feasibility": "4"}, version=2), now=NOW)
    services.submit_scorecard(me, assignment.id, given(version=2), now=NOW)
    assert [(row.revision, row.submitted_at is not None) for row in rows(assignment)] == [
        (1, True),
        (2, True),
    ]
    assert rows(assignment)[-1].rubric_id == latest.id


def test_a_round_without_a_rubric_cannot_be_scored(app):
    assignment = an_assignment(an_entry(round_in(Phase.SCORING, NOW)))
    with pytest.raises(RuleBroken, match="scorecard.no_rubric"):
        services.save_draft(mine(assignment), assignment.id, given(), now=NOW)


@pytest.mark.both_databases
def test_parallel_saves_make_one_draft_and_parallel_submissions_one_scorecard(app):
    round = round_in(Phase.SCORING, NOW)
    a_rubric(round)
    assignment = an_assignment(an_entry(round))
    me, assignment_id = mine(assignment), assignment.id

    def work(job):
        act, level = job
        with app.app_context():
            try:
                act(me, assignment_id, given({"feasibility": str(level), "benefit": "3"}), now=NOW)
            except RuleBroken as refusal:
                return refusal.code
            return "stored"

    with ThreadPoolExecutor(8) as pool:
        drafts = list(pool.map(work, [(services.save_draft, 1 + number % 5) for number in range(16)]))
    assert drafts == ["stored"] * 16
    db.session.rollback()
    assert db.session.query(Scorecard).filter_by(submitted_at=None).count() == 1
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, [(services.submit_scorecard, 1 + number % 5) for number in range(15)]))
    assert set(answers) == {"stored", "scorecard.submitted_already"}
    assert answers.count("stored") == 3, "the same levels again are the same scorecard"
    db.session.rollback()
    assert db.session.query(Scorecard).count() == 1


# Stepping aside


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


# Assigning


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
