"""The audit log, for administrators."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.queries import people_by_id
from app.audit.queries import PER_PAGE, entries, subjects
from app.domain.permissions import Permission
from app.hall.views.blueprint import bp
from app.web.guards import requires
from app.web.paging import Page, page_number


@bp.get("/audit")
@requires(Permission.READ_AUDIT)
def audit() -> ResponseReturnValue:
    """Who did what, when, before and after."""
    subject = request.args.get("subject") or None
    number = page_number()
    items, total = entries(number, subject)
    names = people_by_id({entry.actor_id for entry in items if entry.actor_id})
    page = Page(items, number, total, PER_PAGE)
    return render_template("hall/audit.html", page=page, names=names, subjects=subjects(), subject=subject)
