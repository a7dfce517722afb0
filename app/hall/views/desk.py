"""The organiser's desk: a checklist of each round's phase, one click to each."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.permissions import Permission
from app.hall.queries import Waiting, desk_of
from app.hall.views.blueprint import bp
from app.hall.views.round_frame import time_left
from app.proposals.queries import count_of_reported
from app.web.clock import now, today
from app.web.guards import current_actor, requires


@bp.get("/desk")
@requires(Permission.SEE_DESK)
def desk() -> ResponseReturnValue:
    """What waits, what is late."""
    actor = current_actor()
    return render_template(
        "hall/desk.html",
        desks=desk_of(actor, now(), today()),
        reported=count_of_reported(actor),
        words_of=words_of,
        left_of=time_left,
    )


def words_of(item: Waiting) -> str:
    """What waits, in words with its number."""
    n = item.count
    words = {
        "missing": lambda: ngettext(
            "%(num)s step before it can be announced", "%(num)s steps before it can be announced", n
        ),
        "ready_to_announce": lambda: _("Ready to announce"),
        "screenings_late": lambda: ngettext(
            "%(num)s answer of a department is late", "%(num)s answers of departments are late", n
        ),
        "unassigned": lambda: ngettext(
            "%(num)s idea that no department checks yet", "%(num)s ideas that no department checks yet", n
        ),
        "entries_without_mentor": lambda: ngettext(
            "%(num)s entry without a mentor", "%(num)s entries without a mentor", n
        ),
        "scorecards_left": lambda: ngettext("%(num)s scorecard to come", "%(num)s scorecards to come", n),
        "to_confirm": lambda: ngettext(
            "%(num)s request waits for you as the second person",
            "%(num)s requests wait for you as the second person",
            n,
        ),
        "boxes_unfinished": lambda: ngettext(
            "%(num)s box of paper ballots to count and key",
            "%(num)s boxes of paper ballots to count and key",
            n,
        ),
        "to_close": lambda: _("Close the vote"),
        "to_tally": lambda: _("Count the ballots"),
        "to_publish": lambda: _("Publish the result"),
        "winners_undecided": lambda: ngettext(
            "%(num)s winner that the council has not decided on",
            "%(num)s winners that the council has not decided on",
            n,
        ),
    }
    return str(words[item.code]())
