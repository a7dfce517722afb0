"""The pages of delivery: the council's decisions, everything that was promised, and the projects."""

from flask import Flask

from app.delivery.views import decide, index, manage, milestones, news, project
from app.delivery.views.blueprint import bp

__all__ = ["decide", "index", "manage", "milestones", "news", "project", "register"]


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
