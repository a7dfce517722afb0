"""The pages of a round's vote: the ballot, receipts, codes, kiosks, paper, try-outs, and the organiser's roll."""

from flask import Flask

from app.voting.views import (  # noqa: F401 - they add their pages to bp
    ballot,
    codes,
    kiosk,
    kiosks,
    ledger,
    my_vote,
    paper,
    polling,
    receipts,
    rehearsal,
    roll,
    second,
)
from app.voting.views.blueprint import bp
from app.voting.views.kiosk_mode import init_kiosk_mode
from app.voting.views.trying import init_trying


def register(app: Flask) -> None:
    """Add the pages, and hold devices in the mode they are in."""
    init_kiosk_mode(app)
    init_trying(app)
    app.register_blueprint(bp)
