"""The feedback to the teams: read and released by the organiser, read and printed by each team for itself."""

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.proposals.queries import open_proposal
from app.results import queries, services
from app.results.views.blueprint import bp, found_round
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.formats import local
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told
from app.web.sanitise import has_unsafe_characters, tidy_text

own = Blueprint("feedback", __name__)


def _own_entry(proposal_id: int) -> Found:
    return open_proposal(proposal_id, current_actor(), now())


@own.get("/proposals/<int:proposal_id>/feedback")
@requires(Permission.READ_FEEDBACK, on=_own_entry)
def show(proposal: Any) -> ResponseReturnValue:
    """What the mentors say to the team, for the team alone."""
    return render_template(
        "results/feedback.html",
        proposal=proposal,
        feedback=queries.feedback_on(proposal, now()),
        is_released=queries.release_of(proposal.round_id) is not None,
    )


@bp.get("/feedback")
@requires(Permission.MODERATE_FEEDBACK, on=found_round)
def moderate(round: Any) -> ResponseReturnValue:
    """Every comment, entry by entry, before the teams read it."""
    return _page(round, TalkaForm())


@bp.post("/feedback")
@requires(Permission.MODERATE_FEEDBACK, on=found_round)
def review(round: Any) -> ResponseReturnValue:
    """Let the comments of one entry pass; those that are ticked stay with the organisers."""
    form = TalkaForm()
    if form.validate_on_submit():
        seen, ticked = request.form.getlist("seen"), request.form.getlist("hide")
        reasons = {key: tidy_text(request.form.get(f"reason-{key}", "")) for key in ticked}
        try:
            if any(has_unsafe_characters(reason) for reason in reasons.values()):
                raise RuleBroken("text.unsafe")
            services.review_comments(current_actor(), round.id, seen, reasons, now=now())
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("results.moderate", slug=round.slug), 303)
    return _page(round, form)


@bp.post("/feedback/release")
@requires(Permission.MODERATE_FEEDBACK, on=found_round)
def release(round: Any) -> ResponseReturnValue:
    """Let every team read its feedback."""
    with told(_("Every team can read its feedback now, and has been told.")):
        services.release_feedback(current_actor(), round.id, now=now())
    return redirect(url_for("results.moderate", slug=round.slug), 303)


def _page(round: Any, form: TalkaForm) -> ResponseReturnValue:
    comments = queries.comments_in(round, now())
    page = render_template(
        "results/feedback_moderation.html",
        round=round,
        form=form,
        entries=[
            (proposal, list(part)) for proposal, part in groupby(comments, key=lambda one: one.proposal)
        ],
        criteria=_criteria_names(round),
        waiting=sum(one.review is None for one in comments),
        release=queries.release_of(round.id),
        is_published=queries.is_published(round.id),
    )
    return page, 422 if form.errors or form.broken else 200


def _criteria_names(round: Any) -> dict[str, str]:
    return {
        **{one.key: local(one.name) for one in queries.criteria_in(round.id)},
        queries.TEAM_PART: _("About the whole idea"),
    }
