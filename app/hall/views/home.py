"""The first page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.delivery.queries import promises_kept
from app.domain.permissions import VISITOR
from app.hall.queries import rounds_now
from app.hall.views.blueprint import bp
from app.hall.views.round_frame import main_action, time_left
from app.results.queries import latest_publications
from app.web.clock import now, today
from app.web.guards import public

PROMISES_SHOWN = 6
RESULTS_SHOWN = 3


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What can I do today, what was decided, what was built."""
    moment = now()
    rounds = rounds_now(VISITOR, moment)
    open_rounds = [one for one in rounds if one.is_open]
    return render_template(
        "hall/home.html",
        open_rounds=open_rounds,
        results=latest_publications(RESULTS_SHOWN),
        promises=promises_kept(PROMISES_SHOWN, today()),
        action_of=main_action,
        left_of=time_left,
    )
