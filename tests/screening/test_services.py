"""Screening: who may answer, how answers become one, what authors and followers hear."""

from datetime import timedelta

import pytest

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.screening import Verdict
from app.notices.models import Note
from app.proposals.models import Follow, Proposal
from app.screening import queries, services
from app.screening.models import Screening
from tests.factories import (
    NOW,
    a_department,
    a_person,
    a_proposal,
    a_reviewer,
    a_screening,
    a_team,
    add,
    an_actor,
    an_entry,
    round_in,
)

TODAY = NOW.date()
YES, CHANGES, NO = Verdict.FEASIBLE, Verdict.FEASIBLE_WITH_CHANGES, Verdict.NOT_FEASIBLE


@pytest.fixture
def round(app):
    return round_in(Phase.SCREENING, NOW)


def ask(round, proposals, departments, actor=None, **more):
    given = {"due_on": TODAY + timedelta(days=7), "today": TODAY, "now": NOW, **more}
    return services.assign_screenings(
        actor or an_actor(Role.ORGANISER),
        round.id,
        [each.id for each in proposals],
        [each.id for each in departments],
        **given,
    )


def decide(screening, verdict=YES, reason="Vieta ir brīva.", estimate=None, actor=None, now=NOW):
    actor = actor or actor_of(a_reviewer(screening.department))
    services.decide_screening(actor, screening.id, verdict, reason, estimate, "lv", now=now)


def test_several_proposals_are_handed_to_several_departments_at_once(round, session):
    proposals = [an_entry(round) for _ in range(3)]
    departments = [a_department(), a_department()]
    reviewer = a_reviewer(departments[0])
    assert ask(round, proposals, departments) == 6
    assert ask(round, proposals, departments[:1], due_on=TODAY) == 0
    assert {(each.department_id, each.due_on) for each in queries.screenings_of(proposals[0].id)} == {
        (departments[0].id, TODAY),
        (departments[1].id, TODAY + timedelta(days=7)),
    }
    notes = session.query(Note).filter_by(person_id=reviewer.id).all()
    assert [(note.event, note.params["count"]) for note in notes] == [("screening_assigned", 3)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "screening.due_in_past"),
        ({"due_on": TODAY + timedelta(days=731)}, "screening.due_too_late"),
    ],
)
def test_a_due_day_lies_ahead_and_not_too_far(round, change, code):
    with pytest.raises(RuleBroken, match=code):
        ask(round, [an_entry(round)], [a_department()], **change)


def test_only_public_proposals_of_the_round_are_handed_out(round):
    elsewhere = an_entry(round_in(Phase.SCREENING, NOW))
    draft = a_proposal(round, state=ProposalState.DRAFT)
    for proposal in (elsewhere, draft):
        with pytest.raises(RuleBroken, match="screening.unknown_proposal"):
            ask(round, [an_entry(round), proposal], [a_department()])
    with pytest.raises(RuleBroken, match="screening.nothing_chosen"):
        ask(round, [], [a_department()])


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_hand_out(round, role):
    with pytest.raises(NotAllowed):
        ask(round, [an_entry(round)], [a_department()], actor=an_actor(*([role] if role else [])))


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ((YES, YES), ProposalState.FEASIBLE),
        ((YES, CHANGES), ProposalState.FEASIBLE_WITH_CHANGES),
        ((NO, CHANGES), ProposalState.NOT_FEASIBLE),
        ((NO, YES), ProposalState.NOT_FEASIBLE),
    ],
)
def test_the_worst_answer_decides_once_all_have_answered(round, session, verdicts, state):
    proposal = an_entry(round)
    first, second = a_screening(proposal), a_screening(proposal)
    decide(first, verdicts[0], estimate=900_00)
    session.expire_all()
    assert (proposal.state, proposal.official_cost_cents) == (ProposalState.SUBMITTED, None)
    decide(second, verdicts[1], estimate=1_500_00)
    session.expire_all()
    assert (proposal.state, proposal.official_cost_cents) == (state, 1_500_00)
    assert proposal.ballot_cost_cents == 1_500_00


def test_a_revised_answer_moves_the_state_anew_and_is_audited(round, session):
    proposal = an_entry(round)
    screening = a_screening(proposal)
    decide(screening, NO, "Zem laukuma ir gāzes vads.", 5_000_00)
    decide(screening, YES, "Vads ir pārcelts.")
    session.expire_all()
    assert (proposal.state, proposal.official_cost_cents) == (ProposalState.FEASIBLE, None)
    last = session.query(Entry).filter_by(action="decide_screening").order_by(Entry.id.desc()).first()
    assert (last.before["verdict"], last.after["verdict"]) == ("not_feasible", "feasible")
    assert (last.before["estimate_cents"], last.after["estimate_cents"]) == (500000, None)


def test_a_department_asked_later_leaves_the_state_until_it_answers(round, session):
    proposal = an_entry(round)
    decide(a_screening(proposal), YES)
    late = a_screening(proposal)
    session.expire_all()
    assert proposal.state is ProposalState.FEASIBLE
    decide(late, NO)
    session.expire_all()
    assert proposal.state is ProposalState.NOT_FEASIBLE


