"""Gives templates the functions that compute pictures: covers, icons, badges, chart and map geometry."""

from flask import Flask, g, url_for

from app.web import charts
from app.web.badges import look_of
from app.web.covers import cover_svg


def init_drawing(app: Flask) -> None:
    """Register the drawing functions as globals, so that imported macros see them too."""
    app.jinja_env.globals.update(
        cover_svg=cover_svg,
        icons_address=icons_address,
        look_of=look_of,
        step_geometry=charts.step_geometry,
        dot_geometry=charts.dot_geometry,
        shares_of=charts.shares_of,
        map_geometry=charts.map_geometry,
    )


def icons_address() -> str:
    """Where the sprite of icons lies: asked for once on a page that shows a hundred of them."""
    if "icons_address" not in g:
        g.icons_address = url_for("static", filename="icons.svg")
    address: str = g.icons_address
    return address
