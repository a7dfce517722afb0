"""Rounds with their clock, and what one can do in them today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.permissions import Actor, Permission, Role, may
from app.domain.phases import Phase, Span
from app.rounds.queries import has_timetable, phase_of, rounds_shown, standing_in, timetable_of
from app.voting.queries import poll_of

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


def polling_places_of(actor: Actor, now: datetime) -> list[tuple[Any, bool]]:
    """The votes that the actor helps to run as a polling clerk and that are not closed, and whether people vote now."""
    return [
        (one.round, one.phase is Phase.VOTING)
        for one in rounds_now(actor, now)
        if one.has_begun(Phase.VOTING, now)
        and Role.CLERK in actor.roles_in(one.round.id)
        and may(actor, Permission.KEY_PAPER, standing_in(one.round, now))
        and poll_of(one.round.id) is None
    ]
