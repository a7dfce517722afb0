"""Commenting, reporting and hiding comments, and following a proposal."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.proposal_states import PUBLIC
from app.notices.tell import tell
from app.proposals.models import Comment, CommentReport, Follow, Proposal
from app.proposals.queries import authors_of, relations_to
from app.rounds.queries import standing_in

COMMENT_LENGTH = 2000
REASON_LENGTH = 500


def write_comment(actor: Actor, proposal_id: int, *, body: str, language: str, now: datetime) -> Comment:
    """Say something under a public proposal; its authors are told.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``comment.empty``, ``comment.too_long`` (with ``most``).
    """
    _check_text(body, COMMENT_LENGTH)
    with transaction() as session:
        proposal = _public_proposal(session, actor, proposal_id, Permission.COMMENT, now)
        comment = Comment(
            proposal_id=proposal_id, author_id=actor.person_id, body=body, language=language, written_at=now
        )
        session.add(comment)
        session.flush()
        _record(actor, "write_comment", comment, proposal, now)
        others = [person for person in authors_of(proposal) if person.id != actor.person_id]
        path = f"/proposals/{proposal_id}/comments"
        tell(others, "comment_written", path, {"title": proposal.title}, now=now)
    return comment


def report_comment(actor: Actor, comment_id: int, *, reason: str, now: datetime) -> None:
    """Tell the organisers that a comment should not stand; once a person.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``comment.empty``, ``comment.too_long`` (with ``most``),
    ``comment.reported_already``.
    """
    _check_text(reason, REASON_LENGTH)
    try:
        with transaction() as session:
            comment = session.get(Comment, comment_id)
            if comment is None or comment.hidden_at is not None:
                raise NotAllowed(Permission.REPORT_COMMENT.value)
            _public_proposal(session, actor, comment.proposal_id, Permission.REPORT_COMMENT, now)
            session.add(
                CommentReport(
                    comment_id=comment_id, person_id=actor.person_id, reason=reason, reported_at=now
                )
            )
            session.flush()
    except IntegrityError as error:
        raise RuleBroken("comment.reported_already") from error


def hide_comment(actor: Actor, comment_id: int, *, reason: str, now: datetime) -> None:
    """Hide a comment from everybody but whoever wrote it, who is told the reason; its reports are settled.

    Raises ``NotAllowed``, and ``RuleBroken``: ``comment.empty``, ``comment.too_long`` (with ``most``),
    ``comment.hidden_already``.
    """
    _check_text(reason, REASON_LENGTH)
    with transaction() as session:
        comment = _moderated_comment(session, actor, comment_id, now)
        if comment.hidden_at is not None:
            raise RuleBroken("comment.hidden_already")
        comment.hidden_at, comment.hidden_by, comment.hidden_reason = now, actor.person_id, reason
        _settle(session, comment_id, now)
        _record(actor, "hide_comment", comment, comment.proposal, now, after={"reason": reason})
        if comment.author is not None and comment.author.closed_at is None:
            told = {"title": comment.proposal.title, "reason": reason}
            path = f"/proposals/{comment.proposal_id}/comments"
            tell([comment.author], "comment_hidden", path, told, now=now)


def keep_comment(actor: Actor, comment_id: int, *, now: datetime) -> None:
    """Let a reported comment stand: its reports are settled, and it shows again where it was hidden.

    Raises ``NotAllowed``.
    """
    with transaction() as session:
        comment = _moderated_comment(session, actor, comment_id, now)
        before = {"reason": comment.hidden_reason} if comment.hidden_at else None
        comment.hidden_at = comment.hidden_by = comment.hidden_reason = None
        _settle(session, comment_id, now)
        _record(actor, "keep_comment", comment, comment.proposal, now, before=before)


def follow_proposal(actor: Actor, proposal_id: int, *, now: datetime) -> None:
    """Hear of every step of a public proposal. Following twice is no error. Raises ``NotAllowed``."""
    try:
        with transaction() as session:
            _public_proposal(session, actor, proposal_id, Permission.FOLLOW, now)
            if session.get(Follow, (actor.person_id, proposal_id)) is None:
                session.add(Follow(person_id=actor.person_id, proposal_id=proposal_id, since=now))
                session.flush()
    except IntegrityError:
        return  # two clicks at once: the first one has done it


def unfollow_proposal(actor: Actor, proposal_id: int) -> None:
    """Hear no more of a proposal; whoever does not follow it loses nothing."""
    require(actor, Permission.HOLD_ACCOUNT)
    with transaction() as session:
        row = (Follow.person_id == actor.person_id, Follow.proposal_id == proposal_id)
        session.execute(delete(Follow).where(*row))


def _check_text(text: str, most: int) -> None:
    if not text.strip():
        raise RuleBroken("comment.empty")
    if len(text) > most:
        raise RuleBroken("comment.too_long", most=most)


def _public_proposal(
    session: Session, actor: Actor, proposal_id: int, permission: Permission, now: datetime
) -> Proposal:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.state not in PUBLIC:
        raise NotAllowed(permission.value)
    require(actor, permission, standing_in(proposal.round, now, relations_to(proposal, actor)))
    return proposal


def _moderated_comment(session: Session, actor: Actor, comment_id: int, now: datetime) -> Comment:
    comment = session.get(Comment, comment_id, with_for_update=True, populate_existing=True)
    if comment is None:
        raise NotAllowed(Permission.MODERATE.value)
    require(actor, Permission.MODERATE, standing_in(comment.proposal.round, now))
    return comment


def _settle(session: Session, comment_id: int, now: datetime) -> None:
    open_reports = (CommentReport.comment_id == comment_id, CommentReport.settled_at.is_(None))
    session.execute(update(CommentReport).where(*open_reports).values(settled_at=now))


def _record(
    actor: Actor, action: str, comment: Comment, proposal: Proposal, now: datetime, **change: Any
) -> None:
    record(actor, action, "comment", comment.id, now=now, round_id=proposal.round_id, **change)
