"""The pages made of many rooms."""

from flask import Flask

from app.hall.views import (  # noqa: F401 - they add their pages to bp
    about,
    audit,
    cards,
    desk,
    easy,
    home,
    install,
    mine,
    posters,
    proposal,
    round_page,
)
from app.hall.views.blueprint import bp
from app.hall.views.thanks import thanks_part
from app.web.parts import add_part


def register(app: Flask) -> None:
    """Add the hall's pages, and what it adds to those of other rooms."""
    app.register_blueprint(bp)
    add_part(app, "team", thanks_part)
