"""Scorecards: drafted, submitted once, corrected with a reason, in their phase only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.audit.models import Entry
from app.db.base import db
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.phases import Phase
from app.judging import queries, services
from app.judging.models import Scorecard
from tests.factories import NOW, a_mentor, a_person, a_rubric, an_assignment, an_entry, round_in
from tests.judging.services.scoring import given, mine, rows


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
