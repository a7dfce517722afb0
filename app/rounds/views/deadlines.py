"""Extending a deadline of a round that is public."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.domain.phases import Phase
from app.domain.rounds import movable_ends
from app.rounds import queries, services
from app.rounds.forms import DeadlineForm
from app.rounds.views.blueprint import bp, round_of_address
from app.web.clock import now
from app.web.formats import moment
from app.web.guards import current_actor, requires
from app.web.labels import label

ON_FIELD = {"extension.no_reason": "reason", "extension.phase_over": "phase"}


@bp.route("/<slug>/deadline", methods=["GET", "POST"])
@requires(Permission.EXTEND_DEADLINE, on=round_of_address)
def deadline(round: Any) -> ResponseReturnValue:
    """Let a phase end later, with a reason that everybody can read."""
    ends = movable_ends(queries.timetable_of(round), now()) if queries.is_public(round, now()) else {}
    form = DeadlineForm()
    form.offer([(phase.value, _choice(phase, end)) for phase, end in ends.items()])
    if form.validate_on_submit() and form.ends_at.data is not None:
        phase, ends_at, reason = Phase(form.phase.data), form.ends_at.data, form.reason.data
        try:
            services.extend_deadline(current_actor(), round.id, phase, ends_at, reason, now=now())
        except RuleBroken as error:
            form.show(error, ON_FIELD.get(error.code, "ends_at"))
        else:
            flash(_("The deadline is extended; the round's page says so."), "success")
            return redirect(url_for("rounds.deadline", slug=round.slug), 303)
    page = render_template(
        "rounds/deadline.html",
        round=round,
        form=form,
        can_extend=bool(ends),
        is_public=queries.is_public(round, now()),
        extensions=queries.extensions_of(round.id),
    )
    return page, 422 if form.errors or form.broken else 200


def _choice(phase: Phase, end: Any) -> str:
    return _("%(phase)s, now until %(end)s", phase=label(phase), end=moment(end))
