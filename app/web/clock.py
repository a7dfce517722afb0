"""The instant of a request: asked of the database once, the same for everything on the page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g

from app.db.clock import database_now


def now() -> datetime:
    """The database's time when this request first asked, as aware UTC."""
    if "now" not in g:
        g.now = database_now()
    moment: datetime = g.now
    return moment


def city_zone() -> ZoneInfo:
    """The time zone that the city lives in."""
    return ZoneInfo(current_app.config["TALKA_TIMEZONE"])


def today() -> date:
    """The day it is in the city."""
    return now().astimezone(city_zone()).date()
