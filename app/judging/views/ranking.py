"""The jury's ranking: for organisers and the council once scoring is over, earlier only with a reason on record."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.judging import queries, services
from app.judging.forms import LookEarlyForm
from app.judging.views.assigning import round_with_scoring
from app.judging.views.blueprint import bp
from app.judging.views.figures import shown_ranking
from app.rounds.queries import standing_in
from app.web.clock import now
from app.web.guards import current_actor, requires


@bp.get("/rounds/<slug>/ranking")
@requires(Permission.SEE_RANKING, on=round_with_scoring)
def ranking(round: Any) -> ResponseReturnValue:
    """The ranking, or when there will be one."""
    if queries.is_scoring_over(round, now()):
        return _ranking_page(round, is_early=False)
    return _waiting_page(round, LookEarlyForm())


@bp.post("/rounds/<slug>/ranking")
@requires(Permission.LOOK_EARLY, on=round_with_scoring)
def look_early(round: Any) -> ResponseReturnValue:
    """The ranking as it stands while scoring is open, shown once to whoever said why."""
    form = LookEarlyForm()
    if form.validate_on_submit():
        try:
            services.look_early(current_actor(), round.id, form.reason.data, now=now())
        except RuleBroken as error:
            if error.code == "phase.wrong":
                raise
            form.show(error, "reason")
        else:
            return _ranking_page(round, is_early=True)
    return _waiting_page(round, form)


def _waiting_page(round: Any, form: LookEarlyForm) -> ResponseReturnValue:
    page = render_template(
        "judging/ranking_waits.html",
        round=round,
        form=form,
        ends_at=queries.scoring_ends_at(round),
        progress=queries.progress_of(round.id, now()),
        may_look_early=may(current_actor(), Permission.LOOK_EARLY, standing_in(round, now())),
    )
    return page, 422 if form.errors or form.broken else 200


def _ranking_page(round: Any, *, is_early: bool) -> ResponseReturnValue:
    found = queries.ranking_of(round, now())
    hidden = {str(each) for each in queries.hidden_entries(round, current_actor().person_id or 0, now())}
    standing = standing_in(round, now())
    return render_template(
        "judging/ranking.html",
        round=round,
        found=found,
        is_early=is_early,
        ends_at=queries.scoring_ends_at(round),
        hidden=len(hidden & set(found.proposals)) if found else 0,
        deliberation=queries.deliberation_of(round.id),
        may_lead=not is_early and may(current_actor(), Permission.LEAD_DELIBERATION, standing),
        **(shown_ranking(found, hidden) if found else {}),
    )
