"""Who may write an idea, and when: the round's rules and the database's clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.queries import actor_of
from app.accounts.services import change_person
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import VISITOR, Relation, Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.rounds import starts_from
from app.proposals import services
from app.proposals.models import Version
from app.proposals.queries import content_now, frozen_version, open_proposal
from tests.factories import a_person, add, an_actor, round_in
from tests.proposals.services.writing import NOW, begun, deadline_of, whole


def test_strangers_and_visitors_change_nothing(session):
    draft, author = begun()
    for actor in (an_actor(), an_actor(Role.ORGANISER), an_actor(Role.ADMINISTRATOR), VISITOR):
        for use in (
            lambda actor=actor: services.save_proposal(actor, draft.id, whole()),
            lambda actor=actor: services.submit_proposal(actor, draft.id),
            lambda actor=actor: services.return_to_draft(actor, draft.id),
            lambda actor=actor: services.withdraw_proposal(actor, draft.id),
        ):
            with pytest.raises(NotAllowed):
                use()
        assert open_proposal(draft.id, actor, NOW) is None
    with pytest.raises(NotAllowed):
        services.begin_proposal(VISITOR, draft.round_id, whole())
    assert open_proposal(draft.id, author, NOW)[1].relations == {Relation.AUTHOR}


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.SCREENING, Phase.VOTING, Phase.CLOSED])
def test_ideas_come_in_their_phase_only(session, phase):
    round, actor = round_in(phase), an_actor()
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.begin_proposal(actor, round.id, whole())
    early = starts_from(round.timetable)[Phase.SUBMISSION]
    draft = services.begin_proposal(actor, round.id, whole(), now=early)
    for use in (services.submit_proposal, services.return_to_draft):
        with pytest.raises(RuleBroken, match="phase.wrong"):
            use(actor, draft.id)


def test_the_databases_clock_decides_to_the_second(session, clock):
    draft, actor = begun()
    deadline = deadline_of(draft.round)
    clock.set(deadline - timedelta(seconds=5))
    services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Pēdējā brīdī."))
    services.submit_proposal(actor, draft.id)
    clock.set(deadline)
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Par vēlu."))
    assert (draft.summary, draft.state) == ("Pēdējā brīdī.", ProposalState.SUBMITTED)


def test_an_instant_decides_the_same_way(session):
    draft, actor = begun()
    last = deadline_of(draft.round) - timedelta(microseconds=1)
    services.submit_proposal(actor, draft.id, now=last)
    assert draft.submitted_at == last
    with pytest.raises(RuleBroken, match="phase.wrong"):
        services.return_to_draft(actor, draft.id, now=last + timedelta(microseconds=1))


def test_the_version_that_counts_is_the_last_one_before_the_deadline(session):
    round, actor = round_in(Phase.SCREENING), an_actor()
    starts = starts_from(round.timetable)
    draft = services.begin_proposal(actor, round.id, whole(), now=starts[Phase.SUBMISSION])
    last = starts[Phase.SCREENING] - timedelta(seconds=1)
    services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Laikā."), now=last)
    assert frozen_version(draft, round).number == 2
    add(Version(proposal_id=draft.id, number=3, content={}, saved_at=starts[Phase.SCREENING]))
    assert frozen_version(draft, round).number == 2


@pytest.mark.parametrize(
    ("proposers", "person", "code"),
    [
        ({"age_bands": ["13_15", "16_17"]}, {"age_band": AgeBand.ADULT}, "proposer.age"),
        ({"neighbourhood_ids": [999]}, {}, "proposer.neighbourhood"),
        ({"as": ["team"]}, {}, "proposer.capacity"),
    ],
)
def test_the_round_says_who_may_propose(session, proposers, person, code):
    round, actor = round_in(Phase.SUBMISSION, proposers=proposers), actor_of(a_person(**person))
    with pytest.raises(RuleBroken, match=code):
        services.begin_proposal(actor, round.id, whole())


def test_whoever_has_grown_too_old_cannot_hand_in(session):
    round = round_in(Phase.SUBMISSION, proposers={"age_bands": ["16_17"]})
    person = a_person(age_band=AgeBand.FROM_16)
    actor = actor_of(person)
    draft = services.begin_proposal(actor, round.id, whole())
    change_person(
        actor,
        display_name="Anna",
        language="lv",
        neighbourhood_id=None,
        age_band=AgeBand.ADULT,
        shows_name=False,
        now=NOW,
    )
    with pytest.raises(RuleBroken, match="proposer.age"):
        services.submit_proposal(actor, draft.id)
