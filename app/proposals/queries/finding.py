"""Finding single proposals, how somebody stands to them, and the sets that later rooms work on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.domain.permissions import Actor, Permission, Relation, Standing, may
from app.domain.phases import Phase
from app.domain.proposal_states import ACCEPTED, PUBLIC, STANDING, ProposalState
from app.proposals.models import ConflictGroup, Follow, Proposal
from app.rounds.models import Round
from app.rounds.queries import standing_in, timetable_of
from app.teams.models import Membership
from app.teams.queries import members_of, relations_to_team, standing_of_writers

MOST_OWN = 100
"""How many proposals of one person or team a page lists."""


def open_proposal(proposal_id: int, actor: Actor, now: datetime) -> tuple[Proposal, Standing] | None:
    """The proposal of an address and how the actor stands to it; ``None`` where there is none or it is hidden.

    Drafts and withdrawn proposals are hidden from all but their authors, for whom the submission lasts as long as what
    they save counts.
    """
    proposal = db.session.scalar(_with_frame(select(Proposal).where(Proposal.id == proposal_id)))
    if proposal is None:
        return None
    standing = writing_standing(proposal, actor, now)
    return (proposal, standing) if _is_readable(proposal, actor, standing) else None


def writing_standing(proposal: Proposal, actor: Actor, now: datetime) -> Standing:
    """How the actor stands to the proposal; its authors have the grace period and their team's extension."""
    standing = standing_in(proposal.round, now, relations_to(proposal, actor))
    return standing_of_writers(standing, proposal.round, proposal.team_id, now)


def _is_readable(proposal: Proposal, actor: Actor, standing: Standing) -> bool:
    if may(actor, Permission.SEE_DRAFT, standing):
        return True
    is_shown = standing.phase is not Phase.DRAFT or may(actor, Permission.PREVIEW_ROUND, standing)
    return is_shown and proposal.state in PUBLIC


def relations_to(proposal: Proposal, actor: Actor) -> frozenset[Relation]:
    """How the actor stands to the proposal.

    A team's proposal belongs to its present members: whoever wrote it and has left the team is its author no more.
    """
    if actor.person_id is None:
        return frozenset()
    is_author = proposal.author_id == actor.person_id
    if proposal.team is None:
        return frozenset({Relation.AUTHOR}) if is_author else frozenset()
    relations = relations_to_team(proposal.team, actor)
    return relations | {Relation.AUTHOR} if relations and is_author else relations


def authors_of(proposal: Proposal) -> list[Person]:
    """The people whose proposal it is, as far as their accounts are open: the team's members, or the author."""
    people = [membership.person for membership in members_of(proposal.team_id)] if proposal.team_id else []
    if not people and proposal.author and not proposal.team_id:
        people = [proposal.author]
    return [person for person in people if person.closed_at is None]


def followers_of(proposal_id: int) -> list[Person]:
    """The people who follow the proposal and whose accounts are open."""
    found = select(Person).join(Follow, Follow.person_id == Person.id)
    found = found.where(Follow.proposal_id == proposal_id, Person.closed_at.is_(None))
    return list(db.session.scalars(found.order_by(Person.id)))


def count_of_followers(proposal_id: int) -> int:
    """How many people follow the proposal."""
    return db.session.scalar(select(func.count()).where(Follow.proposal_id == proposal_id)) or 0


def is_following(person_id: int, proposal_id: int) -> bool:
    """Whether the person follows the proposal."""
    return db.session.get(Follow, (person_id, proposal_id)) is not None


def followed_by(person_id: int) -> list[Proposal]:
    """The public proposals that the person follows, the latest followed first."""
    found = select(Proposal).join(Follow, Follow.proposal_id == Proposal.id)
    found = found.where(Follow.person_id == person_id, Proposal.submitted_at.is_not(None))
    found = found.options(joinedload(Proposal.round), joinedload(Proposal.neighbourhood))
    return list(db.session.scalars(found.order_by(Follow.since.desc(), Proposal.id).limit(MOST_OWN)))


