"""More time for one team, with a reason that everybody can read."""

from datetime import datetime

from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.phases import Phase
from app.notices.tell import tell
from app.rounds.queries import standing_in, timetable_of
from app.teams.models import TeamExtension
from app.teams.queries import closing_of, members_of
from app.teams.services.holding import locked_team, record_team, where

REASON_LENGTH = 400


def extend_team(
    actor: Actor, team_id: int, *, ends_at: datetime, reason: str, now: datetime
) -> TeamExtension:
    """Let one team save until ``ends_at``, also where the deadline has passed already.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``team.closed``, ``extension.no_reason``,
    ``sheet.too_long`` (with ``most``), ``extension.not_later``, ``extension.after_judging`` where it would end after
    the phases in which entries are judged.
    """
    if not reason.strip():
        raise RuleBroken("extension.no_reason")
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("sheet.too_long", most=REASON_LENGTH)
    with transaction() as session:
        team = locked_team(session, team_id)
        require(actor, Permission.EXTEND_TEAM, standing_in(team.round, now))
        if team.closed_at is not None:
            raise RuleBroken("team.closed")
        closing = closing_of(team.round, team_id)
        if closing is None:
            raise NotAllowed(Permission.EXTEND_TEAM.value)
        if ends_at <= max(closing.closes_at, now):
            raise RuleBroken("extension.not_later")
        timetable = timetable_of(team.round)
        judged = [timetable.end_of(phase) for phase in (Phase.SCREENING, Phase.SCORING)]
        if any(judged) and ends_at >= max(end for end in judged if end is not None):
            raise RuleBroken("extension.after_judging")
        extension = TeamExtension(
            team_id=team_id, ends_at=ends_at, reason=reason, extended_by=actor.person_id, extended_at=now
        )
        session.add(extension)
        after = {"ends_at": ends_at, "reason": reason}
        record_team(actor, "extend_team", team, now, before={"ends_at": closing.closes_at}, after=after)
        people = [each.person for each in members_of(team_id) if each.person.closed_at is None]
        tell(people, "team_extended", *where(team), now=now)
        session.flush()
    return extension
