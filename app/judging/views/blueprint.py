"""The blueprint that all pages of judging belong to."""

from flask import Blueprint

bp = Blueprint("judging", __name__)
