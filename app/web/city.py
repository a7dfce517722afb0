"""Knows how the city shows itself: its name, colour, languages and logo, as an administrator has set them.

The settings of the server hold until then. The row is read once and again whenever the stamp in the instance folder
changes, so that no page pays for it and every process of the server learns of a change.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for

from app.domain.colours import PINE, paints_of

LOOK = "city_look"
READER = "city_reader"


@dataclass(frozen=True)
class CityLook:
    """The name by language, the hue of the main colour in degrees (``None``: ours), the key of the logo's picture,
    the languages in their order, whether there is a map, and when any of it was changed."""

    name: Mapping[str, str]
    hue: int | None
    logo_key: str | None
    languages: tuple[str, ...]
    has_map: bool
    changed_at: datetime
    contact: Mapping[str, str] = field(default_factory=dict)
    """Who answers for the site, by language."""

    rivers: tuple[tuple[tuple[float, float], ...], ...] = ()
    names: tuple[tuple[float, float, Any], ...] = ()
    """Latitude and longitude of the middle of each neighbourhood, and its name: a text or texts by language."""

    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Lines and areas of latitude and longitude: what makes a still picture of the city recognisable."""


@dataclass
class _Known:
    """What this process has read: the stamp it belongs to, the look, and the settings it stands in for."""

    stamp: int | None
    look: CityLook | None
    plain: tuple[str, tuple[str, ...]]


def read_city_with(app: Flask, reader: Callable[[], CityLook | None]) -> None:
    """Say how the look is read, and read it before the next request."""
    app.extensions[READER] = reader
    app.before_request(refresh_city)


def refresh_city() -> None:
    """Take over what an administrator has changed since this process last looked."""
    app: Any = current_app
    known: _Known | None = app.extensions.get(LOOK)
    stamp = _stamp()
    if known is not None and known.stamp == stamp:
        return
    config = app.config
    plain = known.plain if known else (config["TALKA_CITY_NAME"], config["LANGUAGES"])
    # Where nothing was ever saved there is nothing to read, but for a database that came without its folder.
    look = app.extensions[READER]() if stamp is not None or known is None else None
    app.extensions[LOOK] = _Known(stamp, look, plain)
    config["LANGUAGES"] = (look and look.languages) or plain[1]
    config["TALKA_CITY_NAME"] = _name(look, config["LANGUAGES"]) or plain[0]


def city_changed() -> None:
    """Tell every process that the look has changed."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(secrets.token_hex(8))
    refresh_city()


def city_look() -> CityLook | None:
    """The look that an administrator has set, if any."""
    known: _Known | None = current_app.extensions.get(LOOK)
    return known.look if known else None


def city_contact() -> Mapping[str, str]:
    """Who answers for the site, by language; empty where the city has not said so."""
    look = city_look()
    return look.contact if look else {}


def installed_languages() -> tuple[str, ...]:
    """The languages that the server offers, of which the city chooses."""
    known: _Known | None = current_app.extensions.get(LOOK)
    offered: tuple[str, ...] = known.plain[1] if known else current_app.config["LANGUAGES"]
    return offered


def city_frame() -> dict[str, str]:
    """What the frame of every page shows of it: addresses of the colours and the logo that change with them."""
    look = city_look()
    frame = {}
    if look and look.hue is not None:
        frame["city_css_url"] = url_for("places.city_css", v=look.hue)
    if look and look.logo_key:
        frame["city_logo_url"] = url_for("places.logo", v=look.logo_key[:8])
    return frame


def main_colour() -> str:
    """The colour of buttons and headings, as ``#rrggbb``, for mail and pictures."""
    look = city_look()
    paints = paints_of(look.hue) if look and look.hue is not None else PINE
    return paints["700"]


def _name(look: CityLook | None, languages: tuple[str, ...]) -> str:
    texts = look.name if look else {}
    return next((texts[code] for code in (*languages, *texts) if texts.get(code)), "")


def _stamp() -> int | None:
    try:
        return _path().stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _path() -> Path:
    return Path(current_app.instance_path) / "city.stamp"
