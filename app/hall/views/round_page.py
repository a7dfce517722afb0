"""The page of a round: timeline, rules, money, ideas, and what to do now."""

from typing import Any

import segno
from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.phases import Phase
from app.hall.queries import round_now
from app.hall.views.blueprint import bp
from app.hall.views.round_frame import main_action, time_left, timeline
from app.proposals.queries import ProposalFilters, counts_by_neighbourhood, proposals_page
from app.results.queries import published_result
from app.rounds.queries import electorates_of, extensions_of, open_round, pots_of, rules_hash
from app.web.clock import now
from app.web.formats import moment
from app.web.guards import Found, current_actor, public

IDEAS_SHOWN = 6


def _round(slug: str) -> Found:
    return open_round(slug, current_actor(), now())


@bp.get("/rounds/<slug>")
@public
def round(slug: str) -> ResponseReturnValue:
    """One round, for everybody."""
    found = _round(slug)
    if found is None:
        abort(404)
    this, standing = found
    one = round_now(this, now())
    extensions = extensions_of(this.id)
    return render_template(
        "hall/round.html",
        round=this,
        one=one,
        standing=standing,
        phases=timeline(one, now(), {moved.phase: _moved_words(moved) for moved in extensions}),
        left=time_left(one),
        action=main_action(one),
        ideas=proposals_page(this.id, ProposalFilters(), 1),
        places=counts_by_neighbourhood(this.id),
        pots=pots_of(this.id),
        electorates=electorates_of(this.id),
        extensions=extensions,
        rules_hash=rules_hash(this) if one.has_begun(Phase.VOTING, now()) else None,
        result=published_result(this.id),
    )


def _moved_words(extension: Any) -> str:
    return _(
        "moved from %(before)s to %(after)s: %(reason)s",
        before=moment(extension.ended_at),
        after=moment(extension.ends_at),
        reason=extension.reason,
    )


@bp.get("/rounds/<slug>/qr.svg")
@public
def round_qr(slug: str) -> ResponseReturnValue:
    """The round's address as a QR code, to print and to scan."""
    if _round(slug) is None:
        abort(404)
    address = url_for("hall.round", slug=slug, _external=True)
    svg = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return Response(svg, mimetype="image/svg+xml")
