"""How far a project is: its steps with what slipped and why, and its money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.delivery.models import Funding, Milestone, Project
from app.delivery.queries.projects import funding_of, milestones_of, project_of
from app.domain.decisions import CouncilWord
from app.results.models import Decision
from app.results.queries import decision_of, winner_of


class StepState(StrEnum):
    """Where a step stands today."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    NEXT = "next"


@dataclass(frozen=True)
class Step:
    """One step on the line of a project. ``expected`` is set where it will be done on another day than promised."""

    milestone: Milestone
    state: StepState
    expected: date | None

    @property
    def needs_reason(self) -> bool:
        """Whether it slipped and nobody has said why."""
        slipped = self.state is StepState.LATE or (
            self.milestone.done_on is not None and self.milestone.done_on > self.milestone.planned_on
        )
        return slipped and not self.milestone.late_reason


@dataclass(frozen=True)
class Money:
    """What a project was to cost, is contracted for, and has been paid, in cents; ``None`` before anything is known."""

    planned: int | None
    contracted: int | None
    paid: int | None


@dataclass(frozen=True)
class Progress:
    """What became of a winner: the council's word, the project and its steps."""

    decision: Decision | None
    project: Project | None
    steps: Sequence[Step]
    money: Money

    @property
    def is_declined(self) -> bool:
        """Whether the council said no."""
        return self.decision is not None and self.decision.word is CouncilWord.DECLINED

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.state is not StepState.DONE), None)


def steps_of(milestones: Iterable[Milestone], today: date, *, has_ended: bool = False) -> list[Step]:
    """The steps as they stand ``today``: one that should be done already is late at once, without anybody saying so.

    The first open step that is not late is the one being worked on; an ended project works on none and owes none.
    """
    steps, has_current = [], has_ended
    for milestone in milestones:
        if milestone.done_on is not None:
            state = StepState.DONE
        elif not has_ended and is_late(milestone, today):
            state, has_current = StepState.LATE, True
        elif not has_current:
            state, has_current = StepState.NOW, True
        else:
            state = StepState.NEXT
        steps.append(Step(milestone, state, milestone.expected_on))
    return steps


def is_late(milestone: Milestone, today: date) -> bool:
    """Whether a step is later than promised: its day has passed, or is known to be missed."""
    slips = milestone.expected_on is not None and milestone.expected_on > milestone.planned_on
    return milestone.done_on is None and (milestone.planned_on < today or slips)


def money_of(funding: Sequence[Funding]) -> Money:
    """The sums over all sources."""
    if not funding:
        return Money(None, None, None)
    return Money(
        planned=sum(each.planned_cents for each in funding),
        contracted=sum(each.contracted_cents for each in funding) or None,
        paid=sum(each.paid_cents for each in funding) or None,
    )


def progress_of(proposal_id: int, now: datetime, today: date) -> Progress | None:
    """What became of a proposal that won; ``None`` for all others."""
    if winner_of(proposal_id) is None:
        return None
    project = project_of(proposal_id)
    steps = (
        steps_of(milestones_of(project.id), today, has_ended=project.ended_on is not None) if project else []
    )
    return Progress(
        decision_of(proposal_id), project, steps, money_of(funding_of(project.id) if project else [])
    )
