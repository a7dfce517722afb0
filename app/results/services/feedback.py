"""Reading the mentors' comments before the teams do, and releasing the feedback of a round."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import tell
from app.proposals.queries import authors_of
from app.results.models import CommentReview, FeedbackRelease
from app.results.queries import comments_in, entries_scored, is_published, release_of
from app.rounds.models import Round
from app.rounds.queries import standing_in

REASON_LENGTH = 500


def review_comments(
    actor: Actor, round_id: int, seen: Collection[str], kept_back: Mapping[str, str], *, now: datetime
) -> int:
    """Let comments pass to their team, or keep them back; returns how many got a word they did not have.

    ``seen`` are the keys of the comments that the organiser has read; those in ``kept_back`` (key → reason) stay with
    the organisers, all others of ``seen`` may be read by the team. Raises ``NotAllowed``, and ``RuleBroken``:
    ``phase.wrong``, ``feedback.comment_gone``, ``feedback.no_reason``, ``feedback.reason_too_long`` (with ``limit``).
    """
    for reason in kept_back.values():
        if not reason.strip():
            raise RuleBroken("feedback.no_reason")
        if len(reason) > REASON_LENGTH:
            raise RuleBroken("feedback.reason_too_long", limit=REASON_LENGTH)
    with transaction() as session:
        round = session.get_one(Round, round_id)
        require(actor, Permission.MODERATE_FEEDBACK, standing_in(round, now))
        comments = {each.key: each for each in comments_in(round, now)}
        if not set(seen) <= comments.keys() or not kept_back.keys() <= set(seen):
            raise RuleBroken("feedback.comment_gone")
        changed = 0
        for key in seen:
            comment, reason = comments[key], kept_back.get(key, "").strip()
            is_shown = key not in kept_back
            known = comment.review
            if known is not None and (known.is_shown, known.reason) == (is_shown, reason):
                continue
            review = known or CommentReview(scorecard_id=comment.scorecard_id, part=comment.part)
            review.is_shown, review.reason = is_shown, reason
            review.reviewed_by, review.reviewed_at = actor.person_id, now
            session.add(review)
            changed += 1
            after = {"part": comment.part, "shown": is_shown, "reason": reason}
            record(
                actor,
                "review_comment",
                "scorecard",
                comment.scorecard_id,
                now=now,
                round_id=round_id,
                after=after,
            )
        return changed


def release_feedback(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Let every team of the round read its feedback, once, and tell them.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``feedback.not_published``,
    ``feedback.comments_waiting`` (with ``count``), ``feedback.released_already``.
    """
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.MODERATE_FEEDBACK, standing_in(round, now))
            if release_of(round_id) is not None:
                raise RuleBroken("feedback.released_already")
            if not is_published(round_id):
                raise RuleBroken("feedback.not_published")
            comments = comments_in(round, now)
            if waiting := sum(each.review is None for each in comments):
                raise RuleBroken("feedback.comments_waiting", count=waiting)
            session.add(FeedbackRelease(round_id=round_id, released_by=actor.person_id, released_at=now))
            session.flush()
            record(actor, "release_feedback", "round", round_id, now=now, round_id=round_id)
            _tell_teams(round, now)
    except IntegrityError as error:
        raise RuleBroken("feedback.released_already") from error


def _tell_teams(round: Round, now: datetime) -> None:
    for proposal in entries_scored(round, now):
        path, params = f"/proposals/{proposal.id}/feedback", {"title": proposal.title}
        tell(authors_of(proposal), "feedback_released", path, params, now=now)
