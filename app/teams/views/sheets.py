"""The empathy map and the canvas: filled in together, printed large, with every save kept."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.difference import differences
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.sheets import CELLS, SheetKind, filled_cells
from app.teams import services
from app.teams.forms import sheet_form
from app.teams.forms.sheets import WORDS, cells_in
from app.teams.queries import latest_sheet, people_who_saved, sheet_numbered, sheets_of
from app.teams.views.blueprint import bp, is_saving, sheet_of, team_of, whole
from app.web.guards import current_actor, requires
from app.web.labels import label
from app.web.messages import sentence


@bp.get("/teams/<int:team_id>/sheets/<kind>")
@requires(Permission.SEE_SHEET, on=sheet_of)
def sheet(team_and_kind: tuple[Any, SheetKind]) -> ResponseReturnValue:
    """The sheet to fill in, or, for those who only read, what it says."""
    team, kind = team_and_kind
    latest = latest_sheet(team.id, kind)
    cells = latest.cells if latest else {}
    form = sheet_form(kind, formdata=None, data={**cells, "seen": latest.number if latest else 0})
    return _page(team, kind, form, cells, latest.clashes if latest else [])


def _page(
    team: Any, kind: SheetKind, form: Any, cells: Any, clashes: Any, status: int = 200
) -> ResponseReturnValue:
    found = team_of(team.id)
    fills = found is not None and may(current_actor(), Permission.FILL_SHEET, found[1])
    page = render_template(
        "teams/sheet.html",
        team=team,
        kind=kind,
        form=form,
        names=CELLS[kind],
        words=WORDS,
        cells=cells,
        clashes=clashes,
        clashes_named=", ".join(str(WORDS[name][0]) for name in clashes if name in WORDS),
        me=current_actor().person_id,
        filled=filled_cells(kind, cells),
        fills=fills and team.closed_at is None,
        title=label(kind),
    )
    return page, status


@bp.post("/teams/<int:team_id>/sheets/<kind>")
@requires(Permission.FILL_SHEET, on=sheet_of)
def save_sheet(team_and_kind: tuple[Any, SheetKind]) -> ResponseReturnValue:
    """Save; for a page that saves itself, the answer holds what others wrote meanwhile."""
    team, kind = team_and_kind
    form = sheet_form(kind)
    if not form.validate_on_submit():
        return _page(team, kind, form, {}, [], 422)
    sent = cells_in(kind, form)
    seen = whole(form.seen.data or "") or 0
    try:
        saved = services.save_sheet(current_actor(), team.id, kind, sent, seen=seen)
    except RuleBroken as error:
        if is_saving():
            return jsonify(message=sentence(error)), 422
        form.show(error)
        return _page(team, kind, form, {}, [], 422)
    if is_saving():
        others = {
            name: saved.cells.get(name, "")
            for name, text in sent.items()
            if saved.cells.get(name, "") != text
        }
        message = _("Two of you wrote in one place: both texts are kept. Tidy up.") if saved.clashes else None
        return jsonify(fields={"seen": saved.number, **others}, **({"message": message} if message else {}))
    if saved.clashes:
        flash(_("Two of you wrote in one place: both texts are kept. Tidy up."), "warning")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for("teams.sheet", team_id=team.id, kind=kind.value), 303)


@bp.get("/teams/<int:team_id>/sheets/<kind>/print")
@requires(Permission.SEE_SHEET, on=sheet_of)
def print_sheet(team_and_kind: tuple[Any, SheetKind]) -> ResponseReturnValue:
    """The sheet on A3, filled in or to be filled in by hand."""
    team, kind = team_and_kind
    latest = latest_sheet(team.id, kind)
    is_empty = "empty" in request.args
    return render_template(
        "teams/sheet_print.html",
        team=team,
        kind=kind,
        title=label(kind),
        names=CELLS[kind],
        words=WORDS,
        cells=latest.cells if latest and not is_empty else {},
    )


@bp.get("/teams/<int:team_id>/sheets/<kind>/versions")
@requires(Permission.SEE_SHEET, on=sheet_of)
def sheet_versions(team_and_kind: tuple[Any, SheetKind]) -> ResponseReturnValue:
    """All saves of a sheet, and what one of them (by default the newest) changed."""
    team, kind = team_and_kind
    versions = sheets_of(team.id, kind)
    asked = whole(request.args.get("version", ""))
    number = asked or (versions[0].number if versions else 0)
    version = sheet_numbered(team.id, kind, number)
    if version is None and (asked or versions):
        abort(404)
    before = sheet_numbered(team.id, kind, number - 1) if version else None
    old, new = (before.cells if before else {}), (version.cells if version else {})
    return render_template(
        "teams/sheet_versions.html",
        team=team,
        kind=kind,
        title=label(kind),
        versions=versions,
        version=version,
        savers=people_who_saved(versions),
        changes=[
            (WORDS[name][0], differences(old.get(name, ""), new.get(name, "")))
            for name in CELLS[kind]
            if old.get(name, "") != new.get(name, "")
        ],
    )
