"""The council's page: the winners of a round, and what the council says of each."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.delivery import services
from app.delivery.forms import DecisionForm
from app.delivery.views.blueprint import bp
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.results.queries import decisions_of, is_published, winners_of
from app.rounds.queries import open_round
from app.web.clock import now
from app.web.guards import Found, current_actor, requires

FIELDS = {
    "decision.reason_missing": "reason",
    "decision.reason_too_long": "reason",
    "decision.minutes_invalid": "minutes_url",
}


def _round(slug: str) -> Found:
    return open_round(slug, current_actor(), now())


@bp.get("/rounds/<slug>/decision")
@requires(Permission.DECIDE, on=_round)
def decide(round: Any) -> ResponseReturnValue:
    """Confirm or decline the winners."""
    return _page(round, {})


def _winner(slug: str, proposal_id: int) -> Found:
    """The round of the address, and the winner of it that is meant."""
    found = _round(slug)
    if found is None or proposal_id not in {one.proposal_id for one in winners_of(found[0].id)}:
        return None
    return (found[0], proposal_id), found[1]


@bp.post("/rounds/<slug>/decision/<int:proposal_id>")
@requires(Permission.DECIDE, on=_winner)
def decide_one(winner: tuple[Any, int]) -> ResponseReturnValue:
    """Put down the decision about one winner."""
    round, proposal_id = winner
    form = _form(proposal_id)
    if form.validate_on_submit():
        try:
            services.decide_winner(
                current_actor(),
                proposal_id,
                form.word.data,
                reason=form.reason.data,
                minutes_url=form.minutes_url.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, FIELDS.get(error.code))
        else:
            flash(_("The decision is public. Authors and followers have been told."), "success")
            return redirect(url_for("delivery.decide", slug=round.slug), 303)
    return _page(round, {proposal_id: form}), 422


def _page(round: Any, sent: dict[int, DecisionForm]) -> str:
    decisions = {decision.proposal_id: decision for decision in decisions_of(round.id)}
    winners = winners_of(round.id)
    forms = {
        one.proposal_id: sent.get(one.proposal_id) or _form(one.proposal_id)
        for one in winners
        if one.proposal_id not in decisions
    }
    return render_template(
        "delivery/decide.html",
        round=round,
        winners=winners,
        decisions=decisions,
        forms=forms,
        sent=sent,
        is_published=is_published(round.id),
    )


def _form(proposal_id: int) -> DecisionForm:
    return DecisionForm(prefix=f"of{proposal_id}")
