"""The pages of rounds: the public list, and building and running a round step by step."""

from flask import Flask

from app.rounds.views import deadlines, describing, hub, judging, ledger, listing, money, staff, voting
from app.rounds.views.blueprint import bp
from app.web.rule_words import FILTERS

PARTS = (listing, hub, describing, money, voting, ledger, judging, deadlines, staff)
"""The modules whose pages hang on the blueprint."""


def register(app: Flask) -> None:
    """Add the pages, and what templates need to put rules in words."""
    app.register_blueprint(bp)
    app.jinja_env.filters.update(FILTERS)
