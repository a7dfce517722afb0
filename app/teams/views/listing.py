"""The teams of a round, and founding one."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import AFTER_DEADLINE, FORMING, Permission, may
from app.teams import services
from app.teams.forms import CodeForm, TeamForm
from app.teams.queries import questionnaire_of, teams_of_person, teams_page, teams_waiting
from app.teams.views.blueprint import bp, round_of
from app.web.clock import now
from app.web.guards import current_actor, public, requires
from app.web.paging import page_number


@bp.get("/rounds/<slug>/teams")
@public
def index(slug: str) -> ResponseReturnValue:
    """All teams of a round by name; one's own first, and a place to type a code."""
    found = round_of(slug)
    if found is None:
        abort(404)
    this, standing = found
    actor = current_actor()
    return render_template(
        "teams/index.html",
        round=this,
        page=teams_page(this.id, page_number()),
        own=teams_of_person(actor.person_id, this.id) if actor.person_id else [],
        may_found=actor.person_id is None or may(actor, Permission.FOUND_TEAM, standing),
        is_forming=standing.phase in FORMING,
        is_shown=standing.phase in AFTER_DEADLINE,
        waiting=teams_waiting(this.id, now()) if may(actor, Permission.EXTEND_DEADLINE, standing) else {},
        row=questionnaire_of(this.id),
        may_ask=may(actor, Permission.WRITE_QUESTIONS, standing),
        code_form=CodeForm(formdata=None),
    )


@bp.route("/rounds/<slug>/teams/new", methods=["GET", "POST"])
@requires(Permission.FOUND_TEAM, on=round_of)
def new(round: Any) -> ResponseReturnValue:
    """Found a team."""
    form = TeamForm()
    if form.validate_on_submit():
        try:
            team = services.found_team(
                current_actor(), round.id, name=form.name.data, motto=form.motto.data, now=now()
            )
        except RuleBroken as error:
            form.show(error, "name")
        else:
            flash(_("Your team is founded. Give the code below to those who belong to it."), "success")
            return redirect(url_for("teams.show", team_id=team.id), 303)
    return render_template("teams/new.html", round=round, form=form), 422 if form.errors else 200
