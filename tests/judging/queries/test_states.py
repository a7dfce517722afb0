"""Which scorecards count: drafts, corrections, changed rubrics."""

from datetime import timedelta
from fractions import Fraction

from app.domain.phases import Phase
from app.domain.scorecard_states import ScoringState
from app.judging import queries
from tests.factories import NOW, a_rubric, a_scorecard, an_assignment, an_entry, round_in
from tests.judging.queries.scored import JUDGING


def one_assignment(phase=Phase.SCORING):
    round = round_in(phase, NOW, judging={**JUDGING, "min_scorecards": 1})
    rubric = a_rubric(round)
    return round, rubric, an_assignment(an_entry(round))


def state(round, assignment, now=NOW):
    return queries.sheets_of([assignment], round, now)[0].state


def test_a_complete_draft_counts_when_scoring_ends_and_not_before(app):
    round, rubric, assignment = one_assignment()
    a_scorecard(assignment, rubric, levels={"feasibility": 3, "benefit": 5}, at=NOW, submitted_at=None)
    ends_at = queries.scoring_ends_at(round)
    assert state(round, assignment) is ScoringState.DRAFT
    assert state(round, assignment, ends_at - timedelta(microseconds=1)) is ScoringState.DRAFT
    assert state(round, assignment, ends_at) is ScoringState.SUBMITTED
    assert [each.score for each in queries.jury_result(round, ends_at)] == [Fraction(70)]


def test_an_incomplete_draft_never_counts(app):
    round, rubric, assignment = one_assignment()
    a_scorecard(assignment, rubric, levels={"feasibility": 3}, at=NOW, submitted_at=None)
    ends_at = queries.scoring_ends_at(round)
    assert state(round, assignment, ends_at) is ScoringState.DRAFT
    assert [each.n_scorecards for each in queries.jury_result(round, ends_at)] == [0]


def test_of_a_corrected_scorecard_only_the_newest_counts(app):
    round, rubric, assignment = one_assignment(Phase.VOTING)
    for revision, level in ((1, 1), (2, 5)):
        levels = {"feasibility": level, "benefit": level}
        a_scorecard(assignment, rubric, levels=levels, revision=revision, at=NOW - timedelta(days=2))
    assert [each.score for each in queries.jury_result(round, NOW)] == [Fraction(100)]


def test_a_changed_rubric_asks_to_score_again_but_a_changed_weight_does_not(app):
    round, rubric, assignment = one_assignment()
    a_scorecard(assignment, rubric, levels={"feasibility": 3, "benefit": 5}, at=NOW)
    a_rubric(round, [{"key": "feasibility", "weight": 1}, {"key": "benefit", "weight": 1}], version=2)
    assert state(round, assignment) is ScoringState.SUBMITTED
    ends_at = queries.scoring_ends_at(round)
    assert [each.score for each in queries.jury_result(round, ends_at)] == [Fraction(75)]
    a_rubric(round, [{"key": "feasibility", "hi": 4}, {"key": "benefit"}], version=3)
    assert state(round, assignment) is ScoringState.AGAIN
    assert queries.ranking_of(round, NOW).again == 1
    assert [each.n_scorecards for each in queries.jury_result(round, ends_at)] == [0]
