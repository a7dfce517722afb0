"""Counting and publishing, for organisers, in plain steps: close, count, look, publish."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.results import queries, services
from app.results.views.blueprint import bp, found_round
from app.results.views.show import sections
from app.voting.queries import GRACE, needs_two_people, poll_state, requests_waiting, takes_ballots
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.guards import current_actor, requires

LONGEST_NUMBER = 10
CLOSED = ("closed", "tallied", "published")
ACTS = ("close", "tally", "publish")
"""What is asked for and confirmed on this page, if it takes two people."""


@bp.get("/count")
@requires(Permission.TALLY, on=found_round)
def manage(round: Any) -> ResponseReturnValue:
    """Where the result stands and what to do next."""
    return _page(round, TalkaForm(prefix="count"))


@bp.post("/count")
@requires(Permission.TALLY, on=found_round)
def count(round: Any) -> ResponseReturnValue:
    """Count; counting again finds the same run."""
    form = TalkaForm(prefix="count")
    if form.validate_on_submit():
        try:
            run = services.run_tally(current_actor(), round, now=now())
        except RuleBroken as error:
            form.show(error)
        else:
            if run:
                flash(_("The count is done. Look at it before it is published."), "success")
            else:
                _tell_of_asking()
            return redirect(url_for("results.manage", slug=round.slug), 303)
    return _page(round, form)


@bp.get("/count/preview")
@requires(Permission.TALLY, on=found_round)
def preview(round: Any) -> ResponseReturnValue:
    """The result as the public will see it."""
    run = queries.latest_run(round.id)
    if run is None:
        return redirect(url_for("results.manage", slug=round.slug), 303)
    return render_template(
        "results/show.html", round=round, published_at=None, run=run, files=[], **sections(run.output)
    )


@bp.post("/count/publish")
@requires(Permission.PUBLISH_RESULT, on=found_round)
def publish(round: Any) -> ResponseReturnValue:
    """Make the newest count public."""
    form = TalkaForm(prefix="publish")
    if form.validate_on_submit():
        try:
            done = services.publish_result(current_actor(), round, _looked_at(), now=now())
        except RuleBroken as error:
            form.show(error)
        else:
            if done is None:
                _tell_of_asking()
                return redirect(url_for("results.manage", slug=round.slug), 303)
            flash(_("The result is public. Authors and followers have been told."), "success")
            return redirect(url_for("results.show", slug=round.slug), 303)
    return _page(round, TalkaForm(prefix="count"), form)


def _looked_at() -> int:
    """The count that the organiser looked at, as the page gave it; no count has the number 0."""
    text = request.form.get("run", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def _page(round: Any, form: TalkaForm, publish_form: TalkaForm | None = None) -> ResponseReturnValue:
    run = queries.latest_run(round.id)
    by_vote = queries.is_decided_by_vote(round)
    state = poll_state(round, now()) if by_vote else "closed"
    wrong = form.errors or form.broken or (publish_form and (publish_form.errors or publish_form.broken))
    page = render_template(
        "results/manage.html",
        round=round,
        run=run,
        by_vote=by_vote,
        is_closed=state in CLOSED,
        can_close=by_vote and state == "open" and not takes_ballots(round, now(), grace=GRACE),
        is_published=queries.is_published(round.id),
        requests=requests_waiting(current_actor(), round.id, ACTS, now()),
        requests_page="count",
        needs_two=needs_two_people(round.id),
        form=form,
        publish_form=publish_form or TalkaForm(prefix="publish"),
    )
    return page, 422 if wrong else 200


def _tell_of_asking() -> None:
    flash(_("Nothing has happened yet: another organiser has been asked to confirm it."), "info")
