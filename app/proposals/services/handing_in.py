"""Handing a proposal in, taking it back to work on it, and withdrawing it."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.record import record
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.proposal_states import PROPOSAL, PUBLIC, ProposalMove, ProposalState
from app.notices.tell import tell
from app.proposals.models import Proposal
from app.proposals.queries import (
    authors_of,
    count_submitted_by,
    followers_of,
    origin_of,
    relations_to,
)
from app.proposals.services.saving import (
    author_person,
    check_capacity,
    check_readiness,
    check_team_rules,
    editable_proposal,
    locked_proposal,
)
from app.rounds.queries import standing_in
from app.teams.models import Team


def submit_proposal(actor: Actor, proposal_id: int, *, now: datetime | None = None) -> Proposal:
    """Hand a draft in: from now on everybody can read it. One that is handed in already stays so.

    ``now`` is for replaying the past; without it the database's clock, read under the lock, decides whether it is
    still in time. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``proposer.…``,
    ``proposal.team_unknown``, ``team.closed``, ``team.incomplete`` (with ``unmet`` rules), ``proposal.incomplete``
    (with ``missing`` codes), ``proposal.no_pot``, ``proposal.dearer_than_pot`` (with ``pot_cents``),
    ``proposal.too_many`` (with ``most``).
    """
    with transaction() as session:
        moment = now or database_now()
        proposal = editable_proposal(session, actor, proposal_id, moment)
        if proposal.state is ProposalState.SUBMITTED:
            return proposal
        is_handed_over = origin_of(proposal.id) is not None
        check_capacity(proposal.round, author_person(actor), proposal.team_id, is_handed_over=is_handed_over)
        check_readiness(proposal)
        check_team_rules(proposal, moment)
        _check_number(session, proposal)
        _move(actor, proposal, ProposalMove.SUBMIT, "submit_proposal", moment)
        proposal.submitted_at = moment
        _tell_all(actor, proposal, "proposal_submitted", f"/proposals/{proposal.id}", moment)
    return proposal


def return_to_draft(actor: Actor, proposal_id: int, *, now: datetime | None = None) -> Proposal:
    """Take a submitted proposal back to work on it; nobody else can read it until it is handed in again.

    ``now`` as in :func:`submit_proposal`. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``,
    ``proposal.not_editable``, ``transition.refused``.
    """
    with transaction() as session:
        moment = now or database_now()
        proposal = editable_proposal(session, actor, proposal_id, moment)
        _move(actor, proposal, ProposalMove.RETURN_TO_DRAFT, "return_to_draft", moment)
        proposal.submitted_at = None
    return proposal


def withdraw_proposal(actor: Actor, proposal_id: int, *, now: datetime | None = None) -> Proposal:
    """Take a proposal out of the round for good.

    ``now`` as in :func:`submit_proposal`. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``,
    ``transition.refused``.
    """
    with transaction() as session:
        moment = now or database_now()
        proposal = locked_proposal(session, proposal_id)
        standing = standing_in(proposal.round, moment, relations_to(proposal, actor))
        require(actor, Permission.WITHDRAW_PROPOSAL, standing)
        was_public = proposal.state in PUBLIC
        _move(actor, proposal, ProposalMove.WITHDRAW, "withdraw_proposal", moment)
        proposal.submitted_at = None
        if was_public:
            _tell_all(
                actor, proposal, "proposal_withdrawn", f"/rounds/{proposal.round.slug}/proposals", moment
            )
    return proposal


def _check_number(session: Session, proposal: Proposal) -> None:
    """Keep to the most that one author may hand in, also where two are handed in at the same instant."""
    most = proposal.round.proposers.get("most")
    if not most:
        return
    whose = (Team, proposal.team_id) if proposal.team_id is not None else (Person, proposal.author_id)
    session.get(whose[0], whose[1], with_for_update=True)
    handed_in = count_submitted_by(
        proposal.round_id, proposal.author_id or 0, proposal.team_id, besides=proposal.id
    )
    if handed_in >= most:
        raise RuleBroken("proposal.too_many", most=most)


def _move(actor: Actor, proposal: Proposal, move: ProposalMove, action: str, now: datetime) -> None:
    before = {"state": proposal.state}
    proposal.state = PROPOSAL.after(proposal.state, move)
    proposal.changed_at = now
    record(
        actor,
        action,
        "proposal",
        proposal.id,
        now=now,
        round_id=proposal.round_id,
        before=before,
        after={"state": proposal.state},
    )


def _tell_all(actor: Actor, proposal: Proposal, event: str, path: str, now: datetime) -> None:
    """Tell its authors and followers, but not whoever did it."""
    people = {person.id: person for person in (*authors_of(proposal), *followers_of(proposal.id))}
    people.pop(actor.person_id or 0, None)
    tell(people.values(), event, path, {"title": proposal.title}, now=now)
