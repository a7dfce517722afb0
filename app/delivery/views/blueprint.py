"""The blueprint of delivery's pages, the project that an address names, and how its forms are answered."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue

from app.delivery import queries
from app.domain.errors import RuleBroken
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.guards import Found, current_actor

bp = Blueprint("delivery", __name__)

FIELDS = {
    "milestone.nameless": "name",
    "milestone.late_reason_missing": "reason",
    "project.reason_missing": "reason",
    "funding.source_missing": "source",
    "project.department_unknown": "department",
}
"""On which field of its form a broken rule is shown; others stand above the form."""


def found_project(project_id: int) -> Found:
    """The project of the address, and how this person stands to it."""
    return queries.open_project(project_id, current_actor(), now())


def shown_project(project_id: int) -> tuple[Any, Any]:
    """As :func:`found_project`, for pages that are open to everybody: 404 where there is none."""
    found = found_project(project_id)
    if found is None:
        abort(404)
    return found


def answer(
    form: TalkaForm,
    act: Callable[[], object],
    page: Callable[[], str],
    *,
    done: str,
    to: str,
    fields: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """Do what a valid form asks for and go ``to`` the next page, or show ``page`` again with what is wrong."""
    if form.validate_on_submit():
        try:
            act()
        except RuleBroken as error:
            form.show(error, {**FIELDS, **(fields or {})}.get(error.code))
        else:
            flash(done, "success")
            return redirect(to, 303)
    return page(), 422
