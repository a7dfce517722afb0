"""One step of a project: done, moved with a reason, or removed while it still lies ahead."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.delivery import queries, services
from app.delivery.forms import FinishForm, MoveForm
from app.delivery.views.blueprint import answer, bp, found_project
from app.domain.permissions import Permission, Standing
from app.web.clock import now, today
from app.web.guards import current_actor, requires


def _step(project_id: int, milestone_id: int) -> tuple[Any, Standing] | None:
    """Project and milestone of the address, with the standing to the project."""
    found = found_project(project_id)
    milestone = queries.milestone_in(project_id, milestone_id)
    return ((found[0], milestone), found[1]) if found and milestone else None


@bp.get("/projects/<int:project_id>/milestones/<int:milestone_id>")
@requires(Permission.MANAGE_PROJECT, on=_step)
def milestone(step: tuple[Any, Any]) -> ResponseReturnValue:
    """What can be said about one step."""
    return _page(*step)


@bp.post("/projects/<int:project_id>/milestones/<int:milestone_id>/done")
@requires(Permission.MANAGE_PROJECT, on=_step)
def finish(step: tuple[Any, Any]) -> ResponseReturnValue:
    """It was done."""
    project, one = step
    form = FinishForm(prefix="done")
    return answer(
        form,
        lambda: services.finish_milestone(
            current_actor(),
            project.id,
            one.id,
            form.done_on.data,
            reason=form.reason.data,
            today=today(),
            now=now(),
        ),
        lambda: _page(project, one, finish_form=form),
        done=_("The step is done. Authors and followers have been told."),
        to=_to_manage(project),
        fields={"project.day_in_future": "done_on", "milestone.day_out_of_range": "done_on"},
    )


@bp.post("/projects/<int:project_id>/milestones/<int:milestone_id>/move")
@requires(Permission.MANAGE_PROJECT, on=_step)
def move(step: tuple[Any, Any]) -> ResponseReturnValue:
    """It will be done on another day."""
    project, one = step
    form = MoveForm(prefix="move")
    return answer(
        form,
        lambda: services.move_milestone(
            current_actor(), project.id, one.id, form.expected_on.data, reason=form.reason.data, now=now()
        ),
        lambda: _page(project, one, move_form=form),
        done=_("The new day is on the page, beside the one that was promised."),
        to=_to_manage(project),
        fields={"milestone.day_out_of_range": "expected_on"},
    )


@bp.post("/projects/<int:project_id>/milestones/<int:milestone_id>/reopen")
@requires(Permission.MANAGE_PROJECT, on=_step)
def reopen(step: tuple[Any, Any]) -> ResponseReturnValue:
    """It was not done after all."""
    project, one = step
    services.reopen_milestone(current_actor(), project.id, one.id, now=now())
    flash(_("The step is open again."), "info")
    return redirect(_to_manage(project), 303)


@bp.post("/projects/<int:project_id>/milestones/<int:milestone_id>/remove")
@requires(Permission.MANAGE_PROJECT, on=_step)
def remove(step: tuple[Any, Any]) -> ResponseReturnValue:
    """It was entered by mistake."""
    project, one = step
    services.remove_milestone(current_actor(), project.id, one.id, today=today(), now=now())
    flash(_("The step is removed."), "info")
    return redirect(_to_manage(project), 303)


def _page(
    project: Any, one: Any, *, finish_form: FinishForm | None = None, move_form: MoveForm | None = None
) -> str:
    expected = one.expected_on or one.planned_on
    return render_template(
        "delivery/milestone.html",
        project=project,
        milestone=one,
        finish_form=finish_form or FinishForm(None, prefix="done", done_on=today(), reason=one.late_reason),
        move_form=move_form or MoveForm(None, prefix="move", expected_on=expected, reason=one.late_reason),
        may_remove=one.done_on is None and not one.late_reason and one.planned_on >= today(),
    )


def _to_manage(project: Any) -> str:
    return url_for("delivery.manage", project_id=project.id, _anchor="steps")
