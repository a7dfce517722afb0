"""The blueprint that all pages of the hall belong to."""

from flask import Blueprint

bp = Blueprint("hall", __name__)
