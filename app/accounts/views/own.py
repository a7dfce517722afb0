"""One's own account."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import NewPasswordForm, SettingsForm
from app.accounts.views.sign_in import begin_session, language_choices
from app.config import consent_age
from app.domain.consents import needs_guardian
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Permission, Role
from app.places.queries import neighbourhoods
from app.web.clock import now
from app.web.formats import named
from app.web.guards import current_actor, current_person, requires
from app.web.i18n import COOKIE, COOKIE_SECONDS

bp = Blueprint("own_account", __name__, url_prefix="/me")


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.HOLD_ACCOUNT)
def settings() -> ResponseReturnValue:
    """Change name, language, neighbourhood, age band."""
    person = current_person()
    form = SettingsForm(obj=person, neighbourhood=person.neighbourhood_id or 0)
    form.offer(language_choices(), named(neighbourhoods()))
    if not form.validate_on_submit():
        return _settings_page(form, NewPasswordForm())
    services.change_person(
        current_actor(),
        display_name=form.display_name.data,
        language=form.language.data,
        neighbourhood_id=form.neighbourhood.data or None,
        age_band=AgeBand(form.age_band.data),
        shows_name=form.shows_name.data,
        now=now(),
    )
    flash(_("Your settings are saved."), "success")
    response = redirect(url_for("own_account.settings"), 303)
    response.set_cookie(COOKIE, form.language.data, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")
    return response


def _settings_page(form: SettingsForm, password: NewPasswordForm) -> ResponseReturnValue:
    roles = current_actor().roles_anywhere() - {Role.RESIDENT}
    wrong = form.errors or password.errors or password.broken
    page = render_template(
        "accounts/settings.html",
        form=form,
        password=password,
        may_have_password=bool(roles),
        is_mentor=Role.MENTOR in roles,
        needs_guardian=needs_guardian(current_person().age_band, consent_age()),
    )
    return page, 422 if wrong else 200


@bp.post("/password")
@requires(Permission.HOLD_ACCOUNT)
def password() -> ResponseReturnValue:
    """Set a password, for staff and mentors; ends the other sessions."""
    person = current_person()
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            services.set_password(person.id, form.password.data, now=now())
        except RuleBroken as error:
            form.show(error, "password")
        else:
            begin_session(queries.person_by_id(person.id))
            flash(_("Your password is set. Other devices are signed out."), "success")
            return redirect(url_for("own_account.settings"), 303)
    settings_form = SettingsForm(formdata=None, obj=person, neighbourhood=person.neighbourhood_id or 0)
    settings_form.offer(language_choices(), named(neighbourhoods()))
    return _settings_page(settings_form, form)


@bp.post("/close")
@requires(Permission.HOLD_ACCOUNT)
def close() -> ResponseReturnValue:
    """Close the account and erase what it says about the person."""
    services.close_account(current_actor(), now=now())
    flash(_("Your account is closed and your details are erased."), "info")
    return redirect("/", 303)


@bp.post("/notes/read")
@requires(Permission.HOLD_ACCOUNT)
def read_notes() -> ResponseReturnValue:
    """Mark all notes as read."""
    services.mark_notes_read(current_actor(), now=now())
    return redirect(url_for("hall.mine"), 303)
