"""Until when a team, or somebody alone, may still save: the deadline, the round's grace period, a team's extension."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.db.base import db
from app.domain.permissions import AFTER_DEADLINE, Relation, Standing
from app.domain.phases import Phase
from app.rounds.models import Round
from app.rounds.queries import has_timetable, timetable_of
from app.teams.models import TeamExtension


@dataclass(frozen=True)
class Closing:
    """When ideas are due (``deadline``), and until when what is saved still counts (``closes_at``, never earlier).

    ``extension`` is the team's own, where it has one.
    """

    deadline: datetime
    closes_at: datetime
    extension: TeamExtension | None = None

    def is_grace_at(self, now: datetime) -> bool:
        """Whether the deadline has passed and saving still counts."""
        return self.deadline <= now < self.closes_at


def extensions_of_team(team_id: int) -> list[TeamExtension]:
    """The times that the team was given more time, newest first."""
    found = select(TeamExtension).where(TeamExtension.team_id == team_id)
    return list(db.session.scalars(found.order_by(TeamExtension.id.desc())))


def closing_of(round: Round, team_id: int | None = None) -> Closing | None:
    """Until when the team (or an author without one) may save; ``None`` where the submission has no end."""
    deadline = timetable_of(round).end_of(Phase.SUBMISSION) if has_timetable(round) else None
    if deadline is None:
        return None
    graced = deadline + timedelta(minutes=round.grace_minutes)
    newest = next(iter(extensions_of_team(team_id)), None) if team_id is not None else None
    return Closing(deadline, max(graced, newest.ends_at) if newest else graced, newest)


def standing_of_writers(standing: Standing, round: Round, team_id: int | None, now: datetime) -> Standing:
    """Where permissions are asked of those who write an entry: in submission, for as long as saving counts.

    Others stand where they stood; the phase of the round itself does not change.
    """
    if not standing.relations & {Relation.AUTHOR, Relation.MEMBER} or standing.phase not in AFTER_DEADLINE:
        return standing
    closing = closing_of(round, team_id)
    if closing is None or not closing.is_grace_at(now):
        return standing
    return Standing(standing.round_id, Phase.SUBMISSION, standing.relations)
