"""A round in easy words."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.hall.queries import round_now
from app.hall.views.blueprint import bp
from app.hall.views.round_frame import main_action
from app.rounds.queries import electorates_of, open_round, pots_of
from app.web.clock import now
from app.web.easy_words import easy_rules
from app.web.guards import current_actor, public


@bp.get("/rounds/<slug>/easy")
@public
def round_easy(slug: str) -> ResponseReturnValue:
    """The rules of a round for children: the organisers' own words, and the steps told from the rules."""
    found = open_round(slug, current_actor(), now())
    if found is None:
        abort(404)
    round: Any = found[0]
    one = round_now(round, now())
    spans = {span.phase: (span.start, span.end) for span in one.spans}
    return render_template(
        "hall/easy.html",
        round=round,
        action=main_action(one),
        steps=easy_rules(round, spans, pots_of(round.id), electorates_of(round.id)),
    )
