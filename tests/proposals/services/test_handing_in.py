"""Handing in, taking back, withdrawing, and how many ideas one author may have."""

from dataclasses import replace

import pytest

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.domain.errors import RuleBroken
from app.domain.permissions import VISITOR
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals import services
from app.proposals.queries import content_now, open_proposal
from tests.factories import a_neighbourhood, a_person, a_pot, a_proposal, an_actor, round_in
from tests.proposals.services.test_saving import NAME_ONLY
from tests.proposals.services.writing import NOW, begun, whole


def test_an_incomplete_draft_says_what_is_missing(session):
    draft, actor = begun(NAME_ONLY)
    a_pot(draft.round)
    with pytest.raises(RuleBroken, match="proposal.incomplete") as broken:
        services.submit_proposal(actor, draft.id)
    assert broken.value.params["missing"] == [
        "proposal.missing_summary",
        "proposal.missing_description",
        "proposal.missing_theme",
        "proposal.missing_place",
        "proposal.missing_cost",
    ]
    assert draft.state is ProposalState.DRAFT


def test_what_is_handed_in_stays_complete(session):
    draft, actor = begun()
    services.submit_proposal(actor, draft.id)
    with pytest.raises(RuleBroken, match="proposal.incomplete"):
        services.save_proposal(actor, draft.id, replace(content_now(draft), summary=""))
    assert content_now(draft).summary == "Soliņš zem liepām."
    services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Labāk."))
    assert draft.state is ProposalState.SUBMITTED


def test_an_idea_costs_no_more_than_its_pot(session):
    draft, actor = begun()
    a_pot(draft.round, 99_999)
    with pytest.raises(RuleBroken, match="proposal.dearer_than_pot"):
        services.submit_proposal(actor, draft.id)
    griva = a_neighbourhood()
    other, author = begun()
    a_pot(other.round, neighbourhood_id=griva.id)
    with pytest.raises(RuleBroken, match="proposal.no_pot"):
        services.submit_proposal(author, other.id)


def test_handing_in_back_to_draft_and_withdrawing(session):
    draft, actor = begun()
    services.submit_proposal(actor, draft.id)
    services.submit_proposal(actor, draft.id)
    assert (draft.state, draft.submitted_at is None) == (ProposalState.SUBMITTED, False)
    assert open_proposal(draft.id, VISITOR, NOW)[0].id == draft.id
    services.return_to_draft(actor, draft.id)
    assert (draft.state, draft.submitted_at) == (ProposalState.DRAFT, None)
    assert open_proposal(draft.id, VISITOR, NOW) is None
    with pytest.raises(RuleBroken, match="transition.refused"):
        services.return_to_draft(actor, draft.id)
    services.withdraw_proposal(actor, draft.id)
    assert draft.state is ProposalState.WITHDRAWN
    for use in (services.submit_proposal, services.return_to_draft):
        with pytest.raises(RuleBroken, match="proposal.not_editable"):
            use(actor, draft.id)
    with pytest.raises(RuleBroken, match="transition.refused"):
        services.withdraw_proposal(actor, draft.id)
    moves = ["begin_proposal", "submit_proposal", "return_to_draft", "withdraw_proposal"]
    assert [entry.action for entry in session.query(Entry).order_by(Entry.id)] == moves


def test_a_proposal_is_withdrawn_until_the_vote(session):
    person = a_person()
    actor = actor_of(person)
    for phase, allowed in ((Phase.SCREENING, True), (Phase.SCORING, True), (Phase.VOTING, False)):
        round = round_in(phase)
        proposal = a_proposal(round, person, state=ProposalState.FEASIBLE)
        if allowed:
            assert services.withdraw_proposal(actor, proposal.id).state is ProposalState.WITHDRAWN
        else:
            with pytest.raises(RuleBroken, match="phase.wrong"):
                services.withdraw_proposal(actor, proposal.id)


def test_what_a_department_has_answered_is_not_changed_any_more(session):
    author = a_person()
    proposal = a_proposal(round_in(Phase.SUBMISSION), author, state=ProposalState.FEASIBLE)
    with pytest.raises(RuleBroken, match="proposal.not_editable"):
        services.save_proposal(actor_of(author), proposal.id, whole())


def test_one_author_hands_in_so_many_only(session):
    round, actor = round_in(Phase.SUBMISSION, proposers={"most": 1}), an_actor()
    first, second = (services.begin_proposal(actor, round.id, whole()) for _ in range(2))
    services.submit_proposal(actor, first.id)
    with pytest.raises(RuleBroken, match="proposal.too_many"):
        services.submit_proposal(actor, second.id)
    services.withdraw_proposal(actor, first.id)
    assert services.submit_proposal(actor, second.id).state is ProposalState.SUBMITTED
