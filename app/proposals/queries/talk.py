"""What people say under a proposal, and what was reported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.db.paging import Page, page_of
from app.domain.permissions import POLICY, Actor, Permission, Standing
from app.proposals.models import Comment, CommentReport, Proposal
from app.proposals.queries.finding import open_proposal


def comments_of(proposal_id: int, actor: Actor, number: int = 1) -> Page[Comment]:
    """One page of the comments that the actor may read, newest first, with their authors.

    Hidden comments are read by nobody but whoever wrote them; the organisers find them on their own page.
    """
    found = select(Comment).where(Comment.proposal_id == proposal_id, _is_read_by(actor))
    with_author = found.options(joinedload(Comment.author).joinedload(Person.neighbourhood))
    newest = with_author.order_by(Comment.written_at.desc(), Comment.id.desc())
    return page_of(newest, found.with_only_columns(Comment.id), number)


def _is_read_by(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return Comment.hidden_at.is_(None)
    return or_(Comment.hidden_at.is_(None), Comment.author_id == actor.person_id)


def count_of_comments(proposal_id: int) -> int:
    """How many comments everybody can read."""
    found = select(func.count()).where(Comment.proposal_id == proposal_id, Comment.hidden_at.is_(None))
    return db.session.scalar(found) or 0


def open_comment(comment_id: int, actor: Actor, now: datetime) -> tuple[Comment, Standing] | None:
    """A comment that everybody may read, under a proposal that the actor may read; else ``None``."""
    comment = _comment(comment_id)
    found = open_proposal(comment.proposal_id, actor, now) if comment and not comment.hidden_at else None
    return (comment, found[1]) if comment and found else None


def moderated_comment(comment_id: int, actor: Actor) -> tuple[Comment, Standing] | None:
    """Any comment, hidden ones too, of a round that the actor moderates; else ``None``."""
    comment = _comment(comment_id)
    if comment is None or not _moderates(actor, comment.proposal.round_id):
        return None
    return comment, Standing(comment.proposal.round_id)


def _comment(comment_id: int) -> Comment | None:
    found = select(Comment).where(Comment.id == comment_id)
    return db.session.scalar(found.options(joinedload(Comment.proposal), joinedload(Comment.author)))


def reported_comments(actor: Actor, number: int = 1) -> Page[Comment]:
    """One page of the comments with reports that nobody has settled, longest waiting first, in the actor's rounds."""
    reported = select(CommentReport.comment_id).where(CommentReport.settled_at.is_(None))
    found = _of_moderator(select(Comment).where(Comment.id.in_(reported)), actor)
    return page_of(_with_proposal(found).order_by(Comment.id), found.with_only_columns(Comment.id), number)


def hidden_comments(actor: Actor, number: int = 1) -> Page[Comment]:
    """One page of the hidden comments of the actor's rounds, the latest hidden first."""
    found = _of_moderator(select(Comment).where(Comment.hidden_at.is_not(None)), actor)
    latest = _with_proposal(found).order_by(Comment.hidden_at.desc(), Comment.id)
    return page_of(latest, found.with_only_columns(Comment.id), number)


def reports_on(comments: Sequence[Comment]) -> dict[int, list[CommentReport]]:
    """The unsettled reports on these comments, by comment."""
    reports: dict[int, list[CommentReport]] = {comment.id: [] for comment in comments}
    found = select(CommentReport).where(
        CommentReport.comment_id.in_(reports), CommentReport.settled_at.is_(None)
    )
    for report in db.session.scalars(found.order_by(CommentReport.reported_at)):
        reports[report.comment_id].append(report)
    return reports


def count_of_reported(actor: Actor) -> int:
    """How many comments wait for the actor's judgement."""
    waiting = select(func.count(func.distinct(Comment.id))).join(
        CommentReport, CommentReport.comment_id == Comment.id
    )
    return db.session.scalar(_of_moderator(waiting.where(CommentReport.settled_at.is_(None)), actor)) or 0


def _of_moderator(found: Select[Any], actor: Actor) -> Select[Any]:
    """Narrow to the rounds that the actor moderates."""
    narrowed = found.join(Proposal, Proposal.id == Comment.proposal_id)
    if not _moderates(actor, None):
        scopes = {scope for role, scope in actor.grants if role in POLICY[Permission.MODERATE].roles}
        narrowed = narrowed.where(Proposal.round_id.in_(scopes))
    return narrowed


def _moderates(actor: Actor, round_id: int | None) -> bool:
    return bool(POLICY[Permission.MODERATE].roles & actor.roles_in(round_id))


def _with_proposal(found: Select[Any]) -> Select[Any]:
    return found.options(
        joinedload(Comment.proposal).joinedload(Proposal.round),
        joinedload(Comment.author).joinedload(Person.neighbourhood),
    )
