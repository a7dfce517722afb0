"""Everything that was ever promised: winners that wait for the council, were declined, or are projects."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.db.paging import Page, page_of
from app.delivery.models import Funding, Milestone, Photo, PhotoMoment, Project
from app.delivery.queries.reading import Money, Step, StepState, money_of, steps_of
from app.domain.decisions import CouncilWord
from app.domain.places import Spot, spot_of
from app.domain.project_states import ProjectState
from app.proposals.models import Proposal
from app.results.models import Decision, Publication, Winner
from app.rounds.models import Round

MOST_ON_A_MAP = 500
NO_MONEY = Money(None, None, None)


class PromiseState(StrEnum):
    """How far a promise is."""

    WAITING = "waiting"
    DECLINED = "declined"
    PLANNED = "planned"
    BUILDING = "building"
    OPENED = "opened"
    STOPPED = "stopped"


@dataclass(frozen=True)
class PromiseFilters:
    """What a reader asks for; everything left out asks for nothing."""

    state: PromiseState | None = None
    department_id: int | None = None
    neighbourhood_id: int | None = None
    only_late: bool = False


@dataclass(frozen=True)
class Promise:
    """One winner and what became of it; ``photo`` is the newest one of what was built."""

    proposal: Proposal
    state: PromiseState
    decision: Decision | None
    project: Project | None
    steps: list[Step] = field(default_factory=list)
    money: Money = NO_MONEY
    photo: Photo | None = None

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.milestone.done_on is None), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.milestone.done_on is not None for step in self.steps)

    @property
    def is_late(self) -> bool:
        """Whether a step is late today."""
        return any(step.state is StepState.LATE for step in self.steps)


def projects_page(filters: PromiseFilters, number: int, today: date) -> Page[Promise]:
    """One page of all that was promised, the newest result first, with how far each is ``today``."""
    chosen = _chosen(filters, today)
    newest = chosen.join(Publication, Publication.round_id == Winner.round_id).order_by(
        Publication.published_at.desc(), Winner.round_id, Winner.place
    )
    loaded = newest.options(
        joinedload(Winner.proposal).joinedload(Proposal.round),
        joinedload(Winner.proposal).joinedload(Proposal.neighbourhood),
    )
    page = page_of(loaded, chosen.with_only_columns(Winner.proposal_id), number)
    items = _promises([winner.proposal for winner in page.items], today)
    return Page(items, page.number, page.total, page.per_page)


@dataclass(frozen=True)
class MappedProject:
    """A project, the proposal it was made from, and where it lies."""

    project: Project
    proposal: Proposal
    spot: Spot


def projects_on_map(filters: PromiseFilters, today: date, most: int = MOST_ON_A_MAP) -> list[MappedProject]:
    """The projects among the promises that fit the filters, the latest first."""
    found = (
        _chosen(filters, today)
        .with_only_columns(Project)
        .where(Project.id.is_not(None))
        .options(
            joinedload(Project.proposal).joinedload(Proposal.neighbourhood),
            joinedload(Project.proposal).joinedload(Proposal.park),
        )
        .order_by(Project.promised_at.desc(), Project.id.desc())
    )
    projects = db.session.scalars(found.limit(most))
    return [
        MappedProject(one, one.proposal, spot_of(one.proposal, one.proposal.park, one.proposal.neighbourhood))
        for one in projects
    ]


def promises_kept(limit: int, today: date) -> list[Promise]:
    """What has become a project, the latest first: building before opened, stopped left out."""
    order = case(
        (Project.state == ProjectState.BUILDING, 0), (Project.state == ProjectState.OPENED, 1), else_=2
    )
    chosen = _joined().where(Project.state != ProjectState.STOPPED)
    newest = chosen.order_by(order, Project.promised_at.desc(), Project.id).limit(limit)
    loaded = newest.options(
        joinedload(Winner.proposal).joinedload(Proposal.round),
        joinedload(Winner.proposal).joinedload(Proposal.neighbourhood),
    )
    return _promises([winner.proposal for winner in db.session.scalars(loaded)], today)


def count_of_promises() -> dict[PromiseState, int]:
    """How many promises are how far."""
    counts = dict.fromkeys(PromiseState, 0)
    grouped = _joined().with_only_columns(Decision.word, Project.state, func.count())
    for word, state, many in db.session.execute(grouped.group_by(Decision.word, Project.state)):
        known = (
            PromiseState(state.value) if state else PromiseState.DECLINED if word else PromiseState.WAITING
        )
        counts[known] += many
    return counts


def rounds_waiting_for_council() -> list[Round]:
    """Rounds with published winners that the council has not spoken about."""
    decided = select(Decision.id).where(Decision.proposal_id == Winner.proposal_id)
    waiting = select(Winner.round_id).where(~decided.exists())
    return list(db.session.scalars(select(Round).where(Round.id.in_(waiting)).order_by(Round.id)))


def _joined() -> Select[Winner]:
    return (
        select(Winner)
        .outerjoin(Decision, Decision.proposal_id == Winner.proposal_id)
        .outerjoin(Project, Project.proposal_id == Winner.proposal_id)
        .join(Proposal, Proposal.id == Winner.proposal_id)
    )


def _chosen(filters: PromiseFilters, today: date) -> Select[Winner]:
    conditions: list[ColumnElement[bool]] = []
    if filters.state is not None:
        conditions.append(_stands(filters.state))
    if filters.department_id is not None:
        conditions.append(Project.department_id == filters.department_id)
    if filters.neighbourhood_id is not None:
        conditions.append(Proposal.neighbourhood_id == filters.neighbourhood_id)
    if filters.only_late:
        conditions.append(_is_late(today))
    return _joined().where(*conditions)


def _stands(state: PromiseState) -> ColumnElement[bool]:
    if state is PromiseState.WAITING:
        return Decision.id.is_(None)
    if state is PromiseState.DECLINED:
        return Decision.word == CouncilWord.DECLINED
    return Project.state == ProjectState(state.value)


def _is_late(today: date) -> ColumnElement[bool]:
    slipped = or_(Milestone.planned_on < today, Milestone.expected_on > Milestone.planned_on)
    late = select(Milestone.id).where(
        Milestone.project_id == Project.id, Milestone.done_on.is_(None), slipped
    )
    return and_(Project.ended_on.is_(None), late.exists())


def _promises(proposals: list[Proposal], today: date) -> list[Promise]:
    ids = [proposal.id for proposal in proposals]
    decisions = {
        one.proposal_id: one
        for one in db.session.scalars(select(Decision).where(Decision.proposal_id.in_(ids)))
    }
    found = select(Project).where(Project.proposal_id.in_(ids)).options(joinedload(Project.department))
    projects = {one.proposal_id: one for one in db.session.scalars(found)}
    milestones = _milestones([project.id for project in projects.values()])
    funding = _funding([project.id for project in projects.values()])
    photos = _photos([project.id for project in projects.values()])
    promises = (
        _promise(proposal, decisions.get(proposal.id), projects.get(proposal.id), milestones, funding, today)
        for proposal in proposals
    )
    return [replace(one, photo=photos.get(one.project.id)) if one.project else one for one in promises]


def _promise(
    proposal: Proposal,
    decision: Decision | None,
    project: Project | None,
    milestones: dict[int, list[Milestone]],
    funding: dict[int, list[Funding]],
    today: date,
) -> Promise:
    if project is None:
        state = PromiseState.DECLINED if decision else PromiseState.WAITING
        return Promise(proposal, state, decision, None)
    steps = steps_of(milestones[project.id], today, has_ended=project.ended_on is not None)
    state = PromiseState(project.state.value)
    return Promise(proposal, state, decision, project, steps, money_of(funding[project.id]))


def _milestones(project_ids: Collection[int]) -> dict[int, list[Milestone]]:
    by_project: dict[int, list[Milestone]] = {project_id: [] for project_id in project_ids}
    found = select(Milestone).where(Milestone.project_id.in_(by_project))
    for one in db.session.scalars(found.order_by(Milestone.planned_on, Milestone.position, Milestone.id)):
        by_project[one.project_id].append(one)
    return by_project


def _funding(project_ids: Collection[int]) -> dict[int, list[Funding]]:
    by_project: dict[int, list[Funding]] = {project_id: [] for project_id in project_ids}
    for one in db.session.scalars(select(Funding).where(Funding.project_id.in_(by_project))):
        by_project[one.project_id].append(one)
    return by_project


def _photos(project_ids: Collection[int]) -> dict[int, Photo]:
    if not project_ids:
        return {}
    found = select(Photo).where(Photo.project_id.in_(project_ids), Photo.moment == PhotoMoment.AFTER)
    return {one.project_id: one for one in db.session.scalars(found.order_by(Photo.added_at, Photo.id))}
