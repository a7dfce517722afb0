"""What happened in the demo city, as a list of acts that are told in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """What an act belongs to, for whoever watches the loading."""

    PLACES = "Places and people"
    ROUNDS = "Rounds"
    PROPOSALS = "Teams and ideas"
    SCREENING = "Departments' answers"
    JUDGING = "Mentors' scorecards"
    BALLOTS = "Ballots"
    RESULTS = "Results and decisions"
    PROJECTS = "Projects"


@dataclass(frozen=True)
class Act:
    """Something that somebody did ``at`` an instant; ``do`` is called with that instant."""

    at: datetime
    stage: Stage
    do: Callable[[datetime], object]


class Story:
    """Collects acts in any order."""

    def __init__(self) -> None:
        self._acts: list[Act] = []

    def add(self, at: datetime, stage: Stage, do: Callable[[datetime], object]) -> None:
        """Tell that something happened."""
        self._acts.append(Act(at, stage, do))

    def until(self, end: datetime) -> Iterator[Act]:
        """All acts in the order of time; acts of one instant in the order in which they were added.

        What lies after ``end`` happens then, because nothing can be done in the future.
        """
        for act in sorted(self._acts, key=lambda each: each.at):
            yield Act(min(act.at, end), act.stage, act.do)

    def sizes(self) -> dict[Stage, int]:
        """How many acts each stage has."""
        return {stage: sum(act.stage is stage for act in self._acts) for stage in Stage}
