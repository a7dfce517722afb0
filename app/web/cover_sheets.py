"""Covers of a page with many: in one picture that browsers keep, instead of in the page itself."""

from flask import Flask, Response, abort, g, request, url_for
from markupsafe import Markup

from app.web.covers import ATTRIBUTES, cover_name, cover_sheet, cover_svg
from app.web.covers.brush import HEIGHT, WIDTH
from app.web.freshness import FOR_EVER
from app.web.guards import public

SHEET = "covers-of-this-page-"
"""What stands for the address of a sheet until the page is complete and its covers are known."""

ON_A_SHEET = 100
LONGEST = 2400
"""Characters of the names of one sheet: longer addresses are cut off by some proxies."""

VERSION = "2"
"""Changes when the drawings do."""


def init_cover_sheets(app: Flask) -> None:
    """Serve the sheets, and put their addresses into pages that name covers."""
    app.add_url_rule("/covers.svg", "covers", covers)
    app.after_request(_name_sheets)
    app.jinja_env.globals["cover_use"] = cover_use


def cover_use(theme: str, key: object) -> Markup:
    """The cover for ``key`` in the manner of ``theme``, drawn from a sheet of all covers of the page."""
    name = cover_name(str(theme), key)
    if name is None:
        return cover_svg(theme, key)
    sheets: list[list[str]] = g.setdefault("cover_sheets", [[]])
    number = next((place for place, names in enumerate(sheets) if name in names), None)
    if number is None:
        if len(sheets[-1]) >= ON_A_SHEET or sum(map(len, sheets[-1])) + len(sheets[-1]) > LONGEST:
            sheets.append([])
        sheets[-1].append(name)
        number = len(sheets) - 1
    view = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" {ATTRIBUTES}>'
    return Markup(f'{view}<use href="{SHEET}{number}#{name}"/></svg>')  # noqa: S704 - names are checked letters and digits


@public
def covers() -> Response:
    """The covers whose names the address lists."""
    names = [name for name in request.args.get("k", "").split(".") if name][:ON_A_SHEET]
    if not all(cover_name(*name.partition("-")[::2]) == name for name in names):
        abort(404)
    answer = Response(cover_sheet(names), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


def _name_sheets(response: Response) -> Response:
    sheets: list[list[str]] = g.pop("cover_sheets", [])
    if sheets and sheets[0] and not response.direct_passthrough:
        page = response.get_data(as_text=True)
        for number in reversed(range(len(sheets))):
            address = url_for("covers", k=".".join(sheets[number]), v=VERSION).replace("&", "&amp;")
            page = page.replace(f"{SHEET}{number}#", f"{address}#")
        response.set_data(page)
    return response
