"""Conflicts of interest, desks, progress and plans."""

import pytest

from app.accounts.queries import actor_of
from app.domain.conflicts import ConflictKind
from app.domain.phases import Phase
from app.domain.scorecard_states import ScoringState
from app.judging import queries
from app.teams.models import Membership
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
from tests.judging.queries.scored import JUDGING
from tests.judging.queries.test_states import one_assignment, state


def test_conflicts_are_found_from_authors_and_members_past_and_present(app):
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
        (str(common.id), str(left.id)),
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
