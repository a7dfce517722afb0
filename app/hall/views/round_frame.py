"""How the hall shows a round: its timeline, and the one thing to do in it now."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.domain.phases import Phase
from app.hall.queries import RoundNow
from app.web.formats import duration, moment
from app.web.labels import label


def timeline(one: RoundNow, now: datetime, moved: dict[Phase, str] | None = None) -> list[dict[str, Any]]:
    """The phases for the timeline component; ``moved`` says why a phase's end was moved."""
    return [
        {
            "name": label(span.phase),
            "start": span.start,
            "state": "now" if span.phase is one.phase else "past" if span.start <= now else "next",
            "moved": (moved or {}).get(span.phase),
        }
        for span in one.spans
    ]


def time_left(one: RoundNow) -> str | None:
    """How long the present phase lasts: ``3 days left, until Sunday, 22 November, 18:00``."""
    if one.left is None or one.ends_at is None:
        return None
    return _("%(time)s left, until %(end)s", time=duration(one.left), end=moment(one.ends_at))


def main_action(one: RoundNow) -> dict[str, str] | None:
    """The verb and address of what residents can do in the round now."""
    slug = one.round.slug
    actions = {
        Phase.SUBMISSION: (_("Propose an idea"), "proposals.new"),
        Phase.VOTING: (_("Vote"), "voting.ballot"),
        Phase.DECISION: (_("See the result"), "results.show"),
        Phase.DELIVERY: (_("See what is being built"), "results.show"),
        Phase.CLOSED: (_("See the result"), "results.show"),
    }
    if one.phase not in actions:
        return None
    words, endpoint = actions[one.phase]
    return {"label": words, "url": url_for(endpoint, slug=slug)}
