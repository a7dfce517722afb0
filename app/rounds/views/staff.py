"""Who is trusted with what in one round."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, Role
from app.domain.rounds import roles_to_grant
from app.rounds import queries, services
from app.rounds.forms import AppointForm
from app.rounds.views.blueprint import bp, round_of_address
from app.web.clock import now
from app.web.guards import Found, current_actor, requires


@bp.route("/<slug>/staff", methods=["GET", "POST"])
@requires(Permission.SEE_DESK, on=round_of_address)
def staff(round: Any) -> ResponseReturnValue:
    """The roles held in this round; give one to somebody."""
    roles = roles_to_grant(current_actor(), queries.standing_in(round, now()))
    form = AppointForm()
    form.offer(roles)
    if form.validate_on_submit():
        role = Role(form.role.data)
        try:
            services.appoint(current_actor(), round.id, form.email.data, role, now=now())
        except RuleBroken as error:
            form.show(error, "email")
        else:
            flash(_("The role is granted."), "success")
            return redirect(url_for("rounds.staff", slug=round.slug), 303)
    page = render_template(
        "rounds/staff.html", round=round, form=form, roles=roles, grants=queries.grants_in(round.id)
    )
    return page, 422 if form.errors or form.broken else 200


def _grant_of_address(slug: str, grant_id: int) -> Found:
    found = round_of_address(slug)
    return ((found[0], grant_id), found[1]) if found else None


@bp.post("/<slug>/staff/<int:grant_id>/dismiss")
@requires(Permission.SEE_DESK, on=_grant_of_address)
def dismiss(found: Any) -> ResponseReturnValue:
    """Take a role in this round back."""
    round, grant_id = found
    services.dismiss(current_actor(), round.id, grant_id, now=now())
    flash(_("The role is taken back."), "info")
    return redirect(url_for("rounds.staff", slug=round.slug), 303)
