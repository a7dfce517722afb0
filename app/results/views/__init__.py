"""The pages of results: what was counted and why, for everybody; counting and publishing, for organisers."""

from flask import Flask

from app.results.views import certificates, check, download, feedback, manage, show
from app.results.views.blueprint import bp
from app.web.messages.reasons import told

__all__ = ["certificates", "check", "download", "feedback", "manage", "register", "show"]


def register(app: Flask) -> None:
    """Add the pages, and the filter that puts a reason in words."""
    app.register_blueprint(bp)
    app.register_blueprint(feedback.own)
    app.register_blueprint(certificates.paper)
    app.jinja_env.filters["reason_words"] = told
