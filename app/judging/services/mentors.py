"""What mentors are told, and on which terms they score."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.judging.models import Assignment, MentorGuide, MentorTerms
from app.judging.queries import mentors_in
from app.rounds.models import Round
from app.rounds.queries import standing_in

MOST_LOAD = 1000
GUIDE_LENGTH = 4000


def write_guide(
    actor: Actor,
    round_id: int,
    *,
    role: Mapping[str, str],
    questions: Mapping[str, str],
    do: Mapping[str, str],
    avoid: Mapping[str, str],
    now: datetime,
) -> None:
    """Write the mentor's guide of a round, each part in the city's languages.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``guide.too_long`` (with ``limit``).
    """
    parts = {"role": dict(role), "questions": dict(questions), "do": dict(do), "avoid": dict(avoid)}
    if any(len(text) > GUIDE_LENGTH for texts in parts.values() for text in texts.values()):
        raise RuleBroken("guide.too_long", limit=GUIDE_LENGTH)
    with transaction() as session:
        round = session.get(Round, round_id)
        if round is None:
            raise NotAllowed(Permission.WRITE_GUIDE.value)
        require(actor, Permission.WRITE_GUIDE, standing_in(round, now))
        row = session.get(MentorGuide, round_id, with_for_update=True)
        if row is None:
            row = MentorGuide(round_id=round_id)
            session.add(row)
        for name, texts in parts.items():
            setattr(row, name, texts)
        row.changed_by, row.changed_at = actor.person_id, now
        session.flush()
        record(actor, "write_guide", "round", round_id, now=now, round_id=round_id, after=parts)


def set_terms(
    actor: Actor, round_id: int, mentor_id: int, *, is_trainee: bool, max_load: int | None, now: datetime
) -> None:
    """Say whether a mentor scores as a trainee, and at most how many entries (``None``: no own limit).

    All scorecards of a trainee in the round are kept and count for nothing. Raises ``NotAllowed``, and ``RuleBroken``:
    ``phase.wrong``, ``assignment.unknown_mentor``, ``terms.load_invalid`` (with ``most``).
    """
    if max_load is not None and not 1 <= max_load <= MOST_LOAD:
        raise RuleBroken("terms.load_invalid", most=MOST_LOAD)
    with transaction() as session:
        round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
        if round is None:
            raise NotAllowed(Permission.ASSIGN_MENTORS.value)
        require(actor, Permission.ASSIGN_MENTORS, standing_in(round, now))
        if mentor_id not in {person.id for person in mentors_in(round_id)}:
            raise RuleBroken("assignment.unknown_mentor")
        terms = session.get(MentorTerms, (round_id, mentor_id))
        before = {"is_trainee": terms.is_trainee, "max_load": terms.max_load} if terms else None
        if terms is None:
            terms = MentorTerms(round_id=round_id, person_id=mentor_id)
            session.add(terms)
        terms.is_trainee, terms.max_load = is_trainee, max_load
        session.flush()
        mine = update(Assignment).where(Assignment.round_id == round_id, Assignment.mentor_id == mentor_id)
        session.execute(mine.values(is_trainee=is_trainee))
        after = {"is_trainee": is_trainee, "max_load": max_load}
        if after != before:
            record(
                actor,
                "set_terms",
                "person",
                mentor_id,
                now=now,
                round_id=round_id,
                before=before,
                after=after,
            )
