"""Assigning mentors: by hand, by the automatic plan, and ending an assignment."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.queries import people_by_id
from app.audit.record import record
from app.db.session import transaction
from app.domain.assignment import Pair, Plan
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.judging.models import Assignment, Recusal, Scorecard
from app.judging.queries import (
    PlanSettings,
    assignment_by_id,
    assignments_in,
    calibration_candidates,
    calibration_entry,
    conflict_pairs,
    fingerprint,
    found_conflicts,
    mentors_in,
    planned,
    terms_in,
)
from app.notices.tell import tell
from app.proposals.queries import proposals_in_race
from app.rounds.models import Round
from app.rounds.queries import standing_in


def assign_mentor(
    actor: Actor, round_id: int, mentor_id: int, proposal_ids: Collection[int], *, now: datetime
) -> tuple[int, int]:
    """Let a mentor score these entries; gives back how many are new and how many a conflict of interest forbids.

    A conflict that the system finds is noted as a recusal. Raises ``NotAllowed``, and
    ``RuleBroken``: ``phase.wrong``, ``assignment.nothing_chosen``, ``assignment.unknown_mentor``,
    ``assignment.unknown_entry``.
    """
    if not proposal_ids:
        raise RuleBroken("assignment.nothing_chosen")
    with transaction() as session:
        round = _locked_round(session, actor, round_id, now)
        if mentor_id not in {person.id for person in mentors_in(round.id)}:
            raise RuleBroken("assignment.unknown_mentor")
        if not set(proposal_ids) <= {proposal.id for proposal in proposals_in_race(round.id)}:
            raise RuleBroken("assignment.unknown_entry")
        wanted = {Pair(str(proposal_id), str(mentor_id)) for proposal_id in proposal_ids}
        conflicts = wanted & conflict_pairs(round.id)
        _note_found(session, round, wanted, now)
        held = {Pair(str(each.proposal_id), str(each.mentor_id)) for each in assignments_in(round.id)}
        new = sorted(wanted - conflicts - held)
        _add(session, actor, round, new, now)
    return len(new), len(conflicts)


def save_plan(
    actor: Actor, round_id: int, settings: PlanSettings, shown: str, *, now: datetime
) -> tuple[int, int]:
    """Save the automatic plan that was shown; gives back how many assignments are new and how many have ended.

    ``shown`` is the fingerprint of the plan that the organiser looked at. Assignments that the plan releases end,
    unless something was saved for them: then the scorecard is kept, and counts for nothing. Raises ``NotAllowed``,
    and ``RuleBroken``: ``phase.wrong``, ``assignment.per_entry_invalid``, ``assignment.cap_invalid``,
    ``assignment.no_seed``, ``assignment.plan_changed``, ``assignment.unknown_calibration``.
    """
    if not settings.seed.strip():
        raise RuleBroken("assignment.no_seed")
    with transaction() as session:
        round = _locked_round(session, actor, round_id, now)
        _check_calibration(actor, round, settings, now)
        found = planned(round, settings)
        plan = found.plan
        if fingerprint(found) != shown:
            raise RuleBroken("assignment.plan_changed")
        mentors = {str(person.id) for person in mentors_in(round.id)}
        near = found_conflicts(round.id, settings.calibration)
        _note_found(session, round, [pair for pair in near if pair.mentor in mentors], now)
        ended = _end(session, round, plan)
        new = [*plan.added, *found.shadows]
        _add(session, actor, round, [*new, *found.calibration], now, calibration=settings.calibration)
        after = {
            "per_entry": settings.per_entry,
            "cap": settings.cap,
            "seed": settings.seed,
            "calibration": settings.calibration,
            "added": len(new),
            "ended": ended,
        }
        record(actor, "save_plan", "round", round.id, now=now, round_id=round.id, after=after)
    return len(new) + len(found.calibration), ended


def end_assignment(actor: Actor, assignment_id: int, *, now: datetime) -> None:
    """Take an entry from a mentor; a draft goes with it.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``assignment.gone``, ``assignment.has_scorecard``.
    """
    with transaction() as session:
        assignment = assignment_by_id(assignment_id)
        if assignment is None:
            raise RuleBroken("assignment.gone")
        round = _locked_round(session, actor, assignment.round_id, now)
        session.get(Assignment, assignment_id, with_for_update=True, populate_existing=True)
        submitted = select(Scorecard.id).where(
            Scorecard.assignment_id == assignment.id, Scorecard.submitted_at.is_not(None)
        )
        if session.scalar(submitted.limit(1)) is not None:
            raise RuleBroken("assignment.has_scorecard")
        before = {"proposal": assignment.proposal_id, "mentor": assignment.mentor_id}
        record(
            actor,
            "end_assignment",
            "assignment",
            assignment.id,
            now=now,
            round_id=round.id,
            before=before,
        )
        session.delete(assignment)


def _locked_round(session: Session, actor: Actor, round_id: int, now: datetime) -> Round:
    """The round, locked, so that two plans are never saved over each other."""
    round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if round is None:
        raise NotAllowed(Permission.ASSIGN_MENTORS.value)
    require(actor, Permission.ASSIGN_MENTORS, standing_in(round, now))
    return round


def _check_calibration(actor: Actor, round: Round, settings: PlanSettings, now: datetime) -> None:
    if settings.calibration is None:
        return
    present = calibration_entry(round.id)
    offered = calibration_candidates(round, actor.person_id, now)
    known = {each.id for each in (*offered, present) if each}
    if settings.calibration not in known:
        raise RuleBroken("assignment.unknown_calibration")


def _note_found(session: Session, round: Round, pairs: Iterable[Pair], now: datetime) -> None:
    """Write a recusal for every pair in which the system finds a conflict, and that has none yet."""
    noted = select(Recusal.proposal_id, Recusal.mentor_id).where(Recusal.round_id == round.id)
    known = {Pair(str(row[0]), str(row[1])) for row in session.execute(noted)}
    found = found_conflicts(round.id)
    session.add_all(
        Recusal(
            round_id=round.id,
            proposal_id=int(pair.entry),
            mentor_id=int(pair.mentor),
            kind=found[pair],
            reason="",
            declared_at=now,
        )
        for pair in sorted((set(pairs) & found.keys()) - known)
    )
    session.flush()


def _end(session: Session, round: Round, plan: Plan) -> int:
    """Delete the released assignments for which nothing was ever saved."""
    released = set(plan.released)
    begun = _begun(session, round)
    ended = [
        each.id
        for each in assignments_in(round.id)
        if Pair(str(each.proposal_id), str(each.mentor_id)) in released and each.id not in begun
    ]
    session.execute(delete(Assignment).where(Assignment.id.in_(ended)))
    return len(ended)


def _begun(session: Session, round: Round) -> set[int]:
    found = select(Scorecard.assignment_id).join(Assignment, Assignment.id == Scorecard.assignment_id)
    return set(session.scalars(found.where(Assignment.round_id == round.id)))


def _add(
    session: Session,
    actor: Actor,
    round: Round,
    pairs: Collection[Pair],
    now: datetime,
    *,
    calibration: int | None = None,
) -> None:
    """Store new assignments, record them, and tell their mentors, each once."""
    if not pairs:
        return
    terms = terms_in(round.id)
    session.add_all(
        Assignment(
            round_id=round.id,
            proposal_id=int(pair.entry),
            mentor_id=int(pair.mentor),
            is_trainee=int(pair.mentor) in terms and terms[int(pair.mentor)].is_trainee,
            is_calibration=int(pair.entry) == calibration,
            assigned_by=actor.person_id,
            assigned_at=now,
        )
        for pair in pairs
    )
    session.flush()
    after = {"pairs": [[int(pair.entry), int(pair.mentor)] for pair in pairs]}
    record(actor, "assign_mentors", "round", round.id, now=now, round_id=round.id, after=after)
    mentors = people_by_id({int(pair.mentor) for pair in pairs})
    told = [mentors[each] for each in sorted(mentors)]
    tell(told, "entries_assigned", "/mentor", {"round": round.title}, now=now)
