"""What the founder does: names, code, members, handing over, closing; and the organiser's more time."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.config import consent_age
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Permission
from app.teams import services
from app.teams.forms import CreditForm, ExtensionForm, TeamForm
from app.teams.queries import closing_of
from app.teams.views.blueprint import bp, team_and, team_and_credit, team_of
from app.web.clock import now
from app.web.guards import current_actor, requires
from app.web.outcome import told


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
    with told(_("There is a new code, valid for a week. The old one works no more.")):
        services.renew_join_code(current_actor(), team.id, now=now())
    return _to_team(team)


@bp.post("/teams/<int:team_id>/members/<int:person_id>/remove")
@requires(Permission.LEAD_TEAM, on=team_and)
def remove(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Take a member out."""
    team, person_id = team_and_person
    with told(_("The member is out of the team, and the code is a new one.")):
        services.remove_member(current_actor(), team.id, person_id, now=now())
    return _to_team(team)


@bp.post("/teams/<int:team_id>/members/<int:person_id>/lead")
@requires(Permission.LEAD_TEAM, on=team_and)
def hand_over(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Hand the team over to a member."""
    team, person_id = team_and_person
    with told(_("The team has a new founder.")):
        services.hand_over_team(current_actor(), team.id, person_id, now=now())
    return _to_team(team)


@bp.post("/teams/<int:team_id>/members/<int:person_id>/accept")
@requires(Permission.LEAD_TEAM, on=team_and)
def accept(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Take somebody who asked into the team."""
    team, person_id = team_and_person
    with told(_("The team has a new member.")):
        services.accept_member(current_actor(), team.id, person_id, now=now())
    return _to_team(team)


@bp.post("/teams/<int:team_id>/members/<int:person_id>/decline")
@requires(Permission.LEAD_TEAM, on=team_and)
def decline(team_and_person: tuple[Any, int]) -> ResponseReturnValue:
    """Answer no to somebody who asked."""
    team, person_id = team_and_person
    with told(_("The answer is sent.")):
        services.decline_member(current_actor(), team.id, person_id, now=now())
    return _to_team(team)


@bp.route("/teams/<int:team_id>/credits", methods=["GET", "POST"])
@requires(Permission.LEAD_TEAM, on=team_of)
def credit(team: Any) -> ResponseReturnValue:
    """Name somebody who takes part without an account."""
    form = CreditForm()
    if form.validate_on_submit():
        try:
            services.credit_participant(
                current_actor(),
                team.id,
                name=form.name.data,
                age_band=AgeBand(form.age_band.data),
                has_agreed=form.has_agreed.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "name")
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("teams.show", team_id=team.id, _anchor="members"), 303)
    page = render_template("teams/credit.html", team=team, form=form, consent_age=consent_age())
    return page, 422 if form.errors or form.broken else 200


@bp.post("/teams/<int:team_id>/credits/<int:credit_id>/remove")
@requires(Permission.LEAD_TEAM, on=team_and_credit)
def remove_credit(team_and_credit: tuple[Any, int]) -> ResponseReturnValue:
    """Take a name off the team again."""
    team, credit_id = team_and_credit
    with told(_("The name is gone.")):
        services.remove_credit(current_actor(), team.id, credit_id, now=now())
    return _to_team(team)


@bp.route("/teams/<int:team_id>/time", methods=["GET", "POST"])
@requires(Permission.EXTEND_TEAM, on=team_of)
def extend(team: Any) -> ResponseReturnValue:
    """Give one team more time, with a reason."""
    form = ExtensionForm()
    if form.validate_on_submit() and form.ends_at.data is not None:
        try:
            services.extend_team(
                current_actor(), team.id, ends_at=form.ends_at.data, reason=form.reason.data, now=now()
            )
        except RuleBroken as error:
            form.show(error, "reason" if error.code == "extension.no_reason" else "ends_at")
        else:
            flash(_("The team has more time; its page says so."), "success")
            return redirect(url_for("teams.show", team_id=team.id), 303)
    page = render_template("teams/extend.html", team=team, form=form, closing=closing_of(team.round, team.id))
    return page, 422 if form.errors or form.broken else 200


@bp.post("/teams/<int:team_id>/close")
@requires(Permission.LEAD_TEAM, on=team_of)
def close(team: Any) -> ResponseReturnValue:
    """Close the team."""
    with told(_("The team is closed. What it has handed in stays.")):
        services.close_team(current_actor(), team.id, now=now())
    return _to_team(team)


def _to_team(team: Any) -> ResponseReturnValue:
    return redirect(url_for("teams.show", team_id=team.id), 303)
