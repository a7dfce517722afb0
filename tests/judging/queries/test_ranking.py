"""The ranking of the worked round, and who may know it."""

from datetime import timedelta
from fractions import Fraction

import pytest

from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.judging import queries
from tests.domain.worked_round import TABLE
from tests.factories import NOW, a_mentor, a_recusal, a_rubric, a_scorecard, an_assignment, an_entry, round_in
from tests.judging.queries.scored import JUDGING, scored


def test_the_worked_round_has_the_places_worked_out_by_hand(app):
    round, _rubric, entries, mentors = scored()
    names = {str(entry.id): name for name, entry in entries.items()}
    ranking = queries.ranking_of(round, NOW).ranking
    assert [(names[each.entry], each.place, each.score) for each in ranking.standings] == [
        ("E", 1, Fraction(70)),
        ("C", 2, Fraction(135, 2)),
        ("D", 3, Fraction(55)),
        ("B", 4, Fraction(50)),
        ("A", 5, Fraction(55, 2)),
    ]
    letters = {str(mentor.id): name for name, mentor in mentors.items()}
    assert {
        names[each.entry]: {letters[mentor]: score for mentor, score in each.figures.by_mentor.items()}
        for each in ranking.standings
    } == TABLE


def test_the_result_of_the_jury_lists_all_places_then_the_unranked(app):
    round, _rubric, entries, _mentors = scored()
    unscored = an_entry(round)
    assert queries.jury_result(round, NOW) == [
        (entries["E"].id, 1, Fraction(70), 2, 1, 1),
        (entries["C"].id, 2, Fraction(135, 2), 2, 2, 2),
        (entries["D"].id, 3, Fraction(55), 2, 3, 3),
        (entries["B"].id, 4, Fraction(50), 2, 4, 4),
        (entries["A"].id, 5, Fraction(55, 2), 2, 5, 5),
        (unscored.id, None, None, 0, None, None),
    ]


def test_there_is_no_result_before_scoring_is_over(app):
    round, *_ = scored(Phase.SCORING)
    with pytest.raises(RuleBroken, match="ranking.scoring_open"):
        queries.jury_result(round, NOW)


def test_equal_scores_share_a_place_and_the_named_criterion_decides_the_position(app):
    round = round_in(Phase.VOTING, NOW, judging={**JUDGING, "min_scorecards": 1, "tie_break": "benefit"})
    rubric = a_rubric(round, [{"key": "feasibility"}, {"key": "benefit"}])
    mentor = a_mentor()
    made = []
    for levels in ((4, 2), (2, 4), (1, 1)):
        entry = an_entry(round)
        given = dict(zip(("feasibility", "benefit"), levels, strict=True))
        a_scorecard(an_assignment(entry, mentor), rubric, levels=given, at=NOW - timedelta(days=2))
        made.append(entry.id)
    assert [(each.proposal_id, each.place, each.position) for each in queries.jury_result(round, NOW)] == [
        (made[1], 1, 1),
        (made[0], 1, 2),
        (made[2], 3, 3),
    ]
    assert queries.ranking_of(round, NOW).ranking.standings[0].decided_by == ("criterion:benefit",)


def test_too_few_scorecards_give_no_place(app):
    round, _rubric, entries, _mentors = scored(min_scorecards=3)
    ranking = queries.ranking_of(round, NOW).ranking
    assert ranking.standings == ()
    assert {each.entry for each in ranking.provisional} == {str(entry.id) for entry in entries.values()}


def test_recused_trainee_and_calibration_cards_count_for_nothing(app):
    round, rubric, entries, mentors = scored(min_scorecards=1)
    a_recusal(entries["E"], mentors["R"])
    levels = {"feasibility": 1, "benefit": 1}
    trainee = an_assignment(entries["C"], a_mentor(), is_trainee=True)
    a_scorecard(trainee, rubric, levels=levels, at=NOW - timedelta(days=20))
    warm_up = an_assignment(an_entry(round), a_mentor(), is_calibration=True)
    a_scorecard(warm_up, rubric, levels=levels, at=NOW - timedelta(days=20))
    scores = {each.proposal_id: each.score for each in queries.jury_result(round, NOW)}
    assert (scores[entries["E"].id], scores[entries["C"].id]) == (Fraction(65), Fraction(135, 2))
    assert warm_up.proposal_id not in scores


def test_entries_that_left_the_race_are_not_ranked(app, session):
    round, _rubric, entries, _mentors = scored()
    entry = session.merge(entries["E"])
    entry.state = ProposalState.NOT_FEASIBLE
    session.commit()
    assert entry.id not in [each.proposal_id for each in queries.jury_result(round, NOW)]


def test_the_public_sees_means_only_once_the_result_is_told(app):
    round, _rubric, entries, _mentors = scored(Phase.VOTING)
    entry = entries["C"]
    assert queries.entry_score(entry, NOW) is None
    summary = queries.entry_score(entry, NOW, is_published=True)
    assert (summary.score, summary.count) == (Fraction(135, 2), 2)
    assert [(each.criterion.key, each.mean_level, each.level) for each in summary.lines] == [
        ("feasibility", Fraction(9, 2), 4),
        ("benefit", Fraction(5, 2), 2),
    ]
    assert summary.lines[0].descriptor == {"lv": "Ļoti labi"}
    decided = queries.scoring_ends_at(round) + timedelta(days=11)
    assert queries.entry_score(entry, decided).score == Fraction(135, 2)


def test_a_published_result_of_an_open_scoring_tells_nothing(app):
    _round, _rubric, entries, _mentors = scored(Phase.SCORING)
    assert queries.entry_score(entries["C"], NOW, is_published=True) is None


def test_few_scorecards_are_not_shown_to_the_public(app):
    _round, _rubric, entries, _mentors = scored(Phase.DECISION, min_scorecards=3)
    assert queries.entry_score(entries["C"], NOW) is None
