"""Exceptions to pages, in one place."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.db.base import db
from app.domain.errors import NotAllowed, RuleBroken
from app.web.messages import sentence

RETRY_SECONDS = 5
"""What a busy answer tells the browser to wait."""

FORBIDDEN_CODES = frozenset({"phase.wrong", "poll.not_open"})
"""Broken rules that are about when, not what: they answer 403 instead of 422."""


def init_errors(app: Flask) -> None:
    """Register all error pages."""
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(TimeoutError, _busy)
    app.register_error_handler(HTTPException, _http)


def error_page(status: int, title: str, text: str) -> tuple[str, int]:
    """A page that says what went wrong and where to go next, with the given status."""
    return render_template("errors/error.html", status=status, title=title, sentence=text), status


def _not_allowed(_error: NotAllowed) -> ResponseReturnValue:
    return error_page(403, _("Not for you"), _("Your account is not allowed to do this."))


def _rule_broken(error: RuleBroken) -> ResponseReturnValue:
    db.session.rollback()
    status = 403 if error.code in FORBIDDEN_CODES else 422
    return error_page(status, _("This cannot be done"), sentence(error))


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    text = _("The page was open for too long, or cookies are off. Go back, load the page again and repeat.")
    return error_page(400, _("Please try again"), text)


def _busy(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    text = _("The city's computer is busy right now. Nothing was lost: wait a few seconds and send it again.")
    return *error_page(503, _("One moment"), text), {"Retry-After": str(RETRY_SECONDS)}


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = error.code or 500
    if isinstance(error, InternalServerError):
        db.session.rollback()
    titles = {
        400: (_("Not understood"), _("The request was incomplete. Go back and try again.")),
        404: (_("Nothing here"), _("This page does not exist, or it is not public.")),
        405: (_("Not understood"), _("This address does not take that kind of request.")),
        413: (_("Too large"), _("What you sent is too large. Pictures may have up to 10 MB each.")),
        429: (_("Too many tries"), _("There were too many tries. Wait a few minutes and try again.")),
        500: (
            _("Our mistake"),
            _("Something broke on our side and has been written down. Please try again."),
        ),
    }
    title, text = titles.get(status, titles[400])
    return *error_page(status, title, text), _kept_headers(error)


def _kept_headers(error: HTTPException) -> dict[str, str]:
    headers = dict(error.get_headers(request.environ))
    return {name: value for name, value in headers.items() if name in ("Allow", "Retry-After")}
