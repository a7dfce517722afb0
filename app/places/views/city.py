"""How the city shows itself: the administrator's page, the stylesheet of its colours, its logo."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.colours import paints_of
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.places import queries, services
from app.places.forms import HUES, OWN_HUE, CityForm, CityMapForm
from app.places.views.blueprint import bp
from app.web.city import city_changed, city_look, installed_languages
from app.web.clock import now
from app.web.freshness import keep_for_ever
from app.web.guards import current_actor, public, requires
from app.web.i18n import NAMES
from app.web.uploads import discard_upload, send_upload, store_image

ON_FIELD = {
    "place.nameless": "name",
    "city.hue_wrong": "hue",
    "city.too_pale": "hue",
    "city.no_language": "languages",
    "upload.not_a_picture": "logo",
    "upload.too_large": "logo",
}
"""Broken rule → the field that can mend it."""


@bp.route("/city", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def city() -> ResponseReturnValue:
    """Name, colour, languages and logo of the city."""
    row = queries.city()
    form = _form(row)
    if form.validate_on_submit():
        try:
            _save(form, row.logo_key if row else None)
        except RuleBroken as error:
            form.show(error, ON_FIELD.get(error.code))
        else:
            city_changed()
            flash(_("Saved. Every page looks like this now."), "success")
            return redirect(url_for("places.city"), 303)
    page = _page(form, CityMapForm(formdata=None))
    return page, 422 if form.errors or form.broken else 200


@bp.post("/city/map")
@requires(Permission.MANAGE_PLACES)
def upload_map() -> ResponseReturnValue:
    """Take a GeoJSON file as the city's map, or remove the present one."""
    if "remove" in request.form:
        services.remove_city_map(current_actor(), now=now())
        city_changed()
        flash(_("The map is removed."), "info")
        return redirect(url_for("places.city", _anchor="map"), 303)
    form = CityMapForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            services.save_city_map(current_actor(), sent.read(), sent.filename or "", now=now())
        except RuleBroken as error:
            form.show(error, "file")
        else:
            city_changed()
            flash(_("This is the map of the city now."), "success")
            return redirect(url_for("places.city", _anchor="map"), 303)
    return _page(_form(queries.city(), fresh=True), form), 422


@bp.get("/city.css")
@public
def city_css() -> Response:
    """The city's colours, in the layer of ours: linked only where a city has chosen some."""
    look = city_look()
    own = paints_of(look.hue) if look and look.hue is not None else {}
    paints = "".join(f"--pine-{step}:{colour};" for step, colour in own.items())
    answer = Response(f"@layer tokens{{:root{{{paints}}}}}\n", mimetype="text/css")
    return keep_for_ever(answer, asked_for=request.args.get("v"), is_now=str(look and look.hue))


@bp.get("/city/logo")
@public
def logo() -> ResponseReturnValue:
    """The city's logo; ours where it has none."""
    look = city_look()
    if look is None or look.logo_key is None:
        return redirect(url_for("static", filename="favicon.svg"))
    answer = send_upload(look.logo_key)
    return keep_for_ever(answer, asked_for=request.args.get("v"), is_now=look.logo_key[:8])


def _form(row: Any, *, fresh: bool = False) -> CityForm:
    look = city_look()
    languages = (look and look.languages) or installed_languages()
    hue = look.hue if look else None
    presets = {value for value, _name in HUES}
    form = CityForm(
        **({"formdata": None} if fresh else {}),
        data={
            "name": dict(row.name) if row else {},
            "contact": row.contact if row else {},
            "languages": list(languages),
            "first_language": languages[0],
            "colour": "" if hue is None else str(hue) if str(hue) in presets else OWN_HUE,
            "hue": hue,
        },
    )
    known = [(code, NAMES.get(code, code)) for code in installed_languages()]
    form.languages.choices = known
    form.first_language.choices = known
    return form


def _page(form: CityForm, map_form: CityMapForm) -> str:
    swatches = {value: paints_of(int(value))["700"] for value, _name in HUES if value.isdigit()}
    return render_template(
        "places/city.html", form=form, map_form=map_form, city=queries.city(), swatches=swatches
    )


def _save(form: CityForm, logo_before: str | None) -> None:
    chosen = form.languages.data or []
    languages = sorted(
        chosen, key=lambda code: (code != form.first_language.data, form.languages.data.index(code))
    )
    facts = services.CityFacts(form.name.data, form.chosen_hue(), languages, form.contact.data)
    sent = form.logo.data
    stored = store_image(sent, sent.filename or "") if sent and sent.filename else None
    logo_key = stored.key if stored else None if form.remove_logo.data else logo_before
    try:
        services.save_city(current_actor(), facts, known=installed_languages(), logo_key=logo_key, now=now())
    except RuleBroken:
        if stored:
            discard_upload(stored.key)
        raise
    if logo_before and logo_before != logo_key:
        discard_upload(logo_before)
