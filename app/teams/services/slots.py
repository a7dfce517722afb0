"""The time that mentors give: opened by them, booked by teams, with a note afterwards that the team reads."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import MentorProfile
from app.audit.record import record
from app.db.session import transaction
from app.domain.board import MOST_SLOTS, NOTE_LENGTH, PLACE_LENGTH, SLOT_MINUTES, TOPIC_LENGTH
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, Relation, could_ever, require
from app.domain.themes import Theme
from app.notices.tell import tell
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import MentorSlot, Team
from app.teams.queries import is_member, members_of, relations_to_team
from app.teams.services.holding import reachable

MOST_AT_ONCE = 12
ABOUT_LENGTH = 400


def describe_mentor(
    actor: Actor, *, themes: list[Theme], neighbourhood_ids: list[int], about: str, now: datetime
) -> None:
    """Say what one knows about and where one comes, so that teams find one.

    Raises ``NotAllowed`` for who is no mentor anywhere, and ``RuleBroken("comment.too_long")`` (with ``most``).
    """
    if len(about) > ABOUT_LENGTH:
        raise RuleBroken("comment.too_long", most=ABOUT_LENGTH)
    with transaction() as session:
        if not could_ever(actor, [Permission.SEE_MENTOR_DESK]):
            raise NotAllowed(Permission.SEE_MENTOR_DESK.value)
        profile = session.get(MentorProfile, actor.person_id) or MentorProfile(person_id=actor.person_id)
        profile.themes = [theme.value for theme in themes]
        profile.neighbourhood_ids = sorted(neighbourhood_ids)
        profile.about = about
        session.add(profile)
        record(actor, "describe_mentor", "person", actor.person_id, now=now)


def open_slots(
    actor: Actor,
    round_id: int,
    *,
    starts_at: datetime,
    minutes: int,
    count: int,
    place: str,
    now: datetime,
) -> None:
    """Offer ``count`` sessions of so many minutes one after the other.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``slot.wrong_length``, ``slot.past``,
    ``slot.too_many`` (with ``most``), ``slot.taken``, ``comment.too_long`` (with ``most``).
    """
    if minutes not in SLOT_MINUTES or not 1 <= count <= MOST_AT_ONCE:
        raise RuleBroken("slot.wrong_length", most=MOST_AT_ONCE)
    if len(place) > PLACE_LENGTH:
        raise RuleBroken("comment.too_long", most=PLACE_LENGTH)
    if starts_at <= now:
        raise RuleBroken("slot.past")
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.OPEN_SLOT, standing_in(round, now))
            own = (MentorSlot.round_id == round_id, MentorSlot.mentor_id == actor.person_id)
            if (session.scalar(select(func.count()).where(*own)) or 0) + count > MOST_SLOTS:
                raise RuleBroken("slot.too_many", most=MOST_SLOTS)
            _check_free(session, actor, starts_at, minutes * count)
            session.add_all(
                MentorSlot(
                    round_id=round_id,
                    mentor_id=actor.person_id,
                    starts_at=starts_at + timedelta(minutes=minutes * number),
                    minutes=minutes,
                    place=place,
                )
                for number in range(count)
            )
            session.flush()
            after = {"starts_at": starts_at, "minutes": minutes, "count": count}
            record(actor, "open_slots", "round", round_id, now=now, round_id=round_id, after=after)
    except IntegrityError as error:
        raise RuleBroken("slot.taken") from error


def book_slot(actor: Actor, slot_id: int, team_id: int, *, topic: str, now: datetime) -> None:
    """Book a free slot for one's team; the first who asks gets it.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``proposal.team_unknown``, ``team.closed``,
    ``slot.past``, ``slot.taken``, ``comment.too_long`` (with ``most``).
    """
    if len(topic) > TOPIC_LENGTH:
        raise RuleBroken("comment.too_long", most=TOPIC_LENGTH)
    with transaction() as session:
        slot, round = _slot(session, slot_id)
        team = session.get(Team, team_id)
        if team is None or team.round_id != round.id or not is_member(team_id, actor.person_id or 0):
            raise RuleBroken("proposal.team_unknown")
        require(actor, Permission.BOOK_SLOT, standing_in(round, now, relations_to_team(team, actor)))
        if team.closed_at is not None:
            raise RuleBroken("team.closed")
        if slot.starts_at <= now:
            raise RuleBroken("slot.past")
        free = update(MentorSlot).where(MentorSlot.id == slot_id, MentorSlot.team_id.is_(None))
        booked = free.values(team_id=team_id, topic=topic, booked_by=actor.person_id, booked_at=now)
        if cast(CursorResult[Any], session.execute(booked)).rowcount != 1:
            raise RuleBroken("slot.taken")
        record(actor, "book_slot", "slot", slot_id, now=now, round_id=round.id, after={"team_id": team_id})
        told = {"team": team.name}
        tell(reachable(slot.mentor), "slot_booked", f"/rounds/{round.slug}/mentoring", told, now=now)


def free_slot(actor: Actor, slot_id: int, *, now: datetime) -> None:
    """Give a booked slot back before it begins: a member of the team, or the mentor, whose team is told.

    Raises ``NotAllowed``, and ``RuleBroken("slot.past")``.
    """
    with transaction() as session:
        slot, round = _slot(session, slot_id)
        if slot.team_id is None or not _is_concerned(actor, slot):
            raise NotAllowed(Permission.BOOK_SLOT.value)
        if slot.starts_at <= now:
            raise RuleBroken("slot.past")
        people = [each.person for each in members_of(slot.team_id) if each.person.closed_at is None]
        told = [*people, *reachable(slot.mentor)]
        record(
            actor,
            "free_slot",
            "slot",
            slot_id,
            now=now,
            round_id=round.id,
            before={"team_id": slot.team_id},
        )
        slot.team_id = slot.booked_by = slot.booked_at = None
        slot.topic = ""
        others = [person for person in told if person.id != actor.person_id]
        tell(others, "slot_freed", f"/rounds/{round.slug}/mentoring", {}, now=now)


def remove_slot(actor: Actor, slot_id: int, *, now: datetime) -> None:
    """Take a slot that nobody has booked back. Raises ``NotAllowed``, and ``RuleBroken("slot.taken")``."""
    with transaction() as session:
        slot, round = _slot(session, slot_id)
        require(actor, Permission.KEEP_SLOT, standing_in(round, now, _relations(actor, slot)))
        if slot.team_id is not None:
            raise RuleBroken("slot.taken")
        session.execute(delete(MentorSlot).where(MentorSlot.id == slot_id))
        record(actor, "remove_slot", "slot", slot_id, now=now, round_id=round.id)


def note_session(actor: Actor, slot_id: int, note: str, *, now: datetime) -> None:
    """Write down after a session what came of it; the team is told and reads it, the organiser too.

    Raises ``NotAllowed``, and ``RuleBroken``: ``comment.empty``, ``comment.too_long`` (with ``most``),
    ``slot.not_booked``.
    """
    if not note.strip():
        raise RuleBroken("comment.empty")
    if len(note) > NOTE_LENGTH:
        raise RuleBroken("comment.too_long", most=NOTE_LENGTH)
    with transaction() as session:
        slot, round = _slot(session, slot_id)
        require(actor, Permission.KEEP_SLOT, standing_in(round, now, _relations(actor, slot)))
        if slot.team_id is None or slot.starts_at > now:
            raise RuleBroken("slot.not_booked")
        before = {"note": slot.note} if slot.note else None
        slot.note, slot.noted_at = note, now
        record(actor, "note_session", "slot", slot_id, now=now, round_id=round.id, before=before)
        people = [each.person for each in members_of(slot.team_id) if each.person.closed_at is None]
        team = session.get_one(Team, slot.team_id)
        tell(people, "session_noted", f"/teams/{team.id}", {"team": team.name}, now=now)


def _slot(session: Session, slot_id: int) -> tuple[MentorSlot, Round]:
    slot = session.get(MentorSlot, slot_id, with_for_update=True, populate_existing=True)
    if slot is None:
        raise NotAllowed(Permission.KEEP_SLOT.value)
    return slot, session.get_one(Round, slot.round_id)


def _relations(actor: Actor, slot: MentorSlot) -> frozenset[Relation]:
    return frozenset({Relation.ASSIGNED}) if slot.mentor_id == actor.person_id else frozenset()


def _is_concerned(actor: Actor, slot: MentorSlot) -> bool:
    if actor.person_id is None or slot.team_id is None:
        return False
    return slot.mentor_id == actor.person_id or is_member(slot.team_id, actor.person_id)


def _check_free(session: Session, actor: Actor, starts_at: datetime, minutes: int) -> None:
    """A mentor is in one place at a time, whatever the round."""
    ends_at = starts_at + timedelta(minutes=minutes)
    near = select(MentorSlot).where(
        MentorSlot.mentor_id == actor.person_id,
        MentorSlot.starts_at < ends_at,
        MentorSlot.starts_at > starts_at - timedelta(minutes=max(SLOT_MINUTES)),
    )
    if any(slot.starts_at + timedelta(minutes=slot.minutes) > starts_at for slot in session.scalars(near)):
        raise RuleBroken("slot.taken")
