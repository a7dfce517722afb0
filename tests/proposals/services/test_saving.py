"""Saving: each change is a version, files come and go, and nobody is overwritten unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import Entry
from app.domain.errors import RuleBroken
from app.domain.permissions import Relation
from app.domain.phases import Phase
from app.domain.proposal_content import AttachmentKind, ContentFile, CostLine, ProposalContent
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.proposals import services
from app.proposals.models import Attachment, Proposal, ProposalTheme, ProposalWord, Version
from app.proposals.queries import attachments_of, content_now, pictures_of, relations_to, versions_of
from tests.factories import a_neighbourhood, a_park, a_pot, an_actor, content_with, round_in
from tests.proposals.services.writing import begun, rows, whole

NAME_ONLY = ProposalContent("lv", "Soliņš")


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
