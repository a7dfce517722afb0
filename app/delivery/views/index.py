"""Everything that was ever promised, and how far it is."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import departments
from app.delivery import queries
from app.delivery.forms import FilterForm
from app.delivery.queries import PromiseFilters, PromiseState
from app.delivery.views.blueprint import bp
from app.places.queries import neighbourhoods
from app.web.clock import today
from app.web.fields import options
from app.web.formats import named
from app.web.guards import public
from app.web.labels import label
from app.web.paging import page_number

LATE = "late"
"""Asked for as if it were one more state: projects with a step that is late today."""


@bp.get("/projects")
@public
def index() -> ResponseReturnValue:
    """The list of promises, filtered."""
    form = _filters()
    filters = PromiseFilters(
        state=PromiseState(form.state.data) if form.state.data in set(PromiseState) else None,
        department_id=form.department.data or None,
        neighbourhood_id=form.neighbourhood.data or None,
        only_late=form.state.data == LATE,
    )
    return render_template(
        "delivery/index.html",
        page=queries.projects_page(filters, page_number(), today()),
        counts=queries.count_of_promises(),
        form=form,
        active=_active(form),
    )


def _filters() -> FilterForm:
    """The filters of the address; what cannot be read asks for nothing."""
    form = FilterForm(request.args)
    form.state.choices = options(
        [("", _("All")), *((one.value, label(one)) for one in PromiseState), (LATE, _("Late"))]
    )
    form.department.choices = options([(0, _("All")), *named(departments())])
    form.neighbourhood.choices = options([(0, _("All")), *named(neighbourhoods())])
    for field in form:
        known = {choice.value for choice in field.choices}
        if field.data not in known:
            field.data = None
    return form


def _active(form: FilterForm) -> list[dict[str, Any]]:
    """The filters in force with the addresses that drop them."""
    chosen = {field.name: field.data for field in form if field.data}
    found = []
    for name, value in chosen.items():
        words = next(choice.label for choice in form[name].choices if choice.value == value)
        others = {other: kept for other, kept in chosen.items() if other != name}
        found.append({"label": words, "url": url_for("delivery.index", **others)})
    return found
