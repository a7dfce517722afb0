"""The phases of a round, and which one an instant belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.domain.errors import RuleBroken


class Phase(StrEnum):
    """The steps of a round, in order. ``DRAFT`` is a round that has not been announced yet."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    SUBMISSION = "submission"
    SCREENING = "screening"
    SCORING = "scoring"
    VOTING = "voting"
    DECISION = "decision"
    DELIVERY = "delivery"
    CLOSED = "closed"


SCHEDULED = tuple(Phase)[1:]
"""The phases that a timetable may give a start."""


@dataclass(frozen=True)
class Span:
    """One phase with its first instant and the first instant after it (``None``: open end)."""

    phase: Phase
    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Timetable:
    """When each phase of a round starts, as aware UTC datetimes; a phase without a start is skipped.

    Raises ``RuleBroken``: ``timetable.no_submission`` without a start of submission, ``timetable.order`` (with
    ``phase`` and ``after``) where a phase does not start later than the one before it.

    >>> from datetime import UTC
    >>> day = datetime(2025, 3, 1, tzinfo=UTC)
    >>> table = Timetable({Phase.SUBMISSION: day, Phase.VOTING: day + timedelta(days=9)})
    >>> table.phase_at(day + timedelta(days=2)).value
    'submission'
    """

    starts: Mapping[Phase, datetime]

    def __post_init__(self) -> None:
        if Phase.SUBMISSION not in self.starts:
            raise RuleBroken("timetable.no_submission")
        planned = [phase for phase in SCHEDULED if phase in self.starts]
        for earlier, later in pairwise(planned):
            if self.starts[later] <= self.starts[earlier]:
                raise RuleBroken("timetable.order", phase=later.value, after=earlier.value)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases that take place, in order."""
        return tuple(phase for phase in SCHEDULED if phase in self.starts)

    def phase_at(self, now: datetime) -> Phase:
        """The phase that the instant ``now`` belongs to; a phase includes its first instant.

        Before the first start a round is ``ANNOUNCED``: whoever may see it has been told of it.
        """
        begun = [phase for phase in self.phases if self.starts[phase] <= now]
        return begun[-1] if begun else Phase.ANNOUNCED

    def span(self, phase: Phase) -> Span | None:
        """Start and end of ``phase``, or ``None`` if the round skips it."""
        if phase not in self.starts:
            return None
        following = [self.starts[later] for later in self.phases if self.starts[later] > self.starts[phase]]
        return Span(phase, self.starts[phase], min(following, default=None))

    def spans(self) -> list[Span]:
        """All phases that take place, in order, with their starts and ends."""
        return [span for phase in self.phases if (span := self.span(phase))]

    def end_of(self, phase: Phase) -> datetime | None:
        """The first instant after ``phase``; ``None`` if it is skipped or has no end."""
        span = self.span(phase)
        return span.end if span else None

    def left_at(self, now: datetime) -> timedelta | None:
        """How long the phase of ``now`` still lasts; ``None`` if it has no end."""
        end = self.end_of(self.phase_at(now))
        return end - now if end else None
