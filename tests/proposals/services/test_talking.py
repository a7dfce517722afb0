"""Comments, their moderation, and those who follow an idea."""

import pytest

from app.accounts.queries import actor_of
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import VISITOR, Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.notices.models import Note
from app.proposals import services
from app.proposals.queries import is_following
from tests.factories import a_comment, a_person, a_proposal, an_actor, round_in
from tests.proposals.services.writing import NOW, begun


def test_a_comment_reaches_the_authors_and_nobody_else(session):
    author, follower, actor = a_person(), a_person(), an_actor()
    proposal = a_proposal(round_in(Phase.VOTING), author)
    services.follow_proposal(actor_of(follower), proposal.id, now=NOW)
    services.write_comment(actor, proposal.id, body="Laba doma.", language="lv", now=NOW)
    services.write_comment(actor_of(author), proposal.id, body="Paldies.", language="lv", now=NOW)
    assert [(note.person_id, note.event) for note in session.query(Note)] == [(author.id, "comment_written")]


@pytest.mark.parametrize(
    ("body", "code"), [("", "comment.empty"), (" \n", "comment.empty"), ("x" * 2001, "comment.too_long")]
)
def test_comments_have_a_length(session, body, code):
    proposal = a_proposal(round_in(Phase.VOTING))
    with pytest.raises(RuleBroken, match=code):
        services.write_comment(an_actor(), proposal.id, body=body, language="lv", now=NOW)


def test_hidden_proposals_take_no_comments_and_no_followers(session):
    for state in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
        proposal = a_proposal(round_in(Phase.SUBMISSION), state=state)
        with pytest.raises(NotAllowed):
            services.write_comment(an_actor(), proposal.id, body="Labi.", language="lv", now=NOW)
        with pytest.raises(NotAllowed):
            services.follow_proposal(an_actor(), proposal.id, now=NOW)


def test_visitors_only_read(session):
    proposal = a_proposal(round_in(Phase.VOTING))
    comment = a_comment(proposal)
    for use in (
        lambda: services.write_comment(VISITOR, proposal.id, body="Labi.", language="lv", now=NOW),
        lambda: services.report_comment(VISITOR, comment.id, reason="Nē.", now=NOW),
        lambda: services.follow_proposal(VISITOR, proposal.id, now=NOW),
        lambda: services.unfollow_proposal(VISITOR, proposal.id),
    ):
        with pytest.raises(NotAllowed):
            use()


@pytest.mark.both_databases
def test_one_person_reports_a_comment_once(session):
    comment, actor = a_comment(a_proposal(round_in(Phase.VOTING))), an_actor()
    services.report_comment(actor, comment.id, reason="Apvainojums", now=NOW)
    with pytest.raises(RuleBroken, match="comment.reported_already"):
        services.report_comment(actor, comment.id, reason="Vēlreiz", now=NOW)
    services.report_comment(an_actor(), comment.id, reason="Es arī", now=NOW)


def test_hiding_tells_the_writer_why_and_can_be_undone(session):
    writer, organiser = a_person(), an_actor(Role.ORGANISER)
    comment = a_comment(a_proposal(round_in(Phase.VOTING)), writer)
    services.report_comment(an_actor(), comment.id, reason="Rupji", now=NOW)
    services.hide_comment(organiser, comment.id, reason="Rupjš vārds.", now=NOW)
    assert (comment.hidden_by, comment.hidden_reason) == (organiser.person_id, "Rupjš vārds.")
    assert [note.params["reason"] for note in session.query(Note).filter_by(person_id=writer.id)] == [
        "Rupjš vārds."
    ]
    with pytest.raises(RuleBroken, match="comment.hidden_already"):
        services.hide_comment(organiser, comment.id, reason="Vēlreiz.", now=NOW)
    services.keep_comment(organiser, comment.id, now=NOW)
    assert (comment.hidden_at, comment.hidden_reason) == (None, None)


def test_only_organisers_of_the_round_moderate(session):
    here, elsewhere = round_in(Phase.VOTING), round_in(Phase.VOTING)
    comment = a_comment(a_proposal(here))
    for actor in (an_actor(), an_actor(Role.MENTOR), an_actor(Role.ORGANISER, round=elsewhere), VISITOR):
        with pytest.raises(NotAllowed):
            services.hide_comment(actor, comment.id, reason="Nē.", now=NOW)
        with pytest.raises(NotAllowed):
            services.keep_comment(actor, comment.id, now=NOW)
    services.hide_comment(an_actor(Role.ORGANISER, round=here), comment.id, reason="Jā.", now=NOW)
    assert comment.hidden_at == NOW


def test_following_twice_is_following(session):
    proposal, actor = a_proposal(round_in(Phase.VOTING)), an_actor()
    services.follow_proposal(actor, proposal.id, now=NOW)
    services.follow_proposal(actor, proposal.id, now=NOW)
    assert is_following(actor.person_id, proposal.id)
    services.unfollow_proposal(actor, proposal.id)
    services.unfollow_proposal(actor, proposal.id)
    assert not is_following(actor.person_id, proposal.id)


def test_followers_hear_that_an_idea_is_withdrawn(session):
    proposal, actor = begun()
    services.submit_proposal(actor, proposal.id)
    follower = an_actor()
    services.follow_proposal(follower, proposal.id, now=NOW)
    services.withdraw_proposal(actor, proposal.id)
    (note,) = session.query(Note).filter_by(event="proposal_withdrawn")
    assert (note.person_id, note.path) == (follower.person_id, f"/rounds/{proposal.round.slug}/proposals")