def my_proposals(person_id: int) -> list[Proposal]:
    """The person's own proposals and those of their teams, withdrawn ones included, the latest changed first."""
    teams = select(Membership.team_id).where(Membership.person_id == person_id, Membership.left_at.is_(None))
    alone = (Proposal.author_id == person_id) & Proposal.team_id.is_(None)
    found = select(Proposal).where(or_(alone, Proposal.team_id.in_(teams)))
    found = found.options(
        joinedload(Proposal.round), joinedload(Proposal.team), joinedload(Proposal.neighbourhood)
    )
    return list(db.session.scalars(found.order_by(Proposal.changed_at.desc(), Proposal.id).limit(MOST_OWN)))


def proposals_of_team(team_id: int, *, with_drafts: bool) -> list[Proposal]:
    """The team's proposals: those that everybody can read, or all that are not withdrawn."""
    found = select(Proposal).where(Proposal.team_id == team_id, Proposal.state != ProposalState.WITHDRAWN)
    if not with_drafts:
        found = found.where(Proposal.submitted_at.is_not(None))
    found = found.options(joinedload(Proposal.neighbourhood))
    return list(db.session.scalars(found.order_by(Proposal.id).limit(MOST_OWN)))


def proposals_in_race(round_id: int) -> list[Proposal]:
    """The proposals of the round that are submitted and not found infeasible, by id: for screening and scoring."""
    return _in_states(round_id, STANDING)


def proposals_on_ballot(round: Round) -> list[Proposal]:
    """The proposals that can be voted on, by id: where the round has a screening the accepted, else all in the race."""
    has_screening = timetable_of(round).span(Phase.SCREENING) is not None
    return _in_states(round.id, ACCEPTED if has_screening else ACCEPTED | {ProposalState.SUBMITTED})


def _in_states(round_id: int, states: frozenset[ProposalState]) -> list[Proposal]:
    found = select(Proposal).where(Proposal.round_id == round_id, Proposal.state.in_(sorted(states)))
    loaded = found.options(
        joinedload(Proposal.neighbourhood), joinedload(Proposal.team), joinedload(Proposal.author)
    )
    return list(db.session.scalars(loaded.order_by(Proposal.id)))


def conflict_groups_of(round_id: int) -> list[ConflictGroup]:
    """The round's groups of proposals of which only so many can win."""
    found = select(ConflictGroup).where(ConflictGroup.round_id == round_id)
    return list(db.session.scalars(found.order_by(ConflictGroup.id)))


def count_submitted_by(round_id: int, person_id: int, team_id: int | None, *, besides: int | None) -> int:
    """How many proposals the team (or, without one, the person alone) has handed in, not counting ``besides``."""
    whose = (
        Proposal.team_id == team_id
        if team_id is not None
        else (Proposal.author_id == person_id) & Proposal.team_id.is_(None)
    )
    found = select(func.count()).where(
        Proposal.round_id == round_id, Proposal.submitted_at.is_not(None), whose
    )
    if besides is not None:
        found = found.where(Proposal.id != besides)
    return db.session.scalar(found) or 0


def count_of_drafts(round_id: int, person_id: int) -> int:
    """How many drafts the person has begun in the round."""
    drafts = (Proposal.author_id == person_id, Proposal.state == ProposalState.DRAFT)
    return db.session.scalar(select(func.count()).where(Proposal.round_id == round_id, *drafts)) or 0


def _with_frame(found: Select[Proposal]) -> Select[Proposal]:
    return found.options(
        joinedload(Proposal.round),
        joinedload(Proposal.author).joinedload(Person.neighbourhood),
        joinedload(Proposal.team),
        joinedload(Proposal.pot),
        joinedload(Proposal.neighbourhood),
        joinedload(Proposal.park),
    )


def proposals_by_ids(proposal_ids: Sequence[int]) -> dict[int, Proposal]:
    """These proposals by their ids, with their places."""
    found = select(Proposal).where(Proposal.id.in_(proposal_ids)).options(joinedload(Proposal.neighbourhood))
    return {proposal.id: proposal for proposal in db.session.scalars(found)}
