"""Confirming or declining what takes two people."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.voting import services
from app.voting.views.blueprint import bp, found_round
from app.voting.views.cards import cards_page
from app.web.clock import now
from app.web.guards import current_actor, requires
from app.web.messages import sentence
from app.web.outcome import told

LONGEST_NUMBER = 10
PAGES = {"roll": "voting.roll", "count": "results.manage"}
"""Where one goes back to, as the form says."""


@bp.post("/roll/confirm")
@requires(Permission.MANAGE_ROLL, on=found_round)
def confirm_void(round: Any) -> ResponseReturnValue:
    """Void what another organiser asked to void; a new card is shown, once."""
    try:
        done = services.confirm_void(current_actor(), round, request_named(), now=now())
    except RuleBroken as error:
        flash(sentence(error), "error")
    else:
        if done.card:
            return cards_page(round, [done.card])
        if done.codes:
            flash(_("Confirmed: it is void."), "success")
        else:
            told_of_asking()
    return redirect(url_for("voting.roll", slug=round.slug), 303)


@bp.post("/roll/decline")
@requires(Permission.MANAGE_ROLL, on=found_round)
def decline(round: Any) -> ResponseReturnValue:
    """Say no to a request, or take one's own back."""
    with told(_("It will not be done."), "info"):
        services.decline_request(current_actor(), round, request_named(), now=now())
    page = PAGES.get(request.form.get("page", ""), "voting.roll")
    return redirect(url_for(page, slug=round.slug), 303)


def request_named() -> int:
    """The number of the request that the form names; no request has the number 0."""
    text = request.form.get("request", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def told_of_asking() -> None:
    """Say that nothing was done yet."""
    flash(_("Nothing has happened yet: another organiser has been asked to confirm it."), "info")
