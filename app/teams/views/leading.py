"""What the founder does: renaming the team, its code, its members, handing it over, closing it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, Standing
from app.teams import services
from app.teams.forms import TeamForm
from app.teams.views.blueprint import bp, team_of
from app.web.clock import now
from app.web.guards import current_actor, requires
from app.web.messages import sentence


@bp.route("/teams/<int:team_id>/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_TEAM, on=team_of)
def edit(team: Any) -> ResponseReturnValue:
    """Change name and motto."""
    form = TeamForm(obj=team)
    if form.validate_on_submit():
        try:
            services.change_team(
                current_actor(), team.id, name=form.name.data, motto=form.motto.data, now=now()
            )
        except RuleBroken as error:
            form.show(error, "name")
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("teams.show", team_id=team.id), 303)
    return render_template("teams/edit.html", team=team, form=form), 422 if form.errors else 200


@bp.post("/teams/<int:team_id>/code")
@requires(Permission.LEAD_TEAM, on=team_of)
def renew_code(team: Any) -> ResponseReturnValue:
    """Make a new join code."""
    return _do(
        team.id,
        lambda: services.renew_join_code(current_actor(), team.id, now=now()),
        _("There is a new code, valid for a week. The old one works no more."),
    )


def _member_of(team_id: int, person_id: int) -> tuple[tuple[Any, int], Standing] | None:
    found = team_of(team_id)
    return ((found[0], person_id), found[1]) if found else None


@bp.post("/teams/<int:team_id>/members/<int:person_id>/remove")
@requires(Permission.LEAD_TEAM, on=_member_of)
def remove(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Take a member out."""
    team, person_id = team_and_person
    return _do(
        team.id,
        lambda: services.remove_member(current_actor(), team.id, person_id, now=now()),
        _("The member is out of the team, and the code is a new one."),
    )


@bp.post("/teams/<int:team_id>/members/<int:person_id>/lead")
@requires(Permission.LEAD_TEAM, on=_member_of)
def hand_over(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Hand the team over to a member."""
    team, person_id = team_and_person
    return _do(
        team.id,
        lambda: services.hand_over_team(current_actor(), team.id, person_id, now=now()),
        _("The team has a new founder."),
    )


@bp.post("/teams/<int:team_id>/close")
@requires(Permission.LEAD_TEAM, on=team_of)
def close(team: Any) -> ResponseReturnValue:
    """Close the team."""
    return _do(
        team.id,
        lambda: services.close_team(current_actor(), team.id, now=now()),
        _("The team is closed. What it has handed in stays."),
    )


def _do(team_id: int, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do one thing to the team, say what became of it, and go back to its page."""
    try:
        act()
    except RuleBroken as error:
        flash(sentence(error), "error")
    else:
        flash(done, "success")
    return redirect(url_for("teams.show", team_id=team_id), 303)
