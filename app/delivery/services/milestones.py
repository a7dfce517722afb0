"""The steps of a project. The day that was promised stays: a later one needs a reason, which is published."""

from datetime import date, datetime

from app.delivery.models import Milestone
from app.delivery.queries import milestones_of
from app.delivery.services.changing import FIRST_YEAR, LAST_YEAR, LINE, TEXT, changing
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.notices.tell import tell

MOST_MILESTONES = 40


def add_milestone(actor: Actor, project_id: int, name: str, planned_on: date, *, now: datetime) -> Milestone:
    """Promise a step for a day.

    Raises ``NotAllowed``, and ``RuleBroken``: ``project.unknown``, ``milestone.nameless``,
    ``milestone.day_out_of_range``, ``milestone.too_many``.
    """
    name = name.strip()[:LINE]
    if not name:
        raise RuleBroken("milestone.nameless")
    check_day(planned_on)
    with changing(actor, project_id, "add_milestone", now=now) as change:
        present = len(milestones_of(project_id))
        if present >= MOST_MILESTONES:
            raise RuleBroken("milestone.too_many", most=MOST_MILESTONES)
        milestone = Milestone(project_id=project_id, name=name, planned_on=planned_on, position=present)
        change.session.add(milestone)
        change.after = {"name": name, "planned_on": planned_on}
    return milestone


def move_milestone(
    actor: Actor, project_id: int, milestone_id: int, expected_on: date, *, reason: str, now: datetime
) -> None:
    """Say on which other day an open step will be done; later than promised only with a reason, and people are told.

    Raises ``NotAllowed``, and ``RuleBroken``: ``milestone.unknown``, ``milestone.done_already``,
    ``milestone.day_out_of_range``, ``milestone.late_reason_missing``.
    """
    check_day(expected_on)
    with changing(actor, project_id, "move_milestone", now=now) as change:
        milestone = change.milestone(milestone_id)
        if milestone.done_on is not None:
            raise RuleBroken("milestone.done_already")
        is_late = expected_on > milestone.planned_on
        if is_late and not reason.strip():
            raise RuleBroken("milestone.late_reason_missing")
        change.before = {"expected_on": milestone.expected_on, "late_reason": milestone.late_reason}
        milestone.expected_on = None if expected_on == milestone.planned_on else expected_on
        milestone.late_reason = reason.strip()[:TEXT] if is_late else ""
        change.after = {"expected_on": milestone.expected_on, "late_reason": milestone.late_reason}
        if is_late and change.before != change.after:
            params = {**change.told, "milestone": milestone.name, "reason": milestone.late_reason}
            tell(change.people(), "milestone_slipped", change.path, params, now=now)


def finish_milestone(
    actor: Actor,
    project_id: int,
    milestone_id: int,
    done_on: date,
    *,
    reason: str = "",
    today: date,
    now: datetime,
) -> None:
    """Say that a step was done, ``today`` or before; later than promised only with a reason, now or from before.

    Raises ``NotAllowed``, and ``RuleBroken``: ``milestone.unknown``, ``milestone.done_already``,
    ``project.day_in_future``, ``milestone.day_out_of_range``, ``milestone.late_reason_missing``.
    """
    check_day(done_on)
    if done_on > today:
        raise RuleBroken("project.day_in_future")
    with changing(actor, project_id, "finish_milestone", now=now) as change:
        milestone = change.milestone(milestone_id)
        if milestone.done_on is not None:
            raise RuleBroken("milestone.done_already")
        why = reason.strip()[:TEXT] or milestone.late_reason
        is_late = done_on > milestone.planned_on
        if is_late and not why:
            raise RuleBroken("milestone.late_reason_missing")
        milestone.done_on = done_on
        milestone.late_reason = why if is_late else ""
        change.after = {"milestone": milestone.name, "done_on": done_on, "late_reason": milestone.late_reason}
        params = {**change.told, "milestone": milestone.name}
        tell(change.people(), "milestone_done", change.path, params, now=now)


def reopen_milestone(actor: Actor, project_id: int, milestone_id: int, *, now: datetime) -> None:
    """Take back that a step was done: it was marked by mistake.

    Raises ``NotAllowed``, and ``RuleBroken``: ``milestone.unknown``, ``milestone.not_done``.
    """
    with changing(actor, project_id, "reopen_milestone", now=now) as change:
        milestone = change.milestone(milestone_id)
        if milestone.done_on is None:
            raise RuleBroken("milestone.not_done")
        change.before = {"milestone": milestone.name, "done_on": milestone.done_on}
        milestone.done_on = None


def remove_milestone(actor: Actor, project_id: int, milestone_id: int, *, today: date, now: datetime) -> None:
    """Remove a step that still lies ahead: one that is late or done stays for everybody to see.

    Raises ``NotAllowed``, and ``RuleBroken``: ``milestone.unknown``, ``milestone.slipped``.
    """
    with changing(actor, project_id, "remove_milestone", now=now) as change:
        milestone = change.milestone(milestone_id)
        if milestone.done_on is not None or milestone.late_reason or milestone.planned_on < today:
            raise RuleBroken("milestone.slipped")
        change.before = {"name": milestone.name, "planned_on": milestone.planned_on}
        change.session.delete(milestone)


def check_day(day: date) -> None:
    """Refuse a day that is a slip of the keyboard. Raises ``RuleBroken("milestone.day_out_of_range")``."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken("milestone.day_out_of_range")
