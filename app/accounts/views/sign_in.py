"""Signing up, in and out."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from app.accounts import queries, services
from app.accounts.forms import EmailForm, PasswordSignInForm, SignUpForm
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Permission
from app.extensions import limiter
from app.places.queries import neighbourhoods
from app.web.clock import now
from app.web.formats import language, named
from app.web.guards import SignedIn, current_actor, current_person, public, requires
from app.web.i18n import NAMES

bp = Blueprint("accounts", __name__)

LINKS_PER_ACCOUNT = "6 per 20 minutes"
LINKS_PER_ADDRESS = "100 per 20 minutes"
"""A whole school shares one address."""

FAILURES_PER_ACCOUNT = "8 per 15 minutes"
FAILURES_PER_ADDRESS = "60 per 15 minutes"


def _asked_account() -> str:
    return "account|" + queries.email_key(request.form.get("email", ""))


def _has_failed(response: Response) -> bool:
    return response.status_code >= 400


def language_choices() -> list[tuple[str, str]]:
    """The city's languages for a select."""
    return [(code, NAMES.get(code, code)) for code in current_app.config["LANGUAGES"]]


@bp.route("/sign-up", methods=["GET", "POST"])
@limiter.limit(LINKS_PER_ADDRESS, methods=["POST"])
@limiter.limit(LINKS_PER_ACCOUNT, methods=["POST"], key_func=_asked_account)
@public
def sign_up() -> ResponseReturnValue:
    """Ask for an account; it is made once the link in the mail is used."""
    form = SignUpForm(language=language())
    form.offer(language_choices(), named(neighbourhoods()))
    if form.validate_on_submit():
        registration = services.Registration(
            email=form.email.data,
            display_name=form.display_name.data,
            language=form.language.data,
            neighbourhood_id=form.neighbourhood.data or None,
            age_band=AgeBand(form.age_band.data),
        )
        services.request_sign_up(registration, now=now())
        return redirect(url_for("accounts.look_into_mail"), 303)
    return render_template("accounts/sign_up.html", form=form), 422 if form.errors else 200


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(LINKS_PER_ADDRESS, methods=["POST"])
@limiter.limit(LINKS_PER_ACCOUNT, methods=["POST"], key_func=_asked_account)
@public
def sign_in() -> ResponseReturnValue:
    """Ask for a link to sign in with."""
    if current_person():
        return redirect(_local(request.args.get("next")))
    form = EmailForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        session["next"] = _local(form.next.data)
        services.request_sign_in(form.email.data, language(), now=now())
        return redirect(url_for("accounts.look_into_mail"), 303)
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@bp.get("/sign-in/mail")
@public
def look_into_mail() -> ResponseReturnValue:
    """Say that a mail is on its way, the same for known and unknown addresses."""
    return render_template("accounts/look_into_mail.html", minutes=services.LINK_MINUTES)


@bp.route("/sign-in/password", methods=["GET", "POST"])
@limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=_has_failed)
@limiter.limit(FAILURES_PER_ACCOUNT, methods=["POST"], key_func=_asked_account, deduct_when=_has_failed)
@public
def sign_in_with_password() -> ResponseReturnValue:
    """Sign in by address and password: for staff and mentors who have set one."""
    form = PasswordSignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            person = services.sign_in_with_password(form.email.data, form.password.data)
        except RuleBroken as error:
            form.show(error)
        else:
            begin_session(person)
            return redirect(_local(form.next.data), 303)
    failed = form.errors or form.broken
    return render_template("accounts/sign_in_password.html", form=form), 422 if failed else 200


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=_has_failed)
@public
def use_link(token: str) -> ResponseReturnValue:
    """Show a button; only pressing it uses the link, so that mail scanners do not."""
    if request.method != "POST":
        return render_template("accounts/use_link.html", token=token)
    try:
        person = services.use_link(token, now=now())
    except RuleBroken:
        return render_template("accounts/link_spent.html"), 422
    target = session.get("next")
    begin_session(person)
    flash(_("You are signed in."), "success")
    return redirect(_local(target), 303)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session."""
    logout_user()
    session.clear()
    flash(_("You are signed out."), "info")
    return redirect("/", 303)


@bp.post("/sign-out/everywhere")
@requires(Permission.HOLD_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of this person, this one too."""
    person_id = current_actor().person_id
    assert person_id is not None  # noqa: S101 - the guard admits nobody without an account
    services.end_sessions(person_id, now=now())
    session.clear()
    flash(_("You are signed out on all devices."), "info")
    return redirect("/", 303)


def begin_session(person: object) -> None:
    """Start a new session for the person; nothing of the visitor's session goes along."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(person, current_actor()))


def _local(target: str | None) -> str:
    """The path to go on to, if it is one of this site, else the person's page."""
    fallback = url_for("hall.mine")
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.netloc or parts.scheme or "\\" in target else target
