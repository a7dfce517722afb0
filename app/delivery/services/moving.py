"""What becomes of a project: who is responsible, when building begins, and how it ends."""

from datetime import date, datetime

from app.accounts.queries import department_by_id
from app.delivery.services.changing import TEXT, Change, changing
from app.delivery.services.milestones import check_day
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.project_states import PROJECT, ProjectMove, ProjectState
from app.notices.tell import tell


def assign_department(actor: Actor, project_id: int, department_id: int | None, *, now: datetime) -> None:
    """Make a department responsible for a project; only organisers may, so that none can pass it on.

    Raises ``NotAllowed``, and ``RuleBroken``: ``project.unknown``, ``project.department_unknown``.
    """
    with changing(actor, project_id, "assign_department", now=now) as change:
        require(actor, Permission.ENTRUST_PROJECT, change.standing)
        if department_id is not None and department_by_id(department_id) is None:
            raise RuleBroken("project.department_unknown")
        change.before = {"department_id": change.project.department_id}
        change.project.department_id = department_id
        change.after = {"department_id": department_id}


def move_project(
    actor: Actor,
    project_id: int,
    move: ProjectMove,
    *,
    on: date,
    today: date,
    reason: str = "",
    now: datetime,
) -> None:
    """Start building, open what was built, stop with a published reason, or go on after a stop; people are told.

    ``on`` is the day it happened, ``today`` or before; it counts for the opening and the stop. Raises ``NotAllowed``,
    and ``RuleBroken``: ``project.unknown``, ``transition.refused``, ``project.reason_missing``,
    ``project.day_in_future``, ``milestone.day_out_of_range``.
    """
    check_day(on)
    if on > today:
        raise RuleBroken("project.day_in_future")
    with changing(actor, project_id, "move_project", now=now) as change:
        project = change.project
        state = PROJECT.after(project.state, move)
        why = reason.strip()[:TEXT]
        if state is ProjectState.STOPPED and not why:
            raise RuleBroken("project.reason_missing")
        has_ended = state in (ProjectState.OPENED, ProjectState.STOPPED)
        change.before = {"state": project.state, "end_reason": project.end_reason}
        project.state = state
        project.ended_on = on if has_ended else None
        project.end_reason = why if has_ended else ""
        change.after = {"state": state, "end_reason": project.end_reason, "ended_on": project.ended_on}
        _tell(change, state, move, now)


def _tell(change: Change, state: ProjectState, move: ProjectMove, now: datetime) -> None:
    people, path = change.people(), change.path
    if state is ProjectState.OPENED:
        tell(people, "project_opened", path, change.told, now=now)
    elif state is ProjectState.STOPPED:
        reason = change.project.end_reason
        tell(people, "project_stopped", path, {**change.told, "reason": reason}, now=now)
    elif move is ProjectMove.RESUME:
        tell(people, "project_resumed", path, change.told, now=now)
    else:
        tell(people, "project_started", path, change.told, now=now)
