"""Posters of rounds and ideas, to print on A4 and A3 and to pin up where people pass."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.permissions import VISITOR
from app.hall.queries import round_now
from app.hall.views.blueprint import bp
from app.hall.views.card_words import card_of_proposal, card_of_round
from app.hall.views.round_frame import time_left, timeline
from app.proposals.queries import open_proposal
from app.rounds.queries import open_round, pots_of
from app.web.clock import now
from app.web.guards import current_actor, public
from app.web.qr import page_qr

SIZES = ("a4", "a3")


@bp.get("/rounds/<slug>/poster")
@public
def round_poster(slug: str) -> ResponseReturnValue:
    """A round on one sheet: what it is, when, how much money, where to look."""
    found = open_round(slug, current_actor(), now())
    if found is None:
        abort(404)
    round = found[0]
    one = round_now(round, now())
    address = url_for("hall.round", slug=slug, _external=True)
    return _page(
        address,
        url_for("hall.round", slug=slug),
        round=round,
        card=card_of_round(one, pots_of(round.id)),
        phases=timeline(one, now()),
        left=time_left(one),
    )


@bp.get("/proposals/<int:proposal_id>/poster")
@public
def proposal_poster(proposal_id: int) -> ResponseReturnValue:
    """An idea on one sheet: picture, three sentences, cost, where to look."""
    found = open_proposal(proposal_id, VISITOR, now())
    if found is None:
        abort(404)
    proposal = found[0]
    address = url_for("hall.proposal", proposal_id=proposal_id, _external=True)
    return _page(
        address,
        url_for("hall.proposal", proposal_id=proposal_id),
        round=proposal.round,
        proposal=proposal,
        card=card_of_proposal(proposal),
    )


def _page(address: str, back: str, **values: Any) -> str:
    asked = request.args.get("size")
    size = asked if asked in SIZES else SIZES[0]
    sizes = [
        {
            "label": each.upper(),
            "url": url_for(request.endpoint or "", **(request.view_args or {}), size=each),
            "current": each == size,
        }
        for each in SIZES
    ]
    return render_template(
        "hall/poster.html",
        size=size,
        sizes=sizes,
        address=address,
        back=back,
        qr=page_qr(address, _("This page as a QR code")),
        **values,
    )
