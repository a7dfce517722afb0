"""Writing what a proposal says to every place where it is kept: row, files, themes, search words, version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.domain.proposal_content import (
    AttachmentKind,
    ContentFile,
    ProposalContent,
    check_content,
    pot_for,
)
from app.domain.words import words_of
from app.places.queries import neighbourhood_by_id, park_by_id
from app.proposals.models import Attachment, Proposal, ProposalTheme, ProposalWord, Version
from app.proposals.queries import attachments_of, latest_version
from app.rounds.queries import pots_of

SITTING = timedelta(minutes=10)
"""What one person types in a draft within this time of the last save is one version."""


@dataclass(frozen=True)
class NewFile:
    """A file that has just been stored: its key in the uploads folder, its name and size."""

    kind: AttachmentKind
    key: str
    name: str
    size_bytes: int
    alt: str = ""


def write_content(
    session: Session,
    proposal: Proposal,
    content: ProposalContent,
    new_files: Sequence[NewFile],
    actor: Actor,
    now: datetime,
    *,
    is_typed: bool = False,
) -> int | None:
    """Write the content everywhere it is kept; the number of the version, or ``None`` where nothing changed.

    ``is_typed``: somebody is in the middle of it, so their version of the last minutes goes on instead of a new one.
    """
    content = placed(content)
    pot = pot_for(pots_of(proposal.round_id), content.neighbourhood_id, content.pot_id)
    _fill(proposal, content, now)
    proposal.pot_id = pot.id if pot else None
    session.add(proposal)
    session.flush()
    content = replace(content, files=_settle_files(session, proposal, content.files, new_files, now))
    check_content(content)
    _show_cover(session, proposal, content)
    _settle_themes(session, proposal, content)
    _settle_words(session, proposal, content)
    return _keep_version(session, proposal, content, actor, now, is_typed=is_typed)


def placed(content: ProposalContent) -> ProposalContent:
    """The content with a place that exists; a park brings its neighbourhood."""
    if content.park_id is not None:
        park = park_by_id(content.park_id)
        if park is None:
            raise RuleBroken("proposal.place_unknown")
        return replace(content, neighbourhood_id=park.neighbourhood_id)
    if content.neighbourhood_id is not None and neighbourhood_by_id(content.neighbourhood_id) is None:
        raise RuleBroken("proposal.place_unknown")
    return content


def _fill(proposal: Proposal, content: ProposalContent, now: datetime) -> None:
    proposal.language = content.language
    proposal.title = content.title
    proposal.summary = content.summary
    proposal.neighbourhood_id = content.neighbourhood_id
    proposal.park_id = content.park_id
    proposal.lat, proposal.lon = content.lat, content.lon
    proposal.themes = [theme.value for theme in content.themes]
    proposal.cost_cents = content.cost_cents
    proposal.upkeep_cents = content.upkeep_cents
    proposal.changed_at = now


def _settle_files(
    session: Session,
    proposal: Proposal,
    kept: Sequence[ContentFile],
    new_files: Sequence[NewFile],
    now: datetime,
) -> tuple[ContentFile, ...]:
    """Keep, remove and add files; returns all that the proposal has now, as its version tells them."""
    present = {row.id: row for row in attachments_of(proposal.id)}
    if not {file.id for file in kept} <= set(present):
        raise RuleBroken("proposal.file_unknown")
    rows = []
    for position, file in enumerate(kept):
        row = present.pop(file.id)
        row.alt, row.position = file.alt, position
        rows.append(row)
    for row in present.values():
        row.removed_at = now
    rows += [
        Attachment(
            proposal_id=proposal.id,
            kind=file.kind,
            file_key=file.key,
            name=file.name,
            alt=file.alt,
            size_bytes=file.size_bytes,
            position=position,
            added_at=now,
        )
        for position, file in enumerate(new_files, len(rows))
    ]
    session.add_all(rows)
    session.flush()
    return tuple(ContentFile(row.id, row.kind, row.name, row.alt) for row in rows)


def _show_cover(session: Session, proposal: Proposal, content: ProposalContent) -> None:
    cover = session.get_one(Attachment, content.pictures[0].id) if content.pictures else None
    proposal.cover_key = cover.file_key if cover else None
    proposal.cover_alt = cover.alt if cover else ""


def _settle_themes(session: Session, proposal: Proposal, content: ProposalContent) -> None:
    present = select(ProposalTheme.theme).where(ProposalTheme.proposal_id == proposal.id)
    before = set(session.scalars(present))
    gone = before - set(content.themes)
    if gone:
        row = (ProposalTheme.proposal_id == proposal.id, ProposalTheme.theme.in_(gone))
        session.execute(delete(ProposalTheme).where(*row))
    fresh = [theme for theme in dict.fromkeys(content.themes) if theme not in before]
    session.add_all(ProposalTheme(proposal_id=proposal.id, theme=theme) for theme in fresh)


def _settle_words(session: Session, proposal: Proposal, content: ProposalContent) -> None:
    """Keep the words that the proposal is found by."""
    words = set(words_of(f"{content.title}\n{content.summary}\n{content.description}"))
    present = select(ProposalWord.word).where(ProposalWord.proposal_id == proposal.id)
    before = set(session.scalars(present))
    if gone := before - words:
        row = (
            ProposalWord.round_id == proposal.round_id,
            ProposalWord.proposal_id == proposal.id,
            ProposalWord.word.in_(gone),
        )
        session.execute(delete(ProposalWord).where(*row))
    if fresh := sorted(words - before):
        whose = {"round_id": proposal.round_id, "proposal_id": proposal.id}
        session.execute(insert(ProposalWord), [{**whose, "word": word} for word in fresh])


def _keep_version(
    session: Session,
    proposal: Proposal,
    content: ProposalContent,
    actor: Actor,
    now: datetime,
    *,
    is_typed: bool,
) -> int | None:
    latest = latest_version(proposal.id)
    data = content.as_data()
    if latest is not None and latest.content == data:
        return None
    if (
        is_typed
        and latest is not None
        and latest.saved_by == actor.person_id
        and now - latest.saved_at < SITTING
    ):
        latest.content, latest.saved_at = data, now
        return latest.number
    number = latest.number + 1 if latest else 1
    session.add(
        Version(proposal_id=proposal.id, number=number, content=data, saved_by=actor.person_id, saved_at=now)
    )
    session.flush()
    return number
