"""Asking to join a team by its code, and leaving it."""

from io import BytesIO
from typing import Any

import segno
from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.join_codes import read_join_code
from app.domain.joining import RequestState
from app.domain.permissions import FORMING, Permission, may
from app.extensions import limiter
from app.rounds.queries import standing_in
from app.teams import services
from app.teams.forms import CodeForm
from app.teams.queries import count_of_members, is_member, request_of, team_by_code, team_rules_of
from app.teams.views.blueprint import bp, team_of
from app.web.clock import now
from app.web.guards import Found, current_actor, public, requires
from app.web.outcome import told

TRIES = "60 per 10 minutes"
"""A class behind one address joins within minutes; trying codes out would take longer than the city exists."""


def _was_in_vain(response: Response) -> bool:
    return response.status_code == 404


@bp.get("/join")
@public
def enter_code() -> ResponseReturnValue:
    """Type a code, and go to the team that it belongs to."""
    form = CodeForm(request.args)
    if "code" in request.args and form.validate():
        return redirect(url_for("teams.join", code=read_join_code(form.code.data) or "-"))
    status = 422 if form.errors else 200
    return render_template("teams/enter_code.html", form=form), status


@bp.get("/join/<code>")
@limiter.limit(TRIES, deduct_when=_was_in_vain)
@public
def join(code: str) -> ResponseReturnValue:
    """Whose code this is, and the button that asks to join."""
    team = team_by_code(read_join_code(code))
    if team is None:
        form = CodeForm(formdata=None)
        form.show(RuleBroken("team.code_unknown"))
        return render_template("teams/enter_code.html", form=form), 404
    if team.closed_at is not None or team.join_code_expires_at <= now():
        return render_template("teams/code_expired.html", team=team), 410
    actor = current_actor()
    if actor.person_id is not None and is_member(team.id, actor.person_id):
        return redirect(url_for("teams.show", team_id=team.id))
    standing = standing_in(team.round, now())
    request_made = request_of(team.id, actor.person_id) if actor.person_id is not None else None
    return render_template(
        "teams/join.html",
        team=team,
        size=count_of_members(team.id),
        is_signed_in=actor.person_id is not None,
        is_forming=standing.phase in FORMING,
        may_join=may(actor, Permission.JOIN_TEAM, standing),
        is_waiting=request_made is not None and request_made.state is RequestState.WAITING,
        one_team=team_rules_of(team.round).one_team,
    )


def _team_of_code(code: str) -> Found:
    team = team_by_code(read_join_code(code))
    return (team, standing_in(team.round, now())) if team else None


@bp.post("/join/<code>")
@limiter.limit(TRIES, deduct_when=_was_in_vain)
@requires(Permission.JOIN_TEAM, on=_team_of_code)
def ask(team: Any) -> ResponseReturnValue:
    """Ask the founder to be taken in."""
    with told(_("The founder is asked. You will be told as soon as there is an answer.")):
        services.ask_to_join(current_actor(), team.join_code, now=now())
    return redirect(url_for("teams.join", code=team.join_code), 303)


@bp.post("/teams/<int:team_id>/leave")
@requires(Permission.LEAVE_TEAM, on=team_of)
def leave(team: Any) -> ResponseReturnValue:
    """Leave the team."""
    with told(_("You have left the team."), "info"):
        services.leave_team(current_actor(), team.id, now=now())
    return redirect(url_for("teams.show", team_id=team.id), 303)


@bp.get("/teams/<int:team_id>/code.svg")
@requires(Permission.SEE_TEAM, on=team_of)
def qr(team: Any) -> ResponseReturnValue:
    """The join link as a QR code to scan."""
    if team.closed_at is not None or team.join_code_expires_at <= now():
        abort(404)
    address = url_for("teams.join", code=team.join_code, _external=True)
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    return Response(picture.getvalue(), mimetype="image/svg+xml")
