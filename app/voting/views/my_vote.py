"""Was a vote cast in my name? Yes, by which channel, or no; nothing finer is known."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.errors import RuleBroken
from app.extensions import limiter
from app.voting import queries, services
from app.voting.forms import CodeForm
from app.voting.views.blueprint import bp, shown_round
from app.voting.views.codes import FAILURES_PER_ADDRESS, FAILURES_PER_PREFIX, has_failed, tried_prefix
from app.voting.views.who import current_voter
from app.web.clock import now
from app.web.guards import public


@bp.route("/my-vote", methods=["GET", "POST"])
@limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=has_failed)
@limiter.limit(FAILURES_PER_PREFIX, methods=["POST"], key_func=tried_prefix, deduct_when=has_failed)
@public
def my_vote(slug: str) -> ResponseReturnValue:
    """For the signed-in person, or for the code that is typed; also long after the vote."""
    round, _standing = shown_round(slug)
    form = CodeForm()
    voter: Any = current_voter(round) if not form.is_submitted() else None
    if form.validate_on_submit():
        try:
            code_id = services.code_entered(round, form.code.data)
        except RuleBroken as error:
            form.show(error, "code")
        else:
            voter = queries.voter_by_code(round, code_id, queries.frozen_rules(round))
    page = render_template(
        "voting/my_vote.html",
        round=round,
        form=form,
        voter=voter,
        has_begun=queries.poll_state(round, now()) != queries.DRAFT,
    )
    return page, 422 if form.errors else 200
