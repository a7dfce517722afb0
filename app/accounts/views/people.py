"""People and what they are trusted with, for administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import DepartmentForm, GrantForm
from app.domain.errors import RuleBroken
from app.domain.permissions import NOWHERE, Permission, Role
from app.web.clock import now
from app.web.formats import named
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told

bp = Blueprint("people", __name__, url_prefix="/people")


def _person(person_id: int) -> Found:
    person = queries.person_by_id(person_id)
    return (person, NOWHERE) if person and not person.closed_at else None


@bp.get("/")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Find a person by name or address."""
    words = request.args.get("q", "").strip()[:80]
    return render_template("accounts/people.html", people=queries.people_found(words), words=words)


@bp.get("/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE, on=_person)
def person(person: Any) -> ResponseReturnValue:
    """One person: roles and department."""
    return _person_page(person, _grant_form(), _department_form(person))


@bp.post("/<int:person_id>/grants")
@requires(Permission.MANAGE_PEOPLE, on=_person)
def grant(person: Any) -> ResponseReturnValue:
    """Trust a person with a role in all rounds."""
    form = _grant_form()
    if form.validate_on_submit():
        try:
            services.grant_role(current_actor(), person.email, Role(form.role.data), None, now=now())
        except RuleBroken as error:
            form.show(error, "role")
        else:
            flash(_("The role is granted."), "success")
            return redirect(url_for("people.person", person_id=person.id), 303)
    return _person_page(person, form, _department_form(person))


@bp.post("/<int:person_id>/grants/<int:grant_id>/revoke")
@requires(Permission.MANAGE_PEOPLE)
def revoke(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    with told(_("The role is taken back."), "info"):
        services.revoke_role(current_actor(), grant_id, now=now())
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/<int:person_id>/department")
@requires(Permission.MANAGE_PEOPLE, on=_person)
def department(person: Any) -> ResponseReturnValue:
    """Say which department a person works for."""
    form = _department_form(person)
    if form.validate_on_submit():
        chosen = form.department.data or None
        services.place_in_department(current_actor(), person.id, chosen, now=now())
        flash(_("The department is noted."), "success")
        return redirect(url_for("people.person", person_id=person.id), 303)
    return _person_page(person, _grant_form(), form)


def _person_page(person: Any, grant_form: GrantForm, department_form: DepartmentForm) -> ResponseReturnValue:
    wrong = grant_form.errors or grant_form.broken or department_form.errors
    page = render_template(
        "accounts/person.html",
        person=person,
        grants=queries.grants_of(person),
        grant_form=grant_form,
        department_form=department_form,
    )
    return page, 422 if wrong else 200


def _grant_form() -> GrantForm:
    form = GrantForm()
    form.offer()
    return form


def _department_form(person: Any) -> DepartmentForm:
    form = DepartmentForm(department=person.department_id or 0)
    form.offer(named(queries.departments()))
    return form
