"""Needs and offers on a round's board, the mentors of a round, and the time that they offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import MentorProfile, Person
from app.accounts.queries import people_in_role
from app.db.base import db
from app.db.paging import Page, page_of
from app.domain.permissions import Actor, Relation, Role, Standing
from app.domain.themes import Theme
from app.rounds.models import Round
from app.rounds.queries import round_by_id, standing_in
from app.teams.models import BoardPost, BoardReply, MentorSlot
from app.teams.queries.finding import teams_of_person

MOST_REPLIES = 100


@dataclass(frozen=True)
class BoardFilter:
    """What a reader of the board or a team looking for a mentor asks for; ``None`` asks for nothing."""

    theme: Theme | None = None
    neighbourhood_id: int | None = None


@dataclass(frozen=True)
class MentorCard:
    """A mentor of a round: the account, what they know about and where, and how many free slots they have."""

    person: Person
    themes: Sequence[Theme]
    neighbourhood_ids: Sequence[int]
    about: str
    free_slots: int


def posts_page(round_id: int, wish: BoardFilter, number: int) -> Page[BoardPost]:
    """One page of the open needs and offers, newest first, with their teams and places."""
    shown = select(BoardPost).where(BoardPost.round_id == round_id, BoardPost.closed_at.is_(None))
    if wish.theme is not None:
        shown = shown.where(BoardPost.theme == wish.theme)
    if wish.neighbourhood_id is not None:
        shown = shown.where(BoardPost.neighbourhood_id == wish.neighbourhood_id)
    rows = shown.order_by(BoardPost.written_at.desc(), BoardPost.id.desc()).options(
        joinedload(BoardPost.team),
        joinedload(BoardPost.neighbourhood),
        joinedload(BoardPost.author).joinedload(Person.neighbourhood),
    )
    return page_of(rows, shown.with_only_columns(BoardPost.id), number)


def replies_by_post(post_ids: Sequence[int]) -> dict[int, list[BoardReply]]:
    """What was answered under these posts, oldest first."""
    replies: dict[int, list[BoardReply]] = {post_id: [] for post_id in post_ids}
    found = select(BoardReply).where(BoardReply.post_id.in_(post_ids), BoardReply.hidden_at.is_(None))
    loaded = found.options(joinedload(BoardReply.author).joinedload(Person.neighbourhood))
    for reply in db.session.scalars(
        loaded.order_by(BoardReply.id).limit(MOST_REPLIES * max(len(post_ids), 1))
    ):
        replies[reply.post_id].append(reply)
    return replies


def count_of_open_posts(round_id: int, person_id: int) -> int:
    """How many needs and offers the person has open in the round."""
    own = (BoardPost.round_id == round_id, BoardPost.author_id == person_id, BoardPost.closed_at.is_(None))
    return db.session.scalar(select(func.count()).where(*own)) or 0


def open_post(post_id: int, actor: Actor, now: datetime) -> tuple[BoardPost, Standing] | None:
    """The open post of an address and how the actor stands to it."""
    post = db.session.get(BoardPost, post_id)
    round = round_by_id(post.round_id) if post and post.closed_at is None else None
    if post is None or round is None:
        return None
    mine = actor.person_id is not None and post.author_id == actor.person_id
    return post, standing_in(round, now, frozenset({Relation.AUTHOR}) if mine else frozenset())


def mentors_found(round: Round, wish: BoardFilter, now: datetime) -> list[MentorCard]:
    """The mentors of the round who know about the theme and the neighbourhood asked for, those who know both first.

    A mentor who has named no neighbourhood comes everywhere, one without themes listens to everything.
    """
    people = people_in_role(Role.MENTOR, round.id)
    ids = [person.id for person in people]
    known = select(MentorProfile).where(MentorProfile.person_id.in_(ids))
    profiles = {profile.person_id: profile for profile in db.session.scalars(known)}
    free = _free_slots(round.id, now)
    cards = [
        MentorCard(
            person,
            [Theme(theme) for theme in profiles[person.id].themes] if person.id in profiles else [],
            profiles[person.id].neighbourhood_ids if person.id in profiles else [],
            profiles[person.id].about if person.id in profiles else "",
            free.get(person.id, 0),
        )
        for person in people
    ]
    fitting = [card for card in cards if _fits(card, wish)]
    return sorted(fitting, key=lambda card: (-_nearness(card, wish), -bool(card.free_slots)))


def _fits(card: MentorCard, wish: BoardFilter) -> bool:
    knows = wish.theme is None or not card.themes or wish.theme in card.themes
    comes = (
        wish.neighbourhood_id is None
        or not card.neighbourhood_ids
        or wish.neighbourhood_id in card.neighbourhood_ids
    )
    return knows and comes


def _nearness(card: MentorCard, wish: BoardFilter) -> int:
    return (wish.theme in card.themes) + (wish.neighbourhood_id in card.neighbourhood_ids)


def _free_slots(round_id: int, now: datetime) -> dict[int, int]:
    found = select(MentorSlot.mentor_id, func.count()).where(
        MentorSlot.round_id == round_id, MentorSlot.team_id.is_(None), MentorSlot.starts_at > now
    )
    return {row[0]: row[1] for row in db.session.execute(found.group_by(MentorSlot.mentor_id))}


def slots_in(round_id: int, now: datetime) -> list[MentorSlot]:
    """The slots of the round that begin later than ``now``, soonest first, with mentors and teams."""
    found = select(MentorSlot).where(MentorSlot.round_id == round_id, MentorSlot.starts_at > now)
    return _with_people(found)


def slots_of_mentor(mentor_id: int, round_id: int) -> list[MentorSlot]:
    """All slots of a mentor in the round, past ones included."""
    return _with_people(
        select(MentorSlot).where(MentorSlot.mentor_id == mentor_id, MentorSlot.round_id == round_id)
    )


def slots_of_team(team_id: int) -> list[MentorSlot]:
    """The sessions that a team has booked, past ones with their notes."""
    return _with_people(select(MentorSlot).where(MentorSlot.team_id == team_id))


def _with_people(found: object) -> list[MentorSlot]:
    loaded = found.options(joinedload(MentorSlot.mentor), joinedload(MentorSlot.team))  # type: ignore[attr-defined]
    return list(db.session.scalars(loaded.order_by(MentorSlot.starts_at, MentorSlot.id).limit(300)))


def open_slot_of(slot_id: int, actor: Actor, now: datetime) -> tuple[MentorSlot, Standing] | None:
    """The slot of an address and how the actor stands to it: its mentor, or a member of a team of its round."""
    slot = db.session.get(MentorSlot, slot_id)
    round = round_by_id(slot.round_id) if slot else None
    if slot is None or round is None:
        return None
    relations = set()
    if actor.person_id is not None:
        if slot.mentor_id == actor.person_id:
            relations.add(Relation.ASSIGNED)
        if teams_of_person(actor.person_id, round.id):
            relations.add(Relation.MEMBER)
    return slot, standing_in(round, now, frozenset(relations))
