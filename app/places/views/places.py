"""Neighbourhoods and parks, for administrators."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import NOWHERE, Permission
from app.domain.places import ParkKind
from app.places import queries, services
from app.places.forms import NeighbourhoodForm, ParkForm
from app.places.views.blueprint import bp
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.formats import named
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told

ON_FIELD = {
    "place.slug_taken": "slug",
    "place.slug_invalid": "slug",
    "place.half_a_point": "lat",
    "place.unknown": "neighbourhood",
}
"""Broken rule → the field that can mend it."""


def _neighbourhood(neighbourhood_id: int) -> Found:
    found = queries.neighbourhood_by_id(neighbourhood_id)
    return (found, NOWHERE) if found else None


def _park(park_id: int) -> Found:
    found = queries.park_by_id(park_id)
    return (found, NOWHERE) if found else None


@bp.get("/places/")
@requires(Permission.MANAGE_PLACES)
def index() -> ResponseReturnValue:
    """All neighbourhoods with their parks."""
    parks: dict[int, list[Any]] = {}
    for park in queries.parks():
        parks.setdefault(park.neighbourhood_id, []).append(park)
    return render_template("places/index.html", neighbourhoods=queries.neighbourhoods(), parks=parks)


@bp.route("/places/neighbourhoods/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def new_neighbourhood() -> ResponseReturnValue:
    """Add a neighbourhood."""
    return _neighbourhood_page(None)


@bp.route("/places/neighbourhoods/<int:neighbourhood_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES, on=_neighbourhood)
def neighbourhood(place: Any) -> ResponseReturnValue:
    """Change a neighbourhood."""
    return _neighbourhood_page(place)


@bp.post("/places/neighbourhoods/<int:neighbourhood_id>/delete")
@requires(Permission.MANAGE_PLACES, on=_neighbourhood)
def delete_neighbourhood(place: Any) -> ResponseReturnValue:
    """Delete a neighbourhood that nothing belongs to."""
    return _deleted(lambda: services.delete_neighbourhood(current_actor(), place.id, now=now()))


@bp.route("/places/parks/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def new_park() -> ResponseReturnValue:
    """Add a park."""
    return _park_page(None)


@bp.route("/places/parks/<int:park_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES, on=_park)
def park(place: Any) -> ResponseReturnValue:
    """Change a park."""
    return _park_page(place)


@bp.post("/places/parks/<int:park_id>/delete")
@requires(Permission.MANAGE_PLACES, on=_park)
def delete_park(place: Any) -> ResponseReturnValue:
    """Delete a park that no proposal is for."""
    return _deleted(lambda: services.delete_park(current_actor(), place.id, now=now()))


def _neighbourhood_page(place: Any) -> ResponseReturnValue:
    form = NeighbourhoodForm(obj=place)

    def save() -> None:
        facts = services.NeighbourhoodFacts(population=form.population.data, **_common(form))
        services.save_neighbourhood(current_actor(), place and place.id, facts, now=now())

    return _answer(form, save, "places/neighbourhood.html", place)


def _park_page(place: Any) -> ResponseReturnValue:
    form = ParkForm(
        obj=place,
        data={
            "neighbourhood": place.neighbourhood_id if place else None,
            "kind": place.kind.value if place else None,
        },
    )
    form.offer(named(queries.neighbourhoods()))

    def save() -> None:
        facts = services.ParkFacts(
            kind=ParkKind(form.kind.data), neighbourhood_id=form.neighbourhood.data, **_common(form)
        )
        services.save_park(current_actor(), place and place.id, facts, now=now())

    return _answer(form, save, "places/park.html", place)


def _common(form: Any) -> dict[str, Any]:
    return {
        "slug": form.slug.data,
        "name": form.name.data,
        "lat": form.lat.data,
        "lon": form.lon.data,
        "is_approximate": form.is_approximate.data,
    }


def _answer(form: TalkaForm, save: Callable[[], None], template: str, place: Any) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            save()
        except RuleBroken as error:
            form.show(error, ON_FIELD.get(error.code))
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("places.index"), 303)
    return render_template(template, form=form, place=place), 422 if form.errors or form.broken else 200


def _deleted(delete: Callable[[], None]) -> ResponseReturnValue:
    with told(_("Deleted."), "info"):
        delete()
    return redirect(url_for("places.index"), 303)