def test_taking_back_the_last_open_task_concludes(round, session):
    proposal = an_entry(round)
    decide(a_screening(proposal), CHANGES)
    first, open_task = queries.screenings_of(proposal.id)[0], a_screening(proposal)
    organiser = an_actor(Role.ORGANISER)
    with pytest.raises(RuleBroken, match="screening.answered_already"):
        services.withdraw_screening(organiser, first.id, now=NOW)
    services.withdraw_screening(organiser, open_task.id, now=NOW)
    session.expire_all()
    assert proposal.state is ProposalState.FEASIBLE_WITH_CHANGES
    with pytest.raises(RuleBroken, match="screening.gone"):
        services.withdraw_screening(organiser, open_task.id, now=NOW)


def test_only_reviewers_of_the_department_answer(round):
    screening = a_screening(an_entry(round))
    others = [
        actor_of(a_reviewer()),
        actor_of(a_person("", Role.ORGANISER, department_id=screening.department_id)),
        actor_of(a_person("", department_id=screening.department_id)),
        actor_of(a_reviewer(screening.department, round_in(Phase.SCREENING, NOW))),
    ]
    for actor in others:
        with pytest.raises(NotAllowed):
            decide(screening, actor=actor)
    decide(screening, actor=actor_of(a_reviewer(screening.department, round)))


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.DECISION, Phase.CLOSED])
def test_answers_stay_once_voting_begins(app, phase):
    screening = a_screening(an_entry(round_in(phase, NOW)))
    with pytest.raises(RuleBroken, match="phase.wrong"):
        decide(screening)


def test_an_answer_needs_a_reason_of_a_readable_length(round):
    screening = a_screening(an_entry(round))
    for reason, code in (("  ", "screening.no_reason"), ("x" * 4001, "screening.reason_too_long")):
        with pytest.raises(RuleBroken, match=code):
            decide(screening, reason=reason)
    for cents in (-1, 10**12 + 1):
        with pytest.raises(RuleBroken, match="money.too_large"):
            decide(screening, estimate=cents)


def test_a_proposal_taken_back_cannot_be_judged(round, session):
    proposal = an_entry(round)
    screening = a_screening(proposal)
    proposal = session.get(Proposal, proposal.id)
    proposal.state, proposal.submitted_at = ProposalState.WITHDRAWN, None
    session.commit()
    with pytest.raises(RuleBroken, match="screening.proposal_gone"):
        decide(screening)


def test_authors_hear_each_answer_and_followers_the_end(round, session):
    author, follower, both = a_person(), a_person(), a_person()
    proposal = an_entry(round, author, team_id=a_team(round, author, both).id)
    for person in (follower, both):
        add(Follow(person_id=person.id, proposal_id=proposal.id, since=NOW))
    first, second = a_screening(proposal), a_screening(proposal)
    decide(first)
    decide(second, NO)
    heard = {
        person.id: [
            note.event for note in session.query(Note).filter_by(person_id=person.id).order_by(Note.id)
        ]
        for person in (author, follower, both)
    }
    assert heard == {
        author.id: ["screening_decided"] * 2,
        follower.id: ["screening_ended"],
        both.id: ["screening_decided"] * 2,
    }


def test_the_same_answer_twice_is_one(round, session):
    screening = a_screening(an_entry(round))
    decide(screening)
    decide(screening)
    assert session.query(Entry).filter_by(action="decide_screening").count() == 1
    assert session.query(Note).count() == 1


def test_the_authors_answer_once(round, session):
    author = a_person()
    proposal = an_entry(round, author)
    screening = a_screening(proposal)
    me = actor_of(author)
    with pytest.raises(RuleBroken, match="screening.undecided"):
        services.answer_screening(me, screening.id, "Kāpēc?", now=NOW)
    reviewer = a_reviewer(screening.department)
    decide(screening, NO, actor=actor_of(reviewer))
    services.answer_screening(me, screening.id, "Var arī blakus.", now=NOW)
    with pytest.raises(RuleBroken, match="screening.answered_once"):
        services.answer_screening(me, screening.id, "Vēlreiz.", now=NOW)
    with pytest.raises(NotAllowed):
        services.answer_screening(actor_of(reviewer), screening.id, "Nē.", now=NOW)
    session.expire_all()
    assert session.get(Screening, screening.id).author_answer == "Var arī blakus."
    heard = session.query(Note).filter_by(person_id=reviewer.id).all()
    assert [note.event for note in heard] == ["screening_answered"]


@pytest.mark.both_databases
def test_two_departments_answering_at_once_conclude(app):
    from concurrent.futures import ThreadPoolExecutor

    round = round_in(Phase.SCREENING, NOW)
    proposal = an_entry(round)
    tasks = [a_screening(proposal) for _ in range(6)]
    jobs = [(each.id, actor_of(a_reviewer(each.department))) for each in tasks]
    proposal_id = proposal.id

    def work(job):
        with app.app_context():
            services.decide_screening(job[1], job[0], YES, "Der.", 100, "lv", now=NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, jobs))
    from app.db.base import db

    db.session.rollback()
    proposal = db.session.get(Proposal, proposal_id)
    assert (proposal.state, proposal.official_cost_cents) == (ProposalState.FEASIBLE, 100)
