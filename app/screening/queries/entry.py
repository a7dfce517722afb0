"""A proposal as those who judge it read it: the version frozen at the deadline, with its files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db.base import db
from app.domain.proposal_content import AttachmentKind, ProposalContent
from app.proposals.models import Attachment, Proposal
from app.proposals.queries import content_of, frozen_version, latest_version
from app.rounds.models import Round


@dataclass(frozen=True)
class Entry:
    """What is judged: the content, which save it is (``None``: the newest, as nothing was saved in time), its files."""

    content: ProposalContent
    number: int | None
    saved_at: datetime | None
    pictures: list[Attachment]
    documents: list[Attachment]

    @property
    def cost_lines(self) -> list[dict[str, str | int]]:
        """What the money is for and how much of it, in cents, as the table of costs wants it."""
        return [{"what": line.what, "amount": line.amount_cents} for line in self.content.cost_lines]


def entry_of(proposal: Proposal, round: Round) -> Entry:
    """The version that everyone judges; before the deadline, the one that would count if it were now."""
    frozen = frozen_version(proposal, round)
    content = content_of(frozen or latest_version(proposal.id))
    files = _files_in(proposal.id, content)
    return Entry(
        content=content,
        number=frozen.number if frozen else None,
        saved_at=frozen.saved_at if frozen else None,
        pictures=[file for file in files if file.kind is AttachmentKind.IMAGE],
        documents=[file for file in files if file.kind is AttachmentKind.PDF],
    )


def _files_in(proposal_id: int, content: ProposalContent) -> list[Attachment]:
    """The files that the version names, in its order, those removed since then included."""
    ids = [file.id for file in content.files]
    if not ids:
        return []
    found = select(Attachment).where(Attachment.proposal_id == proposal_id, Attachment.id.in_(ids))
    rows = {row.id: row for row in db.session.scalars(found)}
    return [rows[each] for each in ids if each in rows]
