"""The blueprint of places: the administrator's pages and the maps that everybody may fetch."""

from flask import Blueprint

bp = Blueprint("places", __name__)
