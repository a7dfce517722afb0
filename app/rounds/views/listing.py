"""The list of rounds, and starting a new one."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import NOWHERE, Permission, may
from app.domain.rounds import RoundKind, short_name
from app.rounds import queries, services
from app.rounds.forms import NewRoundForm
from app.rounds.views.blueprint import bp
from app.web.clock import now
from app.web.guards import Found, current_actor, public, requires


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """All rounds that this person may see: what goes on now, what comes, what was."""
    rounds = queries.rounds_shown(current_actor(), now())
    return render_template(
        "rounds/index.html",
        rounds=_cards(rounds),
        may_create=may(current_actor(), Permission.CREATE_ROUND),
    )


def _cards(rounds: Sequence[Any]) -> list[dict[str, Any]]:
    pots = queries.pots_by_round([round.id for round in rounds])
    return [
        {
            "round": round,
            "phase": queries.phase_of(round, now()),
            "ends_at": queries.end_of_phase(round, now()),
            "money": sum(pot.amount_cents for pot in pots[round.id]),
        }
        for round in rounds
    ]


def _city() -> Found:
    """A round that does not exist yet concerns the whole city: organisers of another round cannot make one."""
    return "city", NOWHERE


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CREATE_ROUND, on=_city)
def new(_of_the_city: str) -> ResponseReturnValue:
    """Start a draft."""
    form = NewRoundForm()
    if form.validate_on_submit():
        title = form.title.data
        try:
            round = services.create_round(
                current_actor(),
                kind=RoundKind(form.kind.data),
                slug=form.slug.data or short_name(next(iter(title.values()))),
                title=title,
                seed=secrets.token_hex(16),
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "slug")
        else:
            flash(_("The draft is there. Go through the steps; only the city's staff can see it."), "success")
            return redirect(url_for("rounds.edit", slug=round.slug), 303)
    wrong = bool(form.errors or form.broken)
    return render_template("rounds/new.html", form=form), 422 if wrong else 200
