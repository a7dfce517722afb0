"""The page of a round: timeline, rules, money, ideas, and what to do now."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.permissions import Permission, may
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.hall.queries import RoundNow, round_now
from app.hall.views.blueprint import bp
from app.hall.views.card_words import social_of_round
from app.hall.views.round_frame import main_action, time_left, timeline
from app.places.queries import neighbourhoods
from app.proposals.queries import ProposalFilters, first_proposals, proposals_on_map, recent_counts
from app.results.queries import published_result
from app.rounds.queries import (
    criteria_of,
    electorates_of,
    extensions_of,
    latest_rubric,
    open_round,
    pots_of,
    rules_hash,
)
from app.voting.queries import roll_fingerprint
from app.web.clock import now
from app.web.formats import moment
from app.web.guards import Found, current_actor, public
from app.web.points import idea_points
from app.web.qr import page_qr

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
        phases=timeline(one, now(), {moved.phase: _moved_words(moved) for moved in extensions}),
        left=time_left(one),
        action=main_action(one),
        count=sum(recent_counts(this.id, now()).values()),
        result=published_result(this.id),
        has_teams="team" in this.proposers.get("as", []),
        has_voting_begun=one.has_begun(Phase.VOTING, now()),
        may_manage=may(current_actor(), Permission.SEE_DESK, standing),
        qr=page_qr(url_for("hall.round", slug=slug, _external=True), _("This page as a QR code")),
        extensions=extensions,
        **_ideas(this, one),
        **_rules(this, one),
    )


def _ideas(this: Any, one: RoundNow) -> dict[str, Any]:
    """The first ideas as cards, or with ``?view=map`` all of them on the map."""
    here = url_for("hall.round", slug=this.slug)
    is_map = request.args.get("view") == "map"
    return {
        "ideas": [] if is_map else first_proposals(this.id, _filters(one), IDEAS_SHOWN),
        "mapped": idea_points(proposals_on_map(this.id, _filters(one))) if is_map else None,
        "views": [
            {"label": _("List"), "url": f"{here}#ideas", "current": not is_map},
            {
                "label": _("Map"),
                "url": url_for("hall.round", slug=this.slug, view="map", _anchor="ideas"),
                "current": is_map,
            },
        ],
    }


def _filters(one: RoundNow) -> ProposalFilters:
    """The ideas worth showing: all of them, once voting has begun those that are feasible."""
    is_chosen = one.has_begun(Phase.VOTING, now()) and any(
        span.phase is Phase.SCREENING for span in one.spans
    )
    return ProposalFilters(state=ProposalState.FEASIBLE) if is_chosen else ProposalFilters()


def _rules(this: Any, one: RoundNow) -> dict[str, Any]:
    """What the partial of the rules wants to know."""
    rubric = latest_rubric(this.id)
    pots = pots_of(this.id)
    return {
        "pots": pots,
        "social": social_of_round(one, pots),
        "electorates": electorates_of(this.id),
        "criteria": criteria_of(rubric.id) if rubric else [],
        "neighbourhoods": {place.id: place for place in neighbourhoods()},
        "rules_hash": rules_hash(this) if one.has_begun(Phase.VOTING, now()) else None,
        "roll": roll_fingerprint(this.id) if one.has_begun(Phase.VOTING, now()) else None,
    }


def _moved_words(extension: Any) -> str:
    return _(
        "moved from %(before)s to %(after)s: %(reason)s",
        before=moment(extension.ended_at),
        after=moment(extension.ends_at),
        reason=extension.reason,
    )
