"""What people have reported, for the organisers of its round."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.proposals import services
from app.proposals.forms import ReasonForm
from app.proposals.queries import count_of_reported, hidden_comments, reported_comments, reports_on
from app.proposals.views.blueprint import bp, comment_to_moderate
from app.web.clock import now
from app.web.guards import current_actor, requires
from app.web.paging import page_number
from app.web.undo import flash_with_undo


@bp.get("/moderation")
@requires(Permission.MODERATE)
def moderation() -> ResponseReturnValue:
    """Reported comments that wait for a word, or with ``?show=hidden`` those that are hidden."""
    actor = current_actor()
    shows_hidden = request.args.get("show") == "hidden"
    page = (hidden_comments if shows_hidden else reported_comments)(actor, page_number())
    return render_template(
        "proposals/moderation.html",
        page=page,
        reports=reports_on(page.items),
        shows_hidden=shows_hidden,
        waiting=count_of_reported(actor),
    )


@bp.route("/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@requires(Permission.MODERATE, on=comment_to_moderate)
def hide(comment: Any) -> ResponseReturnValue:
    """Hide a comment, with a reason that its writer reads."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            services.hide_comment(current_actor(), comment.id, reason=form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "reason")
        else:
            undo = url_for("proposals.keep", comment_id=comment.id)
            flash_with_undo(_("The comment is hidden. Its writer has been told why."), undo, "success")
            return redirect(url_for("proposals.moderation"), 303)
    page = render_template(
        "proposals/hide.html", comment=comment, form=form, reports=reports_on([comment])[comment.id]
    )
    return page, 422 if form.errors else 200


@bp.post("/comments/<int:comment_id>/keep")
@requires(Permission.MODERATE, on=comment_to_moderate)
def keep(comment: Any) -> ResponseReturnValue:
    """Let a comment stand, or show a hidden one again."""
    services.keep_comment(current_actor(), comment.id, now=now())
    flash(_("The comment stands; its reports are settled."), "success")
    return redirect(url_for("proposals.moderation"), 303)
