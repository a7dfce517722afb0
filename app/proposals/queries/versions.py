"""What a proposal said at each save, and its files."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from app.accounts.models import Person
from app.db.base import db
from app.domain.proposal_content import AttachmentKind, ProposalContent, content_from
from app.proposals.models import Attachment, Proposal, Version
from app.rounds.models import Round
from app.teams.queries import closing_of

MOST_VERSIONS = 300
"""How many saves a page lists; older ones can still be opened by their number."""


def latest_version(proposal_id: int) -> Version | None:
    """What the proposal says now; every proposal has at least one version."""
    found = select(Version).where(Version.proposal_id == proposal_id).order_by(Version.number.desc())
    return db.session.scalar(found.limit(1))


def latest_versions(proposal_ids: Sequence[int]) -> dict[int, Version]:
    """What each of these proposals says now."""
    newest = (
        select(Version.proposal_id, func.max(Version.number).label("number"))
        .where(Version.proposal_id.in_(proposal_ids))
        .group_by(Version.proposal_id)
        .subquery()
    )
    is_newest = (Version.proposal_id == newest.c.proposal_id) & (Version.number == newest.c.number)
    return {
        version.proposal_id: version
        for version in db.session.scalars(select(Version).join(newest, is_newest))
    }


def version_numbered(proposal_id: int, number: int) -> Version | None:
    """One save by its number, from 1."""
    found = select(Version).where(Version.proposal_id == proposal_id, Version.number == number)
    return db.session.scalar(found)


def versions_of(proposal_id: int) -> list[Version]:
    """The saves, newest first; their contents are read from the database only when asked for."""
    found = select(Version).where(Version.proposal_id == proposal_id).options(defer(Version.content))
    return list(db.session.scalars(found.order_by(Version.number.desc()).limit(MOST_VERSIONS)))


def frozen_version(proposal: Proposal, round: Round) -> Version | None:
    """The version that everyone judges: the last one saved before the deadline, the grace period included.

    ``None`` where nothing was saved in time. Before the deadline it is the version that would count if it were now.
    """
    found = select(Version).where(Version.proposal_id == proposal.id).order_by(Version.number.desc())
    closing = closing_of(round, proposal.team_id)
    if closing is not None:
        found = found.where(Version.saved_at < closing.closes_at)
    return db.session.scalar(found.limit(1))


def content_of(version: Version | None) -> ProposalContent:
    """What a version says, as the domain knows it; nothing at all for no version."""
    return content_from(version.content if version else {})


def content_now(proposal: Proposal) -> ProposalContent:
    """What the proposal says now."""
    return content_of(latest_version(proposal.id))


def savers_of(versions: list[Version]) -> dict[int, Person]:
    """The people who saved these versions, by id."""
    ids = {version.saved_by for version in versions if version.saved_by is not None}
    found = select(Person).where(Person.id.in_(ids))
    return {person.id: person for person in db.session.scalars(found)}


def attachments_of(proposal_id: int) -> list[Attachment]:
    """The present pictures and PDFs in their order, pictures first."""
    found = select(Attachment).where(Attachment.proposal_id == proposal_id, Attachment.removed_at.is_(None))
    return list(db.session.scalars(found.order_by(Attachment.kind, Attachment.position, Attachment.id)))


def pictures_of(proposal_id: int) -> list[Attachment]:
    """The present pictures in their order; the first is the cover."""
    return [file for file in attachments_of(proposal_id) if file.kind is AttachmentKind.IMAGE]


def attachment_rows(proposal_id: int, ids: Sequence[int]) -> dict[int, Attachment]:
    """The files of a version by their ids, those that were removed since included."""
    found = select(Attachment).where(Attachment.proposal_id == proposal_id, Attachment.id.in_(ids))
    return {row.id: row for row in db.session.scalars(found)}


def attachment_by_key(proposal_id: int, file_key: str) -> Attachment | None:
    """The file of this proposal with this key, removed ones included."""
    found = select(Attachment).where(Attachment.proposal_id == proposal_id, Attachment.file_key == file_key)
    return db.session.scalar(found)


def named_files(keys: Sequence[str]) -> set[str]:
    """Those of these keys in the uploads folder that are files of proposals, removed ones included."""
    return set(db.session.scalars(select(Attachment.file_key).where(Attachment.file_key.in_(keys))))
