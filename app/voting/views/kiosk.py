"""What a voter sees at a kiosk before and after the ballot, and how staff end it on the device."""

from typing import Any

from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.extensions import limiter
from app.voting import services
from app.voting.forms import CodeForm, PinForm
from app.voting.views.blueprint import bp, shown_round
from app.voting.views.codes import FAILURES_PER_ADDRESS, FAILURES_PER_PREFIX, has_failed, tried_prefix
from app.voting.views.kiosk_mode import (
    SEEN,
    forget_language,
    forget_voter,
    is_voter_here,
    kiosk_here,
    kiosk_id_in,
)
from app.voting.views.who import remember_code
from app.web.clock import now
from app.web.guards import public

WRONG_PINS = "10 per 10 minutes"


@bp.route("/kiosk", methods=["GET", "POST"])
@limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=has_failed)
@limiter.limit(FAILURES_PER_PREFIX, methods=["POST"], key_func=tried_prefix, deduct_when=has_failed)
@public
def kiosk(slug: str) -> ResponseReturnValue:
    """The first page: type your code. Whoever was here before is forgotten by opening it."""
    round, _standing = shown_round(slug)
    if kiosk_id_in(round.id) is None:
        return redirect(url_for("voting.enter_code", slug=slug), 303)
    forget_voter()
    form = CodeForm()
    if form.validate_on_submit():
        try:
            code_id = services.code_entered(round, form.code.data)
        except RuleBroken as error:
            form.show(error, "code")
        else:
            remember_code(round, code_id)
            session[SEEN] = now().isoformat()
            return redirect(url_for("voting.ballot", slug=slug), 303)
    return _first_page(round, form, PinForm(formdata=None, prefix="end"))


@bp.post("/kiosk/done")
@public
def kiosk_done(slug: str) -> ResponseReturnValue:
    """The voter is finished, or gone: the device forgets everything."""
    shown_round(slug)
    was_here = is_voter_here()
    forget_voter()
    if was_here:
        flash(_("This screen has forgotten you. The next voter can come."), "success")
    return forget_language(redirect(url_for("voting.kiosk", slug=slug), 303))


@bp.get("/kiosk/waiting")
@public
def kiosk_waiting(slug: str) -> ResponseReturnValue:
    """Where a device without scripts goes after a while: is somebody still here?"""
    round, _standing = shown_round(slug)
    if kiosk_here() is None:
        return redirect(url_for("voting.enter_code", slug=slug), 303)
    return render_template("voting/kiosk_waiting.html", round=round)


def _pin_failed(response: Response) -> bool:
    return response.status_code == 422


@bp.post("/kiosk/end")
@limiter.limit(WRONG_PINS, deduct_when=_pin_failed)
@public
def kiosk_end(slug: str) -> ResponseReturnValue:
    """Staff end kiosk mode on the device, by its number."""
    round, _standing = shown_round(slug)
    kiosk_id = kiosk_id_in(round.id)
    if kiosk_id is None:
        return redirect(url_for("voting.enter_code", slug=slug), 303)
    form = PinForm(prefix="end")
    if form.validate_on_submit():
        try:
            services.stop_kiosk_by_pin(round.id, kiosk_id, form.pin.data, now=now())
        except RuleBroken as error:
            form.show(error, "pin")
        else:
            session.clear()
            flash(_("Kiosk mode has ended on this device."), "success")
            return redirect(url_for("hall.round", slug=slug), 303)
    return _first_page(round, CodeForm(formdata=None), form)


def _first_page(round: Any, form: CodeForm, pin: PinForm) -> ResponseReturnValue:
    page = render_template("voting/kiosk.html", round=round, form=form, pin=pin)
    return page, 422 if form.errors or pin.errors else 200
