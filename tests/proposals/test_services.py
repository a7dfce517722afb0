"""Proposals: saved as versions, handed in while the database's clock says so, by those whom the round asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.queries import actor_of
from app.accounts.services import change_person
from app.audit.models import Entry
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import VISITOR, Relation, Role
from app.domain.phases import Phase
from app.domain.proposal_content import AttachmentKind, ContentFile, CostLine, ProposalContent
from app.domain.proposal_states import ProposalState
from app.domain.rounds import starts_from
from app.domain.themes import Theme
from app.notices.models import Note
from app.proposals import services
from app.proposals.models import Attachment, Proposal, ProposalTheme, ProposalWord, Version
from app.proposals.queries import (
    attachments_of,
    authors_of,
    content_now,
    frozen_version,
    is_following,
    open_proposal,
    pictures_of,
    relations_to,
    versions_of,
)
from app.teams.services import close_team, hand_over_team, leave_team
from tests.factories import (
    a_comment,
    a_neighbourhood,
    a_park,
    a_person,
    a_pot,
    a_proposal,
    a_team,
    add,
    an_actor,
    content_with,
    round_in,
)

NOW = datetime.now(UTC)
NAME_ONLY = ProposalContent("lv", "Soliņš")


def rows(session, model, **columns):
    """How many rows of a model have these values."""
    return session.scalar(select(func.count()).select_from(model).filter_by(**columns))


def deadline_of(round):
    """The first instant after submission."""
    return starts_from(round.timetable)[Phase.SCREENING]


def whole(**fields):
    """Content that lacks nothing, in a neighbourhood of its own."""
    return content_with(**{"neighbourhood_id": a_neighbourhood().id, **fields})


def begun(content=None, **columns):
    """A draft in a round that takes ideas, and its author as services know them."""
    actor = an_actor()
    return services.begin_proposal(actor, round_in(Phase.SUBMISSION, **columns).id, content or whole()), actor


# Saving


def test_a_draft_needs_a_name_only(session):
    draft, actor = begun(NAME_ONLY)
    assert (draft.state, draft.submitted_at, draft.cost_cents) == (ProposalState.DRAFT, None, 0)
    assert relations_to(draft, actor) == {Relation.AUTHOR}
    assert [version.number for version in versions_of(draft.id)] == [1]


def test_each_save_that_changes_something_is_a_version(session):
    draft, actor = begun()
    first = content_now(draft)
    services.save_proposal(actor, draft.id, first)
    assert [version.number for version in versions_of(draft.id)] == [1]
    services.save_proposal(actor, draft.id, replace(first, summary="Divi soliņi."))
    assert [(version.number, version.saved_by) for version in versions_of(draft.id)] == [
        (2, actor.person_id),
        (1, actor.person_id),
    ]
    assert (draft.summary, content_now(draft).summary) == ("Divi soliņi.", "Divi soliņi.")
    assert rows(session, Entry, action="save_proposal") == 1


def test_the_row_follows_its_content(session):
    park = a_park(a_neighbourhood())
    draft, actor = begun(
        whole(
            park_id=park.id,
            themes=(Theme.PLAY, Theme.SPORT),
            cost_lines=(CostLine("Grozs", 50_000), CostLine("Segums", 250_050)),
            upkeep_cents=10_000,
        )
    )
    assert (draft.cost_cents, draft.ballot_cost_cents, draft.upkeep_cents) == (300_050, 300_050, 10_000)
    assert (draft.themes, draft.neighbourhood_id) == (["play", "sport"], park.neighbourhood_id)
    services.save_proposal(
        actor, draft.id, replace(content_now(draft), themes=(Theme.SPORT,), description="Bumba.")
    )
    themes = session.scalars(select(ProposalTheme.theme).where(ProposalTheme.proposal_id == draft.id))
    assert list(themes) == [Theme.SPORT]
    words = session.scalars(select(ProposalWord.word).where(ProposalWord.proposal_id == draft.id)).all()
    assert "bumba" in words
    assert "atzveltni" not in words


def test_the_same_form_sent_twice_is_one_draft(session):
    actor, round, content = an_actor(), round_in(Phase.SUBMISSION), whole()
    first = services.begin_proposal(actor, round.id, content)
    assert services.begin_proposal(actor, round.id, content).id == first.id
    other = services.begin_proposal(actor, round.id, replace(content, summary="Cita."))
    assert other.id != first.id
    later = datetime.now(UTC) + timedelta(minutes=11)
    assert services.begin_proposal(actor, round.id, content, now=later).id not in (first.id, other.id)


def test_nobody_has_endless_drafts(session, monkeypatch):
    monkeypatch.setattr("app.proposals.services.saving.MOST_DRAFTS", 1)
    draft, actor = begun()
    with pytest.raises(RuleBroken, match="proposal.too_many_drafts"):
        services.begin_proposal(actor, draft.round_id, NAME_ONLY)


def test_a_place_must_exist(session):
    for fields in ({"neighbourhood_id": 999}, {"park_id": 999}):
        with pytest.raises(RuleBroken, match="proposal.place_unknown"):
            begun(content_with(**fields))
    assert rows(session, Proposal) == 0


def test_pots_follow_the_place(session):
    griva = a_neighbourhood("Grīva")
    draft, actor = begun(NAME_ONLY)
    city, own = a_pot(draft.round), a_pot(draft.round, 5_000_000, neighbourhood_id=griva.id)
    services.save_proposal(actor, draft.id, whole())
    assert draft.pot_id == city.id
    services.save_proposal(actor, draft.id, whole(neighbourhood_id=griva.id))
    assert draft.pot_id == own.id
    services.save_proposal(actor, draft.id, whole(neighbourhood_id=griva.id, pot_id=city.id))
    assert draft.pot_id == city.id
    elsewhere = a_pot(round_in(Phase.SUBMISSION))
    with pytest.raises(RuleBroken, match="proposal.pot_does_not_fit"):
        services.save_proposal(actor, draft.id, whole(pot_id=elsewhere.id))
    assert draft.pot_id == city.id


def picture(key):
    """A picture that has just been stored."""
    return services.NewFile(AttachmentKind.IMAGE, key, "parks.jpg", 1000)


def test_files_come_move_and_go(session):
    draft, actor = begun()
    plan = services.NewFile(AttachmentKind.PDF, "plan.pdf", "plāns.pdf", 5)
    services.save_proposal(
        actor, draft.id, content_now(draft), new_files=[picture("a.webp"), picture("b.webp"), plan]
    )
    first, second, document = content_now(draft).files
    assert draft.cover_key == "a.webp"
    moved = (replace(second, alt="Liepas"), replace(first, alt="Ceļš"), document)
    services.save_proposal(actor, draft.id, replace(content_now(draft), files=moved))
    assert (draft.cover_key, draft.cover_alt) == ("b.webp", "Liepas")
    assert [row.file_key for row in attachments_of(draft.id)] == ["b.webp", "a.webp", "plan.pdf"]
    services.save_proposal(actor, draft.id, replace(content_now(draft), files=(document,)))
    assert (draft.cover_key, pictures_of(draft.id)) == (None, [])
    assert rows(session, Attachment, proposal_id=draft.id) == 3
    assert rows(session, Version, proposal_id=draft.id) == 4


def test_a_version_tells_what_a_file_is_by_its_row(session):
    draft, actor = begun()
    services.save_proposal(actor, draft.id, content_now(draft), new_files=[picture("a.webp")])
    (file,) = content_now(draft).files
    pretended = ContentFile(file.id, AttachmentKind.PDF, "../../etc/passwd", "Koks")
    services.save_proposal(actor, draft.id, replace(content_now(draft), files=(pretended,)))
    assert content_now(draft).files == (ContentFile(file.id, AttachmentKind.IMAGE, "parks.jpg", "Koks"),)


def test_files_of_another_proposal_stay_there(session):
    theirs, other = begun()
    services.save_proposal(other, theirs.id, content_now(theirs), new_files=[picture("a.webp")])
    mine, actor = begun()
    stolen = replace(content_now(mine), files=content_now(theirs).files)
    with pytest.raises(RuleBroken, match="proposal.file_unknown"):
        services.save_proposal(actor, mine.id, stolen)
    assert [row.proposal_id for row in attachments_of(theirs.id)] == [theirs.id]


def test_there_are_eight_pictures_at_the_most(session):
    draft, actor = begun()
    many = [picture(f"{number}.webp") for number in range(9)]
    with pytest.raises(RuleBroken, match="proposal.too_many_files"):
        services.save_proposal(actor, draft.id, content_now(draft), new_files=many)
    assert rows(session, Attachment) == 0


def test_two_members_do_not_overwrite_each_other_unseen(session):
    draft, actor = begun()
    services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Pirmais."), seen=1)
    with pytest.raises(RuleBroken, match="proposal.changed_meanwhile"):
        services.save_proposal(actor, draft.id, replace(content_now(draft), summary="Otrais."), seen=1)
    services.save_proposal(actor, draft.id, content_now(draft), seen=1)
    assert draft.summary == "Pirmais."


# Who and when


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


# Handing in


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


# Teams


def test_a_teams_idea_belongs_to_its_present_members(session):
    round = round_in(Phase.SUBMISSION, proposers={"as": ["team"]})
    anna, janis, ilze = a_person("Anna"), a_person("Jānis"), a_person("Ilze")
    team = a_team(round, anna, janis)
    draft = services.begin_proposal(actor_of(janis), round.id, whole(), team_id=team.id)
    assert relations_to(draft, actor_of(janis)) == {Relation.AUTHOR, Relation.MEMBER}
    assert relations_to(draft, actor_of(anna)) == {Relation.MEMBER, Relation.FOUNDER}
    assert relations_to(draft, actor_of(ilze)) == frozenset()
    services.save_proposal(actor_of(anna), draft.id, replace(content_now(draft), summary="Kopā."))
    services.submit_proposal(actor_of(anna), draft.id)
    assert [person.id for person in authors_of(draft)] == [anna.id, janis.id]
    assert [note.person_id for note in session.query(Note).filter_by(event="proposal_submitted")] == [
        janis.id
    ]
    leave_team(actor_of(janis), team.id, now=NOW)
    with pytest.raises(NotAllowed):
        services.save_proposal(actor_of(janis), draft.id, whole())
    with pytest.raises(NotAllowed):
        services.withdraw_proposal(actor_of(janis), draft.id)


def test_only_the_founder_withdraws_what_another_member_wrote(session):
    round, anna, janis = round_in(Phase.SUBMISSION), a_person(), a_person()
    team = a_team(round, anna, janis)
    draft = services.begin_proposal(actor_of(anna), round.id, whole(), team_id=team.id)
    with pytest.raises(NotAllowed):
        services.withdraw_proposal(actor_of(janis), draft.id)
    hand_over_team(actor_of(anna), team.id, janis.id, now=NOW)
    assert services.withdraw_proposal(actor_of(janis), draft.id).state is ProposalState.WITHDRAWN


def test_nobody_speaks_for_a_foreign_team(session):
    round, actor = round_in(Phase.SUBMISSION), an_actor()
    for team in (a_team(round), a_team(round_in(Phase.SUBMISSION), a_person())):
        with pytest.raises(RuleBroken, match="proposal.team_unknown"):
            services.begin_proposal(actor, round.id, whole(), team_id=team.id)
    with pytest.raises(RuleBroken, match="proposal.team_unknown"):
        services.begin_proposal(actor, round.id, whole(), team_id=999)


def test_a_closed_team_hands_nothing_in(session):
    round, anna = round_in(Phase.SUBMISSION), a_person()
    team = a_team(round, anna)
    draft = services.begin_proposal(actor_of(anna), round.id, whole(), team_id=team.id)
    close_team(actor_of(anna), team.id, now=NOW)
    with pytest.raises(RuleBroken, match="team.closed"):
        services.submit_proposal(actor_of(anna), draft.id)


# Comments and followers


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
