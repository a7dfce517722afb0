"""Where pages with a map find its parts, and what else such a page may load."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, url_for

from app.web.city import city_look
from app.web.formats import local

SHOWN = "shows_map"


def init_maps(app: Flask) -> None:
    """Give templates what a map needs."""
    app.jinja_env.globals.update(
        map_parts=map_parts, map_rivers=map_rivers, map_outlines=map_outlines, map_names=map_names
    )


def map_version() -> str:
    """A word that changes whenever the city's settings do."""
    look = city_look()
    return f"{int(look.changed_at.timestamp() * 1000):x}" if look else "0"


def map_parts() -> dict[str, Any]:
    """Addresses of the map's script, its styles and the drawing of the city; the tile server, where one is set."""
    g.setdefault(SHOWN, True)
    tiles = str(current_app.config["TALKA_TILE_SERVER"])
    return {
        "script": url_for("static", filename="vendor/leaflet/leaflet.js"),
        "styles": url_for("static", filename="map.css"),
        "drawing": url_for("places.base_map", v=map_version()),
        "tiles": tiles,
        "credit": str(current_app.config["TALKA_TILE_CREDIT"]) if tiles else "",
    }


def map_rivers() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The city's rivers as lines of latitude and longitude, for the still picture of a map."""
    look = city_look()
    return look.rivers if look else ()


def map_outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The city's neighbourhoods as rings of latitude and longitude, for the still picture of a map."""
    look = city_look()
    return look.outlines if look else ()


def map_names() -> list[tuple[float, float, str]]:
    """Where the neighbourhoods' names stand, and what they are called in the reader's language."""
    look = city_look()
    known = look.names if look else ()
    return [(lat, lon, name if isinstance(name, str) else local(name)) for lat, lon, name in known]


def tile_origin() -> str:
    """The origin of the tile server for the Content-Security-Policy of a page with a map, else nothing."""
    if SHOWN not in g:
        return ""
    parts = urlsplit(str(current_app.config["TALKA_TILE_SERVER"]).replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("https", "http") else ""
