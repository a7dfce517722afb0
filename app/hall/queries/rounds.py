"""Rounds with their clock, and what one can do in them today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.permissions import Actor
from app.domain.phases import Phase, Span
from app.rounds.queries import has_timetable, phase_of, rounds_shown, timetable_of

OPEN_TO_ALL = (Phase.SUBMISSION, Phase.VOTING)
"""Phases in which every resident can do something."""

FAR = timedelta.max
"""Longer than any phase: where a phase has no end."""


@dataclass(frozen=True)
class RoundNow:
    """A round at an instant: its phase, the phase's end, and all its spans. ``spans`` is empty without dates."""

    round: Any
    phase: Phase
    ends_at: datetime | None
    left: timedelta | None
    spans: tuple[Span, ...]

    @property
    def is_open(self) -> bool:
        """Whether residents can propose or vote right now."""
        return self.phase in OPEN_TO_ALL

    def has_begun(self, phase: Phase, now: datetime) -> bool:
        """Whether the phase has started in an announced round; never, if the round skips it."""
        starts = {span.phase: span.start for span in self.spans}
        return self.phase is not Phase.DRAFT and phase in starts and starts[phase] <= now


def round_now(round: Any, now: datetime) -> RoundNow:
    """The round as it stands at ``now``."""
    if not has_timetable(round):
        return RoundNow(round, Phase.DRAFT, None, None, ())
    timetable = timetable_of(round)
    phase = phase_of(round, now)
    return RoundNow(round, phase, timetable.end_of(phase), timetable.left_at(now), tuple(timetable.spans()))


def rounds_now(actor: Actor, now: datetime) -> list[RoundNow]:
    """The rounds that the actor may see: those open to residents first, the one that ends soonest at the top."""
    shown = [round_now(round, now) for round in rounds_shown(actor, now)]
    open_now = sorted((one for one in shown if one.is_open), key=lambda one: one.left or FAR)
    return open_now + [one for one in shown if not one.is_open]
