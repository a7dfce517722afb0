"""Looking after a project: who is responsible, its state, its steps, its money."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import departments
from app.delivery import queries, services
from app.delivery.forms import DepartmentForm, FundingForm, MilestoneForm, StateForm
from app.delivery.views.blueprint import answer, bp, found_project
from app.domain.permissions import Permission, Standing, may
from app.domain.project_states import PROJECT, ProjectMove
from app.web.clock import now, today
from app.web.formats import named
from app.web.guards import Found, current_actor, requires


@bp.get("/projects/<int:project_id>/manage")
@requires(Permission.MANAGE_PROJECT, on=found_project)
def manage(project: Any) -> ResponseReturnValue:
    """Everything that can be changed about a project."""
    return _page(project)


@bp.post("/projects/<int:project_id>/manage/milestones")
@requires(Permission.MANAGE_PROJECT, on=found_project)
def add_milestone(project: Any) -> ResponseReturnValue:
    """Promise one more step."""
    form = MilestoneForm(prefix="milestone")
    return answer(
        form,
        lambda: services.add_milestone(
            current_actor(), project.id, form.name.data, form.planned_on.data, now=now()
        ),
        lambda: _page(project, milestone=form),
        done=_("The step is on the page now."),
        to=_to_manage(project, "steps"),
        fields={"milestone.day_out_of_range": "planned_on"},
    )


@bp.post("/projects/<int:project_id>/manage/money")
@requires(Permission.MANAGE_PROJECT, on=found_project)
def save_funding(project: Any) -> ResponseReturnValue:
    """Put down the sums of one source."""
    form = FundingForm(prefix="money")
    return answer(
        form,
        lambda: services.save_funding(
            current_actor(),
            project.id,
            form.source.data,
            planned_cents=form.planned.data or 0,
            contracted_cents=form.contracted.data or 0,
            paid_cents=form.paid.data or 0,
            now=now(),
        ),
        lambda: _page(project, money=form),
        done=_("The sums are saved."),
        to=_to_manage(project, "money"),
    )


def _source(project_id: int, funding_id: int) -> Found:
    """The project of the address, and the source that it names."""
    found = found_project(project_id)
    return ((found[0], funding_id), found[1]) if found else None


@bp.post("/projects/<int:project_id>/manage/money/<int:funding_id>/remove")
@requires(Permission.MANAGE_PROJECT, on=_source)
def remove_funding(source: tuple[Any, int]) -> ResponseReturnValue:
    """Remove a source that was entered by mistake."""
    project, funding_id = source
    services.remove_funding(current_actor(), project.id, funding_id, now=now())
    flash(_("The source is removed."), "info")
    return redirect(_to_manage(project, "money"), 303)


@bp.post("/projects/<int:project_id>/manage/department")
@requires(Permission.ENTRUST_PROJECT, on=found_project)
def assign(project: Any) -> ResponseReturnValue:
    """Make a department responsible."""
    form = _department_form(project)
    return answer(
        form,
        lambda: services.assign_department(
            current_actor(), project.id, form.department.data or None, now=now()
        ),
        lambda: _page(project, department=form),
        done=_("The department is noted."),
        to=_to_manage(project, "state"),
    )


def _move(project_id: int, move: str) -> Found:
    """The project of the address, and what is to become of it."""
    found = found_project(project_id)
    return ((found[0], ProjectMove(move)), found[1]) if found else None


@bp.post("/projects/<int:project_id>/manage/state/<any(start, open, stop, resume):move>")
@requires(Permission.MANAGE_PROJECT, on=_move)
def change_state(chosen: tuple[Any, ProjectMove]) -> ResponseReturnValue:
    """Start, open, stop or resume."""
    project, move = chosen
    form = StateForm(prefix=move.value)
    return answer(
        form,
        lambda: services.move_project(
            current_actor(),
            project.id,
            move,
            on=form.on.data,
            today=today(),
            reason=form.reason.data,
            now=now(),
        ),
        lambda: _page(project, states={move: form}),
        done=_("It is on the page now. Authors and followers have been told."),
        to=_to_manage(project, "state"),
        fields={"project.day_in_future": "on", "milestone.day_out_of_range": "on"},
    )


def _page(
    project: Any,
    *,
    milestone: MilestoneForm | None = None,
    money: FundingForm | None = None,
    department: DepartmentForm | None = None,
    states: dict[ProjectMove, StateForm] | None = None,
) -> str:
    funding = queries.funding_of(project.id)
    steps = queries.steps_of(
        queries.milestones_of(project.id), today(), has_ended=project.ended_on is not None
    )
    return render_template(
        "delivery/manage.html",
        project=project,
        proposal=project.proposal,
        steps=steps,
        funding=funding,
        milestone_form=milestone or MilestoneForm(None, prefix="milestone"),
        money_form=money or _money_form(funding),
        department_form=(department or _department_form(project)) if _may_assign(project) else None,
        state_forms={**_state_forms(project), **(states or {})},
        sent_state=next(iter(states), None) if states else None,
    )


def _may_assign(project: Any) -> bool:
    """Whether this person may choose the department: those whom only their department lets in may not."""
    return may(current_actor(), Permission.ENTRUST_PROJECT, Standing(project.round_id))


def _state_forms(project: Any) -> dict[ProjectMove, StateForm]:
    return {
        move: StateForm(None, prefix=move.value, on=today())
        for move in ProjectMove
        if PROJECT.allows(project.state, move)
    }


def _money_form(funding: list[Any]) -> FundingForm:
    """Empty, or filled with the source that the address names, to change it."""
    asked = request.args.get("source", "")
    row = next((each for each in funding if str(each.id) == asked), None)
    if row is None:
        return FundingForm(None, prefix="money")
    return FundingForm(
        None,
        prefix="money",
        source=row.source,
        planned=row.planned_cents,
        contracted=row.contracted_cents,
        paid=row.paid_cents,
    )


def _department_form(project: Any) -> DepartmentForm:
    form = DepartmentForm(prefix="department", department=project.department_id or 0)
    form.offer(named(departments()))
    return form


def _to_manage(project: Any, part: str) -> str:
    return url_for("delivery.manage", project_id=project.id, _anchor=part)
