"""Addresses of the hall while its rooms are being built."""

from flask import render_template

from app.hall.views.blueprint import bp
from app.web.guards import public


@bp.get("/")
@public
def home():
    """First page."""
    return render_template("hall/interim.html")


@bp.get("/me/")
@public
def mine():
    """My page."""
    return render_template("hall/interim.html")


@bp.get("/desk")
@public
def desk():
    """The desk."""
    return render_template("hall/interim.html")


@bp.get("/rounds/<slug>")
@public
def round(slug):
    """A round."""
    return render_template("hall/interim.html")


@bp.get("/proposals/<int:proposal_id>")
@public
def proposal(proposal_id):
    """A proposal."""
    return render_template("hall/interim.html")
