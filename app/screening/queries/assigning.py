"""What an organiser sees who hands proposals to departments."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.db.paging import Page, page_of
from app.proposals.models import Proposal
from app.screening.models import Screening


class Shown(StrEnum):
    """Which proposals of a round are listed."""

    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    ANSWERED = "answered"
    ALL = "all"


def proposals_to_screen(round_id: int, shown: Shown, number: int) -> Page[Proposal]:
    """One page of the round's public proposals: those that no department has, those that wait for one, those that
    all their departments have answered, or all; in the order in which they were handed in.
    """
    found = select(Proposal).where(Proposal.round_id == round_id, Proposal.submitted_at.is_not(None))
    of_it = select(Screening.id).where(Screening.proposal_id == Proposal.id)
    waits = of_it.where(Screening.verdict.is_(None)).exists()
    conditions: dict[Shown, list[ColumnElement[bool]]] = {
        Shown.UNASSIGNED: [~of_it.exists()],
        Shown.WAITING: [waits],
        Shown.ANSWERED: [of_it.exists(), ~waits],
        Shown.ALL: [],
    }
    found = found.where(*conditions[shown])
    rows = found.options(joinedload(Proposal.neighbourhood)).order_by(Proposal.submitted_at, Proposal.id)
    return page_of(rows, found.with_only_columns(Proposal.id), number)


def screenings_by_proposal(proposal_ids: Sequence[int]) -> dict[int, list[Screening]]:
    """The tasks about several proposals at once, with their departments."""
    tasks: dict[int, list[Screening]] = {proposal_id: [] for proposal_id in proposal_ids}
    found = select(Screening).where(Screening.proposal_id.in_(proposal_ids))
    for screening in db.session.scalars(
        found.options(joinedload(Screening.department)).order_by(Screening.id)
    ):
        tasks[screening.proposal_id].append(screening)
    return tasks


def count_of_unassigned(round_id: int) -> int:
    """How many public proposals of the round no department has been asked about."""
    asked = select(Screening.id).where(Screening.proposal_id == Proposal.id).exists()
    public = (Proposal.round_id == round_id, Proposal.submitted_at.is_not(None))
    return db.session.scalar(select(func.count(Proposal.id)).where(*public, ~asked)) or 0


def proposals_public_among(round_id: int, proposal_ids: Collection[int]) -> list[Proposal]:
    """Those of these proposals that are public proposals of the round, by id."""
    found = select(Proposal).where(Proposal.id.in_(proposal_ids), Proposal.round_id == round_id)
    return list(db.session.scalars(found.where(Proposal.submitted_at.is_not(None)).order_by(Proposal.id)))
