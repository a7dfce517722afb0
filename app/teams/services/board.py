"""Putting needs and offers on a round's board, answering them, and taking them off."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.domain.board import MOST_OPEN_POSTS, POST_LENGTH, REPLY_LENGTH, PostKind
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, Relation, require
from app.domain.themes import Theme
from app.notices.tell import tell
from app.places.queries import neighbourhood_by_id
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import BoardPost, BoardReply
from app.teams.queries import count_of_open_posts, is_member, team_by_id
from app.teams.services.holding import reachable


def put_on_board(
    actor: Actor,
    round_id: int,
    *,
    kind: PostKind,
    body: str,
    language: str,
    team_id: int | None,
    theme: Theme | None,
    neighbourhood_id: int | None,
    now: datetime,
) -> BoardPost:
    """Say what one needs or offers, perhaps for one's team.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``comment.empty``, ``comment.too_long`` (with ``most``),
    ``proposal.team_unknown``, ``place.unknown``, ``board.too_many`` (with ``most``).
    """
    check_words(body, POST_LENGTH)
    with transaction() as session:
        round = session.get_one(Round, round_id)
        require(actor, Permission.POST_ON_BOARD, standing_in(round, now))
        _check_team(actor, round, team_id)
        if neighbourhood_id is not None and neighbourhood_by_id(neighbourhood_id) is None:
            raise RuleBroken("place.unknown")
        if count_of_open_posts(round_id, actor.person_id or 0) >= MOST_OPEN_POSTS:
            raise RuleBroken("board.too_many", most=MOST_OPEN_POSTS)
        post = BoardPost(
            round_id=round_id,
            kind=kind,
            author_id=actor.person_id,
            team_id=team_id,
            theme=theme,
            neighbourhood_id=neighbourhood_id,
            body=body,
            language=language,
            written_at=now,
        )
        session.add(post)
        session.flush()
        record(actor, "put_on_board", "board post", post.id, now=now, round_id=round_id)
    return post


def answer_post(actor: Actor, post_id: int, *, body: str, language: str, now: datetime) -> BoardReply:
    """Answer a need or an offer, for everybody on the board to read; its author is told.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``comment.empty``, ``comment.too_long`` (with ``most``).
    """
    check_words(body, REPLY_LENGTH)
    with transaction() as session:
        post, round = _open_post(session, post_id)
        require(actor, Permission.POST_ON_BOARD, standing_in(round, now))
        reply = BoardReply(
            post_id=post_id, author_id=actor.person_id, body=body, language=language, written_at=now
        )
        session.add(reply)
        session.flush()
        record(actor, "answer_post", "board post", post_id, now=now, round_id=post.round_id)
        if post.author_id != actor.person_id:
            path = f"/rounds/{round.slug}/board"
            tell(reachable(post.author), "board_answered", path, {"body": post.body[:80]}, now=now)
    return reply


def close_post(actor: Actor, post_id: int, *, now: datetime) -> None:
    """Take a need or an offer off the board: its author, or an organiser. Raises ``NotAllowed``."""
    with transaction() as session:
        post, round = _open_post(session, post_id)
        mine = actor.person_id is not None and post.author_id == actor.person_id
        relations = frozenset({Relation.AUTHOR}) if mine else frozenset[Relation]()
        require(actor, Permission.CLOSE_POST, standing_in(round, now, relations))
        post.closed_at = now
        record(actor, "close_post", "board post", post_id, now=now, round_id=post.round_id)


def check_words(text: str, most: int) -> None:
    """Let pass words that say something. Raises ``RuleBroken``: ``comment.empty``, ``comment.too_long``."""
    if not text.strip():
        raise RuleBroken("comment.empty")
    if len(text) > most:
        raise RuleBroken("comment.too_long", most=most)


def _check_team(actor: Actor, round: Round, team_id: int | None) -> None:
    if team_id is None:
        return
    team = team_by_id(team_id)
    if team is None or team.round_id != round.id or not is_member(team.id, actor.person_id or 0):
        raise RuleBroken("proposal.team_unknown")
    if team.closed_at is not None:
        raise RuleBroken("team.closed")


def _open_post(session: Session, post_id: int) -> tuple[BoardPost, Round]:
    post = session.get(BoardPost, post_id, with_for_update=True, populate_existing=True)
    if post is None or post.closed_at is not None:
        raise NotAllowed(Permission.CLOSE_POST.value)
    return post, session.get_one(Round, post.round_id)
