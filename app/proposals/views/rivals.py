"""Rival ideas of a round, for its organisers."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.proposals import services
from app.proposals.forms import RivalsForm
from app.proposals.queries import conflict_groups_of, proposals_in_race
from app.proposals.views.blueprint import bp, round_of
from app.web.clock import now
from app.web.guards import Found, current_actor, requires


def _group_of_round(slug: str, group_id: int) -> Found:
    """The round of an address together with the group's id."""
    found = round_of(slug)
    return ((found[0], group_id), found[1]) if found else None


@bp.route("/rounds/<slug>/rivals", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of)
def rivals(round: Any) -> ResponseReturnValue:
    """Say of which ideas only so many can win: the same spot twice, or two designs of one thing."""
    ideas = proposals_in_race(round.id)
    form = RivalsForm()
    form.offer([(idea.id, idea.title) for idea in ideas])
    if form.validate_on_submit():
        try:
            services.group_rivals(
                current_actor(),
                round.id,
                name=form.name.data,
                at_most=form.at_most.data,
                proposal_ids=form.rivals.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("The ideas are rivals now; every ballot says so."), "success")
            return redirect(url_for("proposals.rivals", slug=round.slug), 303)
    groups = [
        (group, [idea for idea in ideas if idea.conflict_group_id == group.id])
        for group in conflict_groups_of(round.id)
    ]
    page = render_template("proposals/rivals.html", round=round, form=form, groups=groups)
    return page, 422 if form.errors or form.broken else 200


@bp.post("/rounds/<slug>/rivals/<int:group_id>/dissolve")
@requires(Permission.EDIT_ROUND, on=_group_of_round)
def dissolve_rivals(found: Any) -> ResponseReturnValue:
    """Let the ideas win independently again."""
    round, group_id = found
    services.dissolve_rivals(current_actor(), round.id, group_id, now=now())
    flash(_("The ideas are no rivals any more."), "info")
    return redirect(url_for("proposals.rivals", slug=round.slug), 303)
