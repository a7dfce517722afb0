"""The ranking of the worked round, which scorecards count, and who may know what."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from app.accounts.queries import actor_of
from app.domain.conflicts import ConflictKind
from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.scorecard_states import ScoringState
from app.judging import queries
from app.teams.models import Membership
from tests.domain.worked_round import TABLE
from tests.factories import (
    NOW,
    a_department,
    a_mentor,
    a_person,
    a_recusal,
    a_rubric,
    a_scorecard,
    a_team,
    add,
    an_assignment,
    an_entry,
    round_in,
)
from tests.judging.vector import worked_round

JUDGING = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "", "places": 2}


def scored(phase=Phase.VOTING, **judging):
    """The worked round, its scorecards given a day after scoring began."""
    round = round_in(phase, NOW, judging={**JUDGING, **judging})
    at = datetime.fromisoformat(round.timetable["scoring"]) + timedelta(days=1)
    return round, *worked_round(round, at)


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


def test_conflicts_are_found_from_authors_and_present_members(app):
    round = round_in(Phase.SCORING, NOW)
    author, founder, member, left = (a_mentor() for _ in range(4))
    alone = an_entry(round, author)
    team = a_team(round, founder, member)
    add(Membership(team_id=team.id, person_id=left.id, joined_at=NOW, left_at=NOW))
    common = an_entry(round, founder, team_id=team.id)
    declared = a_mentor()
    a_recusal(alone, declared)
    own = {
        (str(alone.id), str(author.id)),
        (str(common.id), str(founder.id)),
        (str(common.id), str(member.id)),
    }
    assert set(queries.found_conflicts(round.id).items()) == {(pair, ConflictKind.OWN_TEAM) for pair in own}
    assert queries.conflict_pairs(round.id) == own | {(str(alone.id), str(declared.id))}


def test_colleagues_of_an_author_are_found(app):
    round, office = round_in(Phase.SCORING, NOW), a_department()
    entry = an_entry(round, a_person(department_id=office.id))
    colleague, _other = a_mentor(department_id=office.id), a_mentor(department_id=a_department().id)
    near = (str(entry.id), str(colleague.id))
    assert queries.found_conflicts(round.id)[near] is ConflictKind.SAME_SCHOOL_OR_EMPLOYER
    assert queries.conflicting_entries(round.id, colleague.id) == {entry.id}


def test_a_mentor_who_joins_the_team_later_scores_it_no_more(app):
    round = round_in(Phase.SCORING, NOW)
    a_rubric(round)
    mentor = a_mentor()
    team = a_team(round)
    assignment = an_assignment(an_entry(round, team_id=team.id), mentor)
    assert queries.open_scoring_task(assignment.id, actor_of(mentor), NOW) is not None
    add(Membership(team_id=team.id, person_id=mentor.id, joined_at=NOW))
    assert queries.open_scoring_task(assignment.id, actor_of(mentor), NOW) is None
    assert state(round, assignment) is ScoringState.RECUSED


def test_the_desk_has_an_order_of_its_own_that_stays(app):
    round = round_in(Phase.SCORING, NOW)
    a_rubric(round)
    entries = [an_entry(round) for _ in range(8)]
    orders = []
    for _ in range(3):
        mentor = a_mentor()
        for entry in entries:
            an_assignment(entry, mentor)
        first = [each.assignment.proposal_id for each in queries.assignments_of(mentor.id, now=NOW)]
        again = [each.assignment.proposal_id for each in queries.assignments_of(mentor.id, round.id, NOW)]
        assert first == again
        assert sorted(first) == [entry.id for entry in entries]
        orders.append(first)
    assert orders[0] != orders[1] != orders[2]


@pytest.mark.parametrize("count", [1, 3])
def test_a_desk_asks_as_often_for_three_entries_as_for_one(session, count_queries, count):
    round = round_in(Phase.SCORING, NOW)
    rubric = a_rubric(round)
    mentor, noise = a_mentor(), a_mentor()
    mentor_id = mentor.id
    for _ in range(count):
        entry = an_entry(round)
        a_scorecard(an_assignment(entry, mentor), rubric, levels={"feasibility": 3})
        an_assignment(entry, noise)
    session.rollback()
    with count_queries() as asked:
        sheets = queries.assignments_of(mentor_id, now=NOW)
        assert [each.assignment.proposal.title for each in sheets if each.assignment.mentor_id == mentor_id]
    assert len(sheets) == count
    assert len(asked) <= 9, asked


def test_progress_says_who_has_how_many_left(app):
    round, rubric, assignment = one_assignment()
    mentor = assignment.mentor
    second = an_assignment(an_entry(round), mentor)
    third = an_assignment(an_entry(round), mentor)
    a_scorecard(assignment, rubric, levels={"feasibility": 3, "benefit": 3}, at=NOW)
    a_scorecard(second, rubric, levels={}, at=NOW, submitted_at=None)
    a_recusal(third.proposal, mentor)
    idle = a_mentor()
    a_person()
    progress = queries.progress_of(round.id, NOW)
    assert {
        each.mentor.id: (each.total, each.submitted, each.drafts, each.left, each.recused)
        for each in progress.mentors
    } == {mentor.id: (2, 1, 1, 1, 1), idle.id: (0, 0, 0, 0, 0)}
    assert [(each.submitted, each.total) for each in progress.entries] == [(1, 1), (0, 1), (0, 0)]


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


def test_a_plan_adds_what_is_missing_and_keeps_what_is_there(app):
    round = round_in(Phase.SCORING, NOW, judging={**JUDGING, "per_entry": 3})
    entries = [an_entry(round) for _ in range(4)]
    mentors = [a_mentor() for _ in range(4)]
    own = an_entry(round, mentors[0])
    kept = an_assignment(entries[0], mentors[1])
    settings = queries.default_settings(round)
    shown = queries.planned(round, settings)
    plan = shown.plan
    assert plan.kept == ((str(kept.proposal_id), str(kept.mentor_id)),)
    assert len(plan.pairs) == 15
    assert (str(own.id), str(mentors[0].id)) not in plan.pairs
    assert plan.heaviest - plan.lightest <= 1
    assert queries.planned(round, settings) == shown
    assert queries.fingerprint(shown) == queries.fingerprint(queries.planned(round, settings))


def test_of_mentors_who_left_only_scorecards_count(app, session):
    round = round_in(Phase.SCORING, NOW, judging={**JUDGING, "per_entry": 1})
    rubric = a_rubric(round)
    left = a_person()
    first, second = an_assignment(an_entry(round), left), an_assignment(an_entry(round), left)
    a_scorecard(first, rubric, levels={"feasibility": 3, "benefit": 3}, at=NOW)
    mentor = a_mentor()
    plan = queries.planned(round, queries.default_settings(round)).plan
    assert [(int(each.entry), int(each.mentor)) for each in plan.added] == [(second.proposal_id, mentor.id)]
