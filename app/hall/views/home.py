"""The first page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.hall.views.blueprint import bp
from app.web.guards import public


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What can I do today, what was decided, what was built."""
    return render_template("hall/home.html")


@bp.get("/me/")
@public
def mine() -> ResponseReturnValue:
    """My page."""
    return render_template("hall/home.html")
