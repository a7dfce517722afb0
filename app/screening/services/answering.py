"""The department's official answer, and what the authors say to it."""

from datetime import datetime

from sqlalchemy import update

from app.accounts.queries import people_in_role, reviewers_of
from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.permissions import Actor, Permission, Role, require
from app.domain.screening import Verdict
from app.notices.tell import tell
from app.proposals.queries import authors_of, relations_to
from app.rounds.queries import standing_in
from app.screening.models import Screening
from app.screening.queries import relations_to_task
from app.screening.services.concluding import conclude, locked_task

REASON_LENGTH = 4000


def decide_screening(
    actor: Actor,
    screening_id: int,
    verdict: Verdict,
    reason: str,
    estimate_cents: int | None,
    language: str,
    *,
    now: datetime,
) -> None:
    """Give the department's official answer, or revise it while the phase allows.

    ``reason`` is public, written in ``language``; ``estimate_cents`` replaces the author's sum on the ballot, ``None``
    leaves it. Raises ``NotAllowed`` for anybody but the department's reviewers, and ``RuleBroken``: ``phase.wrong``,
    ``screening.gone``, ``screening.proposal_gone``, ``screening.no_reason``, ``screening.reason_too_long`` (with
    ``limit``), ``money.too_large``.
    """
    _check_reason(reason, "screening.no_reason")
    if estimate_cents is not None and not 0 <= estimate_cents <= MAX_CENTS:
        raise RuleBroken("money.too_large", limit=MAX_CENTS)
    with transaction() as session:
        screening, proposal = locked_task(session, screening_id)
        standing = standing_in(proposal.round, now, relations_to_task(screening, actor))
        require(actor, Permission.SCREEN, standing)
        if proposal.submitted_at is None:
            raise RuleBroken("screening.proposal_gone")
        before = _answer(screening)
        screening.verdict, screening.reason, screening.language = verdict, reason.strip(), language
        screening.estimate_cents = estimate_cents
        was, has_become = changed(before, _answer(screening))
        if not has_become:
            return
        screening.decided_by, screening.decided_at = actor.person_id, now
        session.flush()
        record(
            actor,
            "decide_screening",
            "screening",
            screening.id,
            now=now,
            round_id=proposal.round_id,
            before=was,
            after=has_become,
        )
        params = {"title": proposal.title, "department": screening.department.name, "verdict": verdict.value}
        tell(authors_of(proposal), "screening_decided", f"/proposals/{proposal.id}", params, now=now)
        conclude(actor, proposal, now=now)


def answer_screening(actor: Actor, screening_id: int, text: str, *, now: datetime) -> None:
    """Say, once and in public, what the authors think of a department's answer.

    Raises ``NotAllowed`` for anybody but the authors, and ``RuleBroken``: ``phase.wrong``, ``screening.gone``,
    ``screening.undecided``, ``screening.no_text``, ``screening.reason_too_long`` (with ``limit``),
    ``screening.answered_once``.
    """
    _check_reason(text, "screening.no_text")
    with transaction() as session:
        screening, proposal = locked_task(session, screening_id)
        standing = standing_in(proposal.round, now, relations_to(proposal, actor))
        require(actor, Permission.ANSWER_SCREENING, standing)
        if screening.verdict is None:
            raise RuleBroken("screening.undecided")
        unanswered = update(Screening).where(Screening.id == screening.id, Screening.author_answer.is_(None))
        answer = {"author_answer": text.strip(), "answered_by": actor.person_id, "answered_at": now}
        if session.execute(unanswered.values(answer)).rowcount != 1:  # type: ignore[attr-defined]
            raise RuleBroken("screening.answered_once")
        after = {"author_answer": text.strip()}
        record(
            actor,
            "answer_screening",
            "screening",
            screening.id,
            now=now,
            round_id=proposal.round_id,
            after=after,
        )
        told = {person.id: person for person in reviewers_of(screening.department_id)}
        told |= {person.id: person for person in people_in_role(Role.ORGANISER, proposal.round_id)}
        told.pop(actor.person_id or 0, None)
        params = {"title": proposal.title}
        tell(told.values(), "screening_answered", f"/proposals/{proposal.id}", params, now=now)


def _check_reason(text: str, missing: str) -> None:
    if not text.strip():
        raise RuleBroken(missing)
    if len(text) > REASON_LENGTH:
        raise RuleBroken("screening.reason_too_long", limit=REASON_LENGTH)


def _answer(screening: Screening) -> dict[str, object]:
    return {
        "verdict": screening.verdict,
        "reason": screening.reason,
        "language": screening.language,
        "estimate_cents": screening.estimate_cents,
    }
