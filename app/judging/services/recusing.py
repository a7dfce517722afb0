"""Stepping aside from an entry because of a conflict of interest."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.queries import people_in_role
from app.audit.record import record
from app.db.session import transaction
from app.domain.conflicts import ConflictKind
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, Role, require
from app.judging.models import Assignment, Recusal
from app.judging.queries import assignment_by_id, relations_to_sheet, sheets_of
from app.notices.tell import tell
from app.proposals.queries import proposals_in_race
from app.rounds.models import Round
from app.rounds.queries import round_by_id, standing_in

REASON_LENGTH = 500


def step_aside(actor: Actor, assignment_id: int, kind: ConflictKind, reason: str, *, now: datetime) -> None:
    """Declare a conflict of interest with an entry that the actor was to score.

    From then on the actor sees neither its scores nor who gives them; a scorecard given before is kept and counts no
    more. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``assignment.gone``, ``recusal.no_reason``,
    ``recusal.reason_too_long`` (with ``limit``), ``recusal.declared_already``.
    """
    _check(reason)
    try:
        with transaction() as session:
            session.get(Assignment, assignment_id, with_for_update=True, populate_existing=True)
            assignment = assignment_by_id(assignment_id)
            if assignment is None:
                raise RuleBroken("assignment.gone")
            round = assignment.round
            sheet = sheets_of([assignment], round, now)[0]
            require(actor, Permission.RECUSE, standing_in(round, now, relations_to_sheet(sheet, actor)))
            _note(session, actor, round, assignment.proposal_id, kind, reason, now)
    except IntegrityError as error:
        raise RuleBroken("recusal.declared_already") from error


def declare_conflict(
    actor: Actor, round_id: int, proposal_id: int, kind: ConflictKind, reason: str, *, now: datetime
) -> None:
    """Declare a conflict of interest with an entry of the round, before it is assigned or without ever scoring it.

    Mentors, organisers and the council may: none of them then sees its scores or who gives them. Raises as
    :func:`step_aside`, and ``RuleBroken("assignment.unknown_entry")``.
    """
    _check(reason)
    try:
        with transaction() as session:
            round = round_by_id(round_id)
            if round is None:
                raise NotAllowed(Permission.DECLARE_CONFLICT.value)
            require(actor, Permission.DECLARE_CONFLICT, standing_in(round, now))
            if proposal_id not in {proposal.id for proposal in proposals_in_race(round.id)}:
                raise RuleBroken("assignment.unknown_entry")
            _note(session, actor, round, proposal_id, kind, reason, now)
    except IntegrityError as error:
        raise RuleBroken("recusal.declared_already") from error


def _check(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("recusal.no_reason")
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("recusal.reason_too_long", limit=REASON_LENGTH)


def _note(
    session: Session,
    actor: Actor,
    round: Round,
    proposal_id: int,
    kind: ConflictKind,
    reason: str,
    now: datetime,
) -> None:
    """Store the recusal, record it, and tell the organisers."""
    recusal = Recusal(
        round_id=round.id,
        proposal_id=proposal_id,
        mentor_id=actor.person_id,
        kind=kind,
        reason=reason.strip(),
        declared_at=now,
    )
    session.add(recusal)
    session.flush()
    after = {"kind": kind, "proposal": proposal_id}
    record(actor, "step_aside", "recusal", recusal.id, now=now, round_id=round.id, after=after)
    organisers = people_in_role(Role.ORGANISER, round.id)
    path = f"/rounds/{round.slug}/mentors"
    tell(organisers, "mentor_stepped_aside", path, {"round": round.title}, now=now)
