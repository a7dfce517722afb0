"""Gives templates the functions that compute pictures: covers, chart and map geometry."""

from flask import Flask

from app.web import charts
from app.web.covers import cover_svg


def init_drawing(app: Flask) -> None:
    """Register the drawing functions as globals, so that imported macros see them too."""
    app.jinja_env.globals.update(
        cover_svg=cover_svg,
        step_geometry=charts.step_geometry,
        dot_geometry=charts.dot_geometry,
        shares_of=charts.shares_of,
        map_geometry=charts.map_geometry,
    )
