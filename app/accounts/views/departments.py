"""The offices of the city, for administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import OfficeForm
from app.domain.errors import RuleBroken
from app.domain.permissions import NOWHERE, Permission
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told

bp = Blueprint("departments", __name__, url_prefix="/departments")


def _department(department_id: int) -> Found:
    found = queries.department_by_id(department_id)
    return (found, NOWHERE) if found else None


@bp.get("/")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """All departments."""
    return render_template("accounts/departments.html", departments=queries.departments())


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    """Add a department."""
    return _department_page(None)


@bp.route("/<int:department_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE, on=_department)
def department(department: Any) -> ResponseReturnValue:
    """Change a department; see who works for it."""
    return _department_page(department)


@bp.post("/<int:department_id>/delete")
@requires(Permission.MANAGE_PEOPLE, on=_department)
def delete(department: Any) -> ResponseReturnValue:
    """Delete a department that nothing belongs to."""
    with told(_("Deleted."), "info"):
        services.delete_department(current_actor(), department.id, now=now())
    return redirect(url_for("departments.index"), 303)


def _department_page(department: Any) -> ResponseReturnValue:
    form = OfficeForm(obj=department)
    if form.validate_on_submit():
        known = department and department.id
        try:
            services.save_department(
                current_actor(), known, slug=form.slug.data, name=form.name.data, now=now()
            )
        except RuleBroken as error:
            form.show(error, "slug")
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("departments.index"), 303)
    page = render_template(
        "accounts/department.html",
        form=form,
        department=department,
        reviewers=queries.reviewers_of(department.id) if department else [],
    )
    return page, 422 if form.errors or form.broken else 200
