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
from app.web.freshness import collection, feature, geojson
from app.web.guards import public
from app.web.labels import label
from app.web.paging import page_number
from app.web.points import project_points

MAP = "map"
LATE = "late"
"""Asked for as if it were one more state: projects with a step that is late today."""


@bp.get("/projects")
@public
def index() -> ResponseReturnValue:
    """The list of promises, filtered."""
    form = _filters()
    filters = _asked(form)
    is_map = request.args.get("view") == MAP
    return render_template(
        "delivery/index.html",
        page=None if is_map else queries.projects_page(filters, page_number(), today()),
        mapped=project_points(queries.projects_on_map(filters, today())) if is_map else None,
        views=_views(form, is_map),
        counts=queries.count_of_promises(),
        form=form,
        active=_active(form),
    )


@bp.get("/projects.geojson")
@public
def index_geojson() -> ResponseReturnValue:
    """The projects as points for anybody's map, by the same filters."""
    mapped = queries.projects_on_map(_asked(_filters()), today())
    return geojson(
        collection(
            [
                feature(
                    one.spot.lat,
                    one.spot.lon,
                    {
                        "id": one.project.id,
                        "title": one.proposal.title,
                        "language": one.proposal.language,
                        "url": url_for("delivery.project", project_id=one.project.id, _external=True),
                        "state": one.project.state.value,
                        "themes": list(one.proposal.themes),
                        "neighbourhood": one.proposal.neighbourhood.slug
                        if one.proposal.neighbourhood
                        else None,
                        "precision": one.spot.precision,
                    },
                )
                for one in mapped
                if one.spot.lat is not None and one.spot.lon is not None
            ]
        )
    )


def _asked(form: FilterForm) -> PromiseFilters:
    return PromiseFilters(
        state=PromiseState(form.state.data) if form.state.data in set(PromiseState) else None,
        department_id=form.department.data or None,
        neighbourhood_id=form.neighbourhood.data or None,
        only_late=form.state.data == LATE,
    )


def _views(form: FilterForm, is_map: bool) -> list[dict[str, Any]]:
    """List or map, with the filters at hand."""
    asked = {field.name: field.data for field in form if field.data}
    return [
        {"label": _("List"), "url": url_for("delivery.index", **asked), "current": not is_map},
        {"label": _("Map"), "url": url_for("delivery.index", view=MAP, **asked), "current": is_map},
    ]


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
    view: dict[str, Any] = {"view": MAP} if request.args.get("view") == MAP else {}
    found = []
    for name, value in chosen.items():
        words = next(choice.label for choice in form[name].choices if choice.value == value)
        others = {other: kept for other, kept in chosen.items() if other != name}
        found.append({"label": words, "url": url_for("delivery.index", **others, **view)})
    return found
