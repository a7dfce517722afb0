"""Finding one project and what belongs to it, and how somebody stands to it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.queries import person_by_id
from app.db.base import db
from app.db.paging import Page, page_of
from app.delivery.models import Funding, Milestone, Photo, Project, Update
from app.domain.permissions import Actor, Relation, Role, Standing
from app.domain.project_states import ProjectState
from app.proposals.models import Proposal
from app.rounds.queries import standing_in

UPDATES_A_PAGE = 10
MOST_PHOTOS_SHOWN = 60


def open_project(project_id: int, actor: Actor, now: datetime) -> tuple[Project, Standing] | None:
    """The project of an address and how the actor stands to it; projects are public.

    A reviewer of the responsible department is ``ASSIGNED``.
    """
    project = db.session.scalar(_with_frame(select(Project).where(Project.id == project_id)))
    if project is None:
        return None
    return project, standing_in(project.proposal.round, now, relations_to(project, actor))


def relations_to(project: Project, actor: Actor) -> frozenset[Relation]:
    """How the actor stands to the project."""
    if project.department_id is None or Role.REVIEWER not in actor.roles_in(project.round_id):
        return frozenset()
    person = person_by_id(actor.person_id) if actor.person_id is not None else None
    is_theirs = person is not None and person.department_id == project.department_id
    return frozenset({Relation.ASSIGNED}) if is_theirs else frozenset()


def opened_among(proposal_ids: Collection[int]) -> set[int]:
    """Those of these proposals whose project is built and open."""
    found = select(Project.proposal_id).where(
        Project.proposal_id.in_(proposal_ids), Project.state == ProjectState.OPENED
    )
    return set(db.session.scalars(found))


def project_of(proposal_id: int) -> Project | None:
    """The project made from a proposal."""
    return db.session.scalar(_with_frame(select(Project).where(Project.proposal_id == proposal_id)))


def newest_projects(limit: int) -> list[Project]:
    """The projects that were promised last."""
    found = _with_frame(select(Project)).order_by(Project.promised_at.desc(), Project.id.desc())
    return list(db.session.scalars(found.limit(limit)))


def milestones_of(project_id: int) -> list[Milestone]:
    """The steps of a project in the order in which they were promised."""
    found = select(Milestone).where(Milestone.project_id == project_id)
    return list(db.session.scalars(found.order_by(Milestone.planned_on, Milestone.position, Milestone.id)))


def milestone_in(project_id: int, milestone_id: int) -> Milestone | None:
    """The milestone with this id, if it belongs to the project."""
    milestone = db.session.get(Milestone, milestone_id)
    return milestone if milestone and milestone.project_id == project_id else None


def funding_of(project_id: int) -> list[Funding]:
    """The money of a project by source, the largest plan first."""
    found = select(Funding).where(Funding.project_id == project_id)
    return list(db.session.scalars(found.order_by(Funding.planned_cents.desc(), Funding.id)))


def updates_of(project_id: int, number: int = 1) -> Page[Update]:
    """One page of a project's news, newest first."""
    found = select(Update).where(Update.project_id == project_id)
    newest = found.order_by(Update.written_at.desc(), Update.id.desc())
    return page_of(newest, found.with_only_columns(Update.id), number, UPDATES_A_PAGE)


def photos_of(project_id: int) -> list[Photo]:
    """The photos of a project, oldest first, at most 60."""
    found = select(Photo).where(Photo.project_id == project_id).order_by(Photo.added_at, Photo.id)
    return list(db.session.scalars(found.limit(MOST_PHOTOS_SHOWN)))


def photos_of_updates(update_ids: Sequence[int]) -> dict[int, list[Photo]]:
    """The photos of these pieces of news, by the news."""
    photos: dict[int, list[Photo]] = {update_id: [] for update_id in update_ids}
    found = select(Photo).where(Photo.update_id.in_(update_ids)).order_by(Photo.id)
    for photo in db.session.scalars(found):
        photos[photo.update_id or 0].append(photo)
    return photos


def photo_in(project_id: int, key: str) -> Photo | None:
    """The photo with this key, if it belongs to the project."""
    return db.session.scalar(select(Photo).where(Photo.project_id == project_id, Photo.file_key == key))


def _with_frame(found: Select[Project]) -> Select[Project]:
    return found.options(
        joinedload(Project.department),
        joinedload(Project.proposal).joinedload(Proposal.round),
        joinedload(Project.proposal).joinedload(Proposal.neighbourhood),
        joinedload(Project.proposal).joinedload(Proposal.team),
    )


def named_photos(keys: Sequence[str]) -> set[str]:
    """Those of these keys in the uploads folder that are a project's photos."""
    return set(db.session.scalars(select(Photo.file_key).where(Photo.file_key.in_(keys))))
