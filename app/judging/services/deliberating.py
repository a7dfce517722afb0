"""The jury's deliberation: opened with its agenda, motions moved, voted on and decided, closed with a statement."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.domain.deliberation import MotionOutcome, Word, check_order, decided
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.judging.models import Deliberation, Motion, MotionVote
from app.judging.queries import (
    MotionShown,
    agenda_positions,
    deliberation_of,
    is_scoring_over,
    jury_of,
    motion_by_id,
    motions_of,
    ranking_of,
)
from app.notices.tell import tell
from app.rounds.models import Round
from app.rounds.queries import standing_in

REASON_LENGTH = 1000
STATEMENT_LENGTH = 4000


def open_deliberation(actor: Actor, round_id: int, *, now: datetime) -> Deliberation:
    """Call the jury to deliberate on the entries whose band crosses the cut; the agenda is taken down as it is now.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``ranking.scoring_open``, ``deliberation.no_agenda``,
    ``deliberation.opened_already``.
    """
    try:
        with transaction() as session:
            round = _round(session, actor, round_id, Permission.LEAD_DELIBERATION, now)
            if not is_scoring_over(round, now):
                raise RuleBroken("ranking.scoring_open")
            agenda = _agenda(round, now)
            deliberation = Deliberation(
                round_id=round.id, agenda=agenda, opened_by=actor.person_id, opened_at=now
            )
            session.add(deliberation)
            session.flush()
            record(actor, "open_deliberation", "round", round.id, now=now, round_id=round.id, after=agenda)
            path = f"/rounds/{round.slug}/deliberation"
            tell(jury_of(round.id), "deliberation_opened", path, {"round": round.title}, now=now)
            return deliberation
    except IntegrityError as error:
        raise RuleBroken("deliberation.opened_already") from error


def _agenda(round: Round, now: datetime) -> dict[str, object]:
    found = ranking_of(round, now)
    stability = found.outcome.stability if found else None
    if found is None or stability is None or not found.outcome.agenda:
        raise RuleBroken("deliberation.no_agenda")
    bands = [stability.bands[entry] for entry in found.outcome.agenda]
    return {
        "cut": found.rules.cut,
        "entries": [
            {"id": band.entry, "position": band.position, "best": band.best, "worst": band.worst}
            for band in bands
        ],
    }


def move_motion(actor: Actor, round_id: int, order: Sequence[str], reason: str, *, now: datetime) -> Motion:
    """Move that these entries of the agenda stand in this order (ids, best first), or that all places stay (empty).

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``deliberation.gone``, ``deliberation.closed``,
    ``motion.no_reason``, ``recusal.reason_too_long`` (with ``limit``), ``motion.recused``, and the codes of
    ``check_order``.
    """
    _check_text(reason, REASON_LENGTH, "motion.no_reason")
    with transaction() as session:
        round = _round(session, actor, round_id, Permission.MOVE_MOTION, now)
        deliberation = _open(session, round)
        check_order(order, agenda_positions(deliberation))
        motion = Motion(
            round_id=round.id,
            order=list(order),
            reason=reason.strip(),
            moved_by=actor.person_id,
            moved_at=now,
            recused=[],
        )
        session.add(motion)
        session.flush()
        shown = _shown(motion)
        if actor.person_id in {person.id for person in shown.recused}:
            raise RuleBroken("motion.recused")
        after = {"order": motion.order, "reason": motion.reason}
        record(actor, "move_motion", "motion", motion.id, now=now, round_id=round.id, after=after)
        path = f"/rounds/{round.slug}/deliberation"
        tell(shown.entitled, "motion_moved", path, {"round": round.title}, now=now)
        return motion


def vote_on_motion(actor: Actor, motion_id: int, word: Word, reason: str, *, now: datetime) -> None:
    """Say one's word on an open motion; until it is decided the word can be changed.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``motion.gone``, ``motion.decided``,
    ``motion.recused``, ``deliberation.closed``, ``recusal.reason_too_long`` (with ``limit``).
    """
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("recusal.reason_too_long", limit=REASON_LENGTH)
    with transaction() as session:
        motion = _open_motion(session, actor, motion_id, Permission.VOTE_ON_MOTION, now)
        shown = _shown(motion)
        if not shown.may_vote(actor.person_id):
            if actor.person_id in {person.id for person in shown.recused}:
                raise RuleBroken("motion.recused")
            raise NotAllowed(Permission.VOTE_ON_MOTION.value)
        vote = shown.vote_of(actor.person_id)
        before = {"word": vote.word} if vote else None
        if vote is None:
            vote = MotionVote(motion_id=motion.id, person_id=actor.person_id)
            session.add(vote)
        vote.word, vote.reason, vote.voted_at = word, reason.strip(), now
        session.flush()
        record(
            actor,
            "vote_on_motion",
            "motion",
            motion.id,
            now=now,
            round_id=motion.round_id,
            before=before,
            after={"word": word},
        )


def decide_motion(actor: Actor, motion_id: int, *, now: datetime) -> MotionOutcome:
    """Count the words on a motion and take down how it ended, and who had no vote.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``motion.gone``, ``motion.decided``,
    ``deliberation.closed``.
    """
    with transaction() as session:
        motion = _open_motion(session, actor, motion_id, Permission.LEAD_DELIBERATION, now)
        shown = _shown(motion)
        entitled = {person.id for person in shown.entitled}
        words = [vote.word for vote in shown.votes if vote.person_id in entitled]
        motion.outcome = decided(words, len(entitled))
        motion.recused, motion.decided_at = [person.id for person in shown.recused], now
        session.flush()
        after = {"outcome": motion.outcome, "words": [word.value for word in words]}
        record(actor, "decide_motion", "motion", motion.id, now=now, round_id=motion.round_id, after=after)
        return motion.outcome


def close_deliberation(actor: Actor, round_id: int, statement: str, *, now: datetime) -> None:
    """End the deliberation with a statement; from now on its carried motions are part of the jury's result.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``deliberation.gone``, ``deliberation.closed``,
    ``deliberation.no_statement``, ``recusal.reason_too_long`` (with ``limit``), ``deliberation.motion_open``.
    """
    _check_text(statement, STATEMENT_LENGTH, "deliberation.no_statement")
    with transaction() as session:
        round = _round(session, actor, round_id, Permission.LEAD_DELIBERATION, now)
        deliberation = _open(session, round)
        waiting = select(Motion.id).where(Motion.round_id == round.id, Motion.outcome.is_(None)).limit(1)
        if session.scalar(waiting) is not None:
            raise RuleBroken("deliberation.motion_open")
        deliberation.statement = statement.strip()
        deliberation.closed_by, deliberation.closed_at = actor.person_id, now
        session.flush()
        after = {"statement": deliberation.statement}
        record(actor, "close_deliberation", "round", round.id, now=now, round_id=round.id, after=after)


def _shown(motion: Motion) -> MotionShown:
    deliberation = deliberation_of(motion.round_id)
    if deliberation is None:
        raise RuleBroken("deliberation.gone")
    return next(each for each in motions_of(deliberation) if each.motion.id == motion.id)


def _check_text(text: str, most: int, missing: str) -> None:
    if not text.strip():
        raise RuleBroken(missing)
    if len(text) > most:
        raise RuleBroken("recusal.reason_too_long", limit=most)


def _round(session: Session, actor: Actor, round_id: int, permission: Permission, now: datetime) -> Round:
    round = session.get(Round, round_id)
    if round is None:
        raise NotAllowed(permission.value)
    require(actor, permission, standing_in(round, now))
    return round


def _open(session: Session, round: Round) -> Deliberation:
    """The deliberation of the round, locked; it must be open."""
    deliberation = session.get(Deliberation, round.id, with_for_update=True, populate_existing=True)
    if deliberation is None:
        raise RuleBroken("deliberation.gone")
    if deliberation.closed_at is not None:
        raise RuleBroken("deliberation.closed")
    return deliberation


def _open_motion(
    session: Session, actor: Actor, motion_id: int, permission: Permission, now: datetime
) -> Motion:
    motion = motion_by_id(motion_id)
    if motion is None:
        raise RuleBroken("motion.gone")
    _open(session, _round(session, actor, motion.round_id, permission, now))
    session.refresh(motion, with_for_update=True)
    if motion.outcome is not None:
        raise RuleBroken("motion.decided")
    return motion
