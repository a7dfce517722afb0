"""Beginning a proposal and saving what it says: each save that changes something is a version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import person_by_id
from app.audit.record import record
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, Relation, Standing, may, require
from app.domain.proposal_content import (
    ProposalContent,
    check_content,
    check_price,
    missing_for_submission,
    pot_for,
)
from app.domain.proposal_states import ProposalState
from app.domain.rounds import ProposesAs, check_proposer
from app.proposals.models import Proposal
from app.proposals.queries import content_of, count_of_drafts, latest_version, writing_standing
from app.proposals.services.keeping import NewFile, placed, write_content
from app.rounds.models import Round
from app.rounds.queries import pots_of, standing_in
from app.teams.models import Team
from app.teams.queries import is_member, rule_checks_of, standing_of_writers, team_by_id

MOST_DRAFTS = 20
"""How many drafts one person can have in a round: enough for ideas, too few to fill a disk."""

EDITABLE = frozenset({ProposalState.DRAFT, ProposalState.SUBMITTED})
SAME_FORM = timedelta(minutes=10)
"""A form with the same answers sent twice within this time is one proposal."""


def begin_proposal(
    actor: Actor,
    round_id: int,
    content: ProposalContent,
    *,
    team_id: int | None = None,
    new_files: Sequence[NewFile] = (),
    now: datetime | None = None,
) -> Proposal:
    """Begin a proposal as a draft, for oneself or for one's team; whoever writes the mentors' guide may always begin
    one alone, as an example to calibrate with, though perhaps not hand it in.

    ``now`` is for replaying the past; without it the database's clock, read under the lock, decides whether it is
    still in time. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``proposer.…``,
    ``proposal.team_unknown``, ``proposal.too_many_drafts`` (with ``most``), and as :func:`save_proposal`.
    """
    check_content(content)
    with transaction() as session:
        moment = now or database_now()
        round = session.get_one(Round, round_id)
        require(actor, Permission.DRAFT_PROPOSAL, _beginning(round, actor, team_id, moment))
        person = author_person(actor)
        if team_id is not None or not may(actor, Permission.WRITE_GUIDE, standing_in(round, moment)):
            check_capacity(round, person, team_id)
        if twin := _sent_already(session, round, person, team_id, content, moment):
            return twin
        if count_of_drafts(round_id, person.id) >= MOST_DRAFTS:
            raise RuleBroken("proposal.too_many_drafts", most=MOST_DRAFTS)
        proposal = Proposal(round_id=round_id, author_id=person.id, team_id=team_id, created_at=moment)
        write_content(session, proposal, content, new_files, actor, moment)
        record(actor, "begin_proposal", "proposal", proposal.id, now=moment, round_id=round_id)
    return proposal


def _beginning(round: Round, actor: Actor, team_id: int | None, now: datetime) -> Standing:
    """How somebody stands to an entry that does not exist yet: as its author, or as a member of the team."""
    relations = frozenset({Relation.AUTHOR if team_id is None else Relation.MEMBER})
    if team_id is not None and not is_member(team_id, actor.person_id or 0):
        relations = frozenset()
    return standing_of_writers(standing_in(round, now, relations), round, team_id, now)


def save_proposal(
    actor: Actor,
    proposal_id: int,
    content: ProposalContent,
    *,
    new_files: Sequence[NewFile] = (),
    seen: int | None = None,
    now: datetime | None = None,
) -> Proposal:
    """Save what a draft or a submitted proposal says, until the deadline.

    ``content.files`` are the files to keep, in their order; ``new_files`` are added behind them. ``seen`` is the
    number of the version that the person has edited. ``now`` as in :func:`begin_proposal`.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``proposal.not_editable``,
    ``proposal.changed_meanwhile``, ``proposal.place_unknown``, ``proposal.file_unknown``,
    ``proposal.pot_does_not_fit``, and as ``check_content``; where it is submitted already, also as
    :func:`check_readiness`.
    """
    check_content(content)
    with transaction() as session:
        moment = now or database_now()
        proposal = editable_proposal(session, actor, proposal_id, moment)
        before = latest_version(proposal_id)
        number = write_content(session, proposal, content, new_files, actor, moment)
        if number is not None:
            if seen is not None and before is not None and before.number != seen:
                raise RuleBroken("proposal.changed_meanwhile")
            record(
                actor,
                "save_proposal",
                "proposal",
                proposal_id,
                now=moment,
                round_id=proposal.round_id,
                after={"version": number},
            )
        if proposal.state is ProposalState.SUBMITTED:
            check_readiness(proposal)
    return proposal


def save_typed_draft(
    actor: Actor, proposal_id: int, content: ProposalContent, *, seen: int | None, now: datetime | None = None
) -> int:
    """Keep what somebody is typing in a draft; returns the number of its version. Nothing is written to the audit log.

    Raises as :func:`save_proposal`, and ``RuleBroken("proposal.not_editable")`` for what everybody can read already.
    """
    check_content(content)
    with transaction() as session:
        moment = now or database_now()
        proposal = editable_proposal(session, actor, proposal_id, moment)
        before = latest_version(proposal_id)
        if proposal.state is not ProposalState.DRAFT:
            raise RuleBroken("proposal.not_editable")
        if seen is not None and before is not None and before.number != seen:
            raise RuleBroken("proposal.changed_meanwhile")
        number = write_content(session, proposal, content, (), actor, moment, is_typed=True)
        return number or (before.number if before else 1)


def editable_proposal(session: Session, actor: Actor, proposal_id: int, now: datetime) -> Proposal:
    """The proposal, held until the end of the transaction, if the actor may still change it."""
    proposal = locked_proposal(session, proposal_id)
    require(actor, Permission.EDIT_PROPOSAL, writing_standing(proposal, actor, now))
    if proposal.state not in EDITABLE:
        raise RuleBroken("proposal.not_editable")
    return proposal


def locked_proposal(session: Session, proposal_id: int) -> Proposal:
    """The proposal, read anew and held until the end of the transaction."""
    proposal = session.get(Proposal, proposal_id, with_for_update=True, populate_existing=True)
    if proposal is None:
        raise NotAllowed(Permission.EDIT_PROPOSAL.value)
    return proposal


def author_person(actor: Actor) -> Person:
    """The account of somebody who wants to propose."""
    person = person_by_id(actor.person_id) if actor.person_id is not None else None
    if person is None:
        raise NotAllowed(Permission.DRAFT_PROPOSAL.value)
    return person


def check_capacity(
    round: Round, person: Person, team_id: int | None, *, is_handed_over: bool = False
) -> None:
    """Let the person propose in the round, alone or for the team. Raises as :func:`begin_proposal`.

    ``is_handed_over``: the proposal grew out of an entry of the team in an earlier round, to which the team belongs.
    """
    capacity = ProposesAs.RESIDENT if team_id is None else ProposesAs.TEAM
    check_proposer(round.proposers, capacity, person.age_band, person.neighbourhood_id)
    if team_id is not None:
        check_team(round, person.id, team_by_id(team_id), is_handed_over=is_handed_over)


def check_team(round: Round, person_id: int, team: Team | None, *, is_handed_over: bool = False) -> None:
    """Let a member hand something in for a team. Raises ``RuleBroken``: ``proposal.team_unknown``, ``team.closed``."""
    if team is None or not (is_handed_over or team.round_id == round.id) or not is_member(team.id, person_id):
        raise RuleBroken("proposal.team_unknown")
    if team.closed_at is not None:
        raise RuleBroken("team.closed")


def check_team_rules(proposal: Proposal, now: datetime) -> None:
    """Let pass an idea of one person, or of a team that is what its round asks for.

    Raises ``RuleBroken("team.incomplete")`` (with the codes of the unmet rules in ``unmet``).
    """
    team = team_by_id(proposal.team_id) if proposal.team_id is not None else None
    unmet = [check.code for check in rule_checks_of(team, now) if not check.is_met] if team else []
    if unmet:
        raise RuleBroken("team.incomplete", unmet=unmet)


def check_readiness(proposal: Proposal) -> None:
    """Let pass what can be handed in.

    Raises ``RuleBroken``: ``proposal.incomplete`` (with ``missing`` codes), ``proposal.no_pot``,
    ``proposal.dearer_than_pot`` (with ``pot_cents``).
    """
    content = content_of(latest_version(proposal.id))
    pots = pots_of(proposal.round_id)
    missing = missing_for_submission(content, needs_cost=bool(pots))
    if missing:
        raise RuleBroken("proposal.incomplete", missing=missing)
    check_price(content, pots, pot_for(pots, content.neighbourhood_id, content.pot_id))


def _sent_already(
    session: Session,
    round: Round,
    person: Person,
    team_id: int | None,
    content: ProposalContent,
    now: datetime,
) -> Proposal | None:
    """The draft that the same answers made a moment ago, when a form is sent twice."""
    found = select(Proposal).where(
        Proposal.round_id == round.id,
        Proposal.author_id == person.id,
        Proposal.state == ProposalState.DRAFT,
        Proposal.title == content.title,
        Proposal.created_at > now - SAME_FORM,
    )
    settled = replace(placed(content), files=())
    for twin in session.scalars(found):
        if twin.team_id == team_id and replace(content_of(latest_version(twin.id)), files=()) == settled:
            return twin
    return None
