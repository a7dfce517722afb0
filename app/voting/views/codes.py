"""Voting with a printed code: entering it, and letting go of it."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.voter_codes import code_prefix
from app.extensions import limiter
from app.voting import services
from app.voting.forms import CodeForm
from app.voting.views.ballot import RECEIPT
from app.voting.views.blueprint import bp, shown_round
from app.voting.views.who import entered_code, forget_code, remember_code
from app.web.guards import public

FAILURES_PER_ADDRESS = "60 per 10 minutes"
"""Wrong codes only: a whole school shares one address, and right ones are never counted."""

FAILURES_PER_PREFIX = "10 per 10 minutes"


def has_failed(response: Response) -> bool:
    """Only failures are counted."""
    return response.status_code >= 400


def tried_prefix() -> str:
    """What wrong codes that begin alike are counted under."""
    return f"code|{request.path}|{code_prefix(request.form.get('code', ''))}"


@bp.route("/code", methods=["GET", "POST"])
@limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=has_failed)
@limiter.limit(FAILURES_PER_PREFIX, methods=["POST"], key_func=tried_prefix, deduct_when=has_failed)
@public
def enter_code(slug: str) -> ResponseReturnValue:
    """Type the code from a card; it opens the ballot of that card, without an account."""
    round, _standing = shown_round(slug)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            code_id = services.code_entered(round, form.code.data)
        except RuleBroken as error:
            form.show(error, "code")
        else:
            session.pop(RECEIPT, None)
            remember_code(round, code_id)
            return redirect(url_for("voting.ballot", slug=slug), 303)
    page = render_template(
        "voting/enter_code.html", round=round, form=form, entered=entered_code(round) is not None
    )
    return page, 422 if form.errors else 200


@bp.post("/code/leave")
@public
def leave_code(slug: str) -> ResponseReturnValue:
    """Let go of the code, for the next person at this device."""
    round, _standing = shown_round(slug)
    forget_code(round)
    session.pop(RECEIPT, None)
    flash(_("This device has forgotten the code."), "info")
    return redirect(url_for("voting.enter_code", slug=slug), 303)
