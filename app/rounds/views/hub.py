"""The hub of a round's steps: what is missing, the preview, announcing, deleting."""

import secrets
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import RuleBroken
from app.domain.permissions import BEFORE_VOTING, Permission, may
from app.domain.rounds import roles_to_grant
from app.rounds import queries, services
from app.rounds.views.blueprint import STEPS, bp, neighbourhoods_by_id, round_of_address, steps_of
from app.web.clock import now
from app.web.formats import moment
from app.web.guards import current_actor, requires
from app.web.labels import label
from app.web.messages import sentence

STEP_OF = {
    "missing.title": "texts",
    "missing.summary": "texts",
    "missing.rules_text": "texts",
    "missing.promise": "texts",
    "missing.timetable": "timetable",
    "missing.money": "money",
    "missing.ballot": "ballot",
    "missing.electorates": "electorates",
    "missing.binding_electorate": "electorates",
    "missing.rubric": "rubric",
    "missing.tie_break": "scoring",
    "missing.allocation": "allocation",
    "missing.tie_order": "allocation",
}
"""What is missing → the step that mends it."""


@bp.get("/<slug>/edit")
@requires(Permission.SEE_DESK, on=round_of_address)
def edit(round: Any) -> ResponseReturnValue:
    """The steps of a round with what is missing; once the rules are frozen, their fingerprint."""
    standing = queries.standing_in(round, now())
    missing = queries.missing_before_announcement(round)
    return render_template(
        "rounds/edit.html",
        round=round,
        phase=standing.phase,
        steps=_steps(round, missing),
        missing=missing,
        is_public=queries.is_public(round, now()),
        is_frozen=standing.phase not in BEFORE_VOTING,
        rules_hash=queries.rules_hash(round),
        may_extend=may(current_actor(), Permission.EXTEND_DEADLINE, standing),
        may_appoint=bool(roles_to_grant(current_actor(), standing)),
    )


def _steps(round: Any, missing: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": STEPS[step],
            "url": url_for(f"rounds.{step}", slug=round.slug),
            "missing": [sentence(RuleBroken(code)) for code in missing if STEP_OF[code] == step],
        }
        for step in steps_of(round)
    ]


@bp.get("/<slug>/preview")
@requires(Permission.PREVIEW_ROUND, on=round_of_address)
def preview(round: Any) -> ResponseReturnValue:
    """The round as the public will see it."""
    rubric = queries.latest_rubric(round.id)
    return render_template(
        "rounds/preview.html",
        round=round,
        is_public=queries.is_public(round, now()),
        phases=_timeline(round),
        pots=queries.pots_of(round.id),
        electorates=queries.electorates_of(round.id),
        extensions=queries.extensions_of(round.id),
        criteria=queries.criteria_of(rubric.id) if rubric else [],
        neighbourhoods=neighbourhoods_by_id(),
        rules_hash=queries.rules_hash(round),
    )


def _timeline(round: Any) -> list[dict[str, Any]]:
    if not queries.has_timetable(round):
        return []
    timetable = queries.timetable_of(round)
    present = timetable.phase_at(now())
    return [
        {
            "name": label(span.phase),
            "start": span.start,
            "state": "now" if span.phase is present else "past" if span.start <= now() else "next",
        }
        for span in timetable.spans()
    ]


@bp.post("/<slug>/announce")
@requires(Permission.EDIT_ROUND, on=round_of_address)
def announce(round: Any) -> ResponseReturnValue:
    """Make the round public, now or at the start of its announcement."""
    try:
        announced = services.announce_round(current_actor(), round.id, now=now())
    except RuleBroken as error:
        return _back(round, error)
    if queries.is_public(announced, now()):
        flash(_("The round is public now."), "success")
    else:
        when = moment(announced.announced_at)
        flash(_("The round becomes public by itself: %(when)s.", when=when), "success")
    return _to_hub(announced)


@bp.post("/<slug>/withdraw")
@requires(Permission.EDIT_ROUND, on=round_of_address)
def withdraw(round: Any) -> ResponseReturnValue:
    """Take back an announcement that nobody has seen."""
    try:
        services.withdraw_announcement(current_actor(), round.id, now=now())
    except RuleBroken as error:
        return _back(round, error)
    flash(_("The round is a draft again."), "info")
    return _to_hub(round)


@bp.post("/<slug>/delete")
@requires(Permission.EDIT_ROUND, on=round_of_address)
def delete(round: Any) -> ResponseReturnValue:
    """Delete a draft."""
    try:
        services.delete_round(current_actor(), round.id, now=now())
    except RuleBroken as error:
        return _back(round, error)
    flash(_("The draft is deleted."), "info")
    return redirect(url_for("rounds.index"), 303)


@bp.post("/<slug>/seed")
@requires(Permission.EDIT_ROUND, on=round_of_address)
def seed(round: Any) -> ResponseReturnValue:
    """Draw the lots of a draft with another text."""
    try:
        services.draw_seed(current_actor(), round.id, secrets.token_hex(16), now=now())
    except RuleBroken as error:
        return _back(round, error)
    flash(_("The lots of this round are drawn with a new text."), "success")
    return redirect(url_for("rounds.allocation", slug=round.slug), 303)


def _back(round: Any, error: RuleBroken) -> Response:
    flash(sentence(error), "error")
    return _to_hub(round)


def _to_hub(round: Any) -> Response:
    return redirect(url_for("rounds.edit", slug=round.slug), 303)
