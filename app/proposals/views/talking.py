"""Comments under an idea, reporting one, and following the idea."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.proposal_states import PUBLIC
from app.extensions import limiter
from app.proposals import services
from app.proposals.forms import CommentForm, ReasonForm
from app.proposals.queries import comments_of
from app.proposals.views.blueprint import bp, comment_of, proposal_of
from app.web.clock import now
from app.web.formats import language
from app.web.guards import Found, current_actor, public, requires
from app.web.paging import page_number
from app.web.undo import flash_with_undo

COMMENTS_PER_PERSON = "20 per 10 minutes"
REPORTS_PER_PERSON = "30 per 10 minutes"


def _who() -> str:
    return f"person|{current_actor().person_id or get_remote_address()}"


def _public_proposal(proposal_id: int) -> Found:
    """An idea that everybody can read: nobody talks about a draft."""
    found = proposal_of(proposal_id)
    return found if found and found[0].state in PUBLIC else None


@bp.get("/proposals/<int:proposal_id>/comments")
@public
def comments(proposal_id: int) -> ResponseReturnValue:
    """All comments, and a place to write one."""
    found = _public_proposal(proposal_id)
    if found is None:
        abort(404)
    return _comments_page(found[0], CommentForm(formdata=None))


@bp.post("/proposals/<int:proposal_id>/comments")
@limiter.limit(COMMENTS_PER_PERSON, key_func=_who)
@requires(Permission.COMMENT, on=_public_proposal)
def comment(proposal: Any) -> ResponseReturnValue:
    """Write a comment."""
    form = CommentForm()
    if form.validate_on_submit():
        try:
            services.write_comment(
                current_actor(), proposal.id, body=form.body.data, language=language(), now=now()
            )
        except RuleBroken as error:
            form.show(error, "body")
        else:
            flash(_("Your comment is there. Thank you."), "success")
            target = url_for("hall.proposal", proposal_id=proposal.id, _anchor="comments")
            return redirect(target, 303)
    return _comments_page(proposal, form)


def _comments_page(proposal: Any, form: CommentForm) -> ResponseReturnValue:
    found = proposal_of(proposal.id)
    actor = current_actor()
    page = render_template(
        "proposals/comments.html",
        proposal=proposal,
        form=form,
        page=comments_of(proposal.id, actor, page_number()),
        may_comment=found is not None and may(actor, Permission.COMMENT, found[1]),
    )
    return page, 422 if form.errors or form.broken else 200


@bp.route("/comments/<int:comment_id>/report", methods=["GET", "POST"])
@limiter.limit(REPORTS_PER_PERSON, key_func=_who, methods=["POST"])
@requires(Permission.REPORT_COMMENT, on=comment_of)
def report(comment: Any) -> ResponseReturnValue:
    """Report a comment to the organisers, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            services.report_comment(current_actor(), comment.id, reason=form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "reason")
        else:
            flash(_("Thank you. The organisers will look at it."), "success")
            target = url_for("hall.proposal", proposal_id=comment.proposal_id, _anchor="comments")
            return redirect(target, 303)
    page = render_template("proposals/report.html", comment=comment, form=form)
    return page, 422 if form.errors else 200


@bp.post("/proposals/<int:proposal_id>/follow")
@requires(Permission.FOLLOW, on=_public_proposal)
def follow(proposal: Any) -> ResponseReturnValue:
    """Follow an idea."""
    services.follow_proposal(current_actor(), proposal.id, now=now())
    flash(_("You follow this idea: you will hear of every step."), "success")
    return redirect(_back(proposal.id), 303)


@bp.post("/proposals/<int:proposal_id>/unfollow")
@requires(Permission.FOLLOW, on=_public_proposal)
def unfollow(proposal: Any) -> ResponseReturnValue:
    """Follow it no more."""
    services.unfollow_proposal(current_actor(), proposal.id)
    flash_with_undo(
        _("You no longer follow this idea."), url_for("proposals.follow", proposal_id=proposal.id)
    )
    return redirect(_back(proposal.id), 303)


def _back(proposal_id: int) -> str:
    """My page where the button was pressed there, else the idea's page."""
    mine = url_for("hall.mine")
    return mine if request.form.get("back") == "mine" else url_for("hall.proposal", proposal_id=proposal_id)
