"""A guardian's consent: the child asks, the guardian answers by a link or a sheet, without an account."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import GuardianForm, InvitationForm
from app.config import consent_age
from app.domain.consents import ConsentState, ends_at, needs_guardian
from app.domain.errors import RuleBroken
from app.domain.people import initials
from app.domain.permissions import Permission
from app.extensions import limiter
from app.web.clock import now
from app.web.formats import language
from app.web.guards import current_actor, current_person, public, requires
from app.web.outcome import told
from app.web.qr import qr_svg

bp = Blueprint("guardian", __name__)

TRIES = "30 per 10 minutes"
MAILS = "5 per hour"


@bp.get("/me/guardian")
@requires(Permission.HOLD_ACCOUNT)
def mine() -> ResponseReturnValue:
    """How far the consent is, and the two ways to ask for it."""
    return _mine(InvitationForm(formdata=None))


def _mine(form: InvitationForm) -> ResponseReturnValue:
    person = current_person()
    latest = queries.latest_consent(person.id)
    page = render_template(
        "accounts/guardian_mine.html",
        form=form,
        needs=needs_guardian(person.age_band, consent_age()),
        consent=latest,
        state=queries.consent_state(latest, person, now()) if latest else None,
        ends_at=person.consent_until,
        age=consent_age(),
    )
    return page, 422 if form.errors or form.broken else 200


@bp.post("/me/guardian")
@limiter.limit(MAILS)
@requires(Permission.HOLD_ACCOUNT)
def ask() -> ResponseReturnValue:
    """Invite the guardian, by mail or by a sheet."""
    form = InvitationForm()
    by_sheet = "sheet" in request.form
    if not by_sheet and not form.validate_on_submit():
        return _mine(form)
    try:
        services.ask_guardian(
            current_actor(), address="" if by_sheet else form.address.data, language=language(), now=now()
        )
    except RuleBroken as error:
        form.show(error)
        return _mine(form)
    if by_sheet:
        return redirect(url_for("guardian.sheet"), 303)
    flash(_("Your parent or guardian gets a mail now. The link in it works for 30 days."), "success")
    return redirect(url_for("guardian.mine"), 303)


@bp.get("/me/guardian/sheet")
@requires(Permission.HOLD_ACCOUNT)
def sheet() -> ResponseReturnValue:
    """The invitation on paper, with a QR code."""
    latest = queries.latest_consent(current_person().id)
    if latest is None or queries.consent_state(latest, current_person(), now()) is not ConsentState.ASKED:
        return redirect(url_for("guardian.mine"))
    address = url_for("guardian.answer", token=latest.token, _external=True)
    picture = qr_svg(address, _("QR code of the guardian's link"))
    return render_template("accounts/guardian_sheet.html", address=address, qr=picture, consent=latest)


@bp.get("/guardian/<token>")
@limiter.limit(TRIES, deduct_when=lambda response: response.status_code == 404)
@public
def answer(token: str) -> ResponseReturnValue:
    """What a guardian is asked, and the two answers."""
    return _answer_page(token, GuardianForm(formdata=None))


@bp.post("/guardian/<token>")
@limiter.limit(TRIES, deduct_when=lambda response: response.status_code == 404)
@public
def agree(token: str) -> ResponseReturnValue:
    """The guardian agrees, or confirms."""
    form = GuardianForm()
    if not form.validate_on_submit():
        return _answer_page(token, form)
    try:
        services.give_consent(token, name=form.name.data, now=now())
    except RuleBroken as error:
        form.show(error, "name" if error.code == "guardian.nameless" else None)
        return _answer_page(token, form)
    flash(_("Thank you. You can take your consent back at any time: keep this link."), "success")
    return redirect(url_for("guardian.answer", token=token), 303)


@bp.post("/guardian/<token>/withdraw")
@limiter.limit(TRIES, deduct_when=lambda response: response.status_code == 404)
@public
def withdraw(token: str) -> ResponseReturnValue:
    """The guardian says no, or no longer."""
    if queries.consent_by_token(token) is None:
        abort(404)
    with told(_("Noted. The child's name is shown to nobody."), "info"):
        services.withdraw_consent(token, now=now())
    return redirect(url_for("guardian.answer", token=token), 303)


def _answer_page(token: str, form: GuardianForm) -> ResponseReturnValue:
    consent: Any = queries.consent_by_token(token)
    if consent is None or consent.person.closed_at is not None:
        abort(404)
    newest = queries.latest_consent(consent.person_id)
    state = queries.consent_state(consent, consent.person, now())
    is_over = newest is None or newest.id != consent.id or consent.age_band is not consent.person.age_band
    is_over = is_over or (state is ConsentState.EXPIRED and consent.given_at is None)
    page = render_template(
        "accounts/guardian_answer.html",
        form=form,
        token=token,
        state=state,
        is_over=is_over,
        child=initials(consent.person.display_name.split()[0]) if consent.person.display_name.split() else "",
        ends_at=ends_at(consent.given_at) if consent.given_at else None,
    )
    if is_over:
        return page, 410
    return page, 422 if form.errors or form.broken else 200
