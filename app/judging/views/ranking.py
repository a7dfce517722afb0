"""The jury's ranking: for organisers and the council once scoring is over, earlier only with a reason on record."""

from fractions import Fraction
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.aggregation import EntryScore, Standing, display_score
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.judging import queries, services
from app.judging.forms import LookEarlyForm
from app.judging.views.assigning import round_with_scoring
from app.judging.views.blueprint import bp
from app.rounds.queries import standing_in
from app.web.clock import now
from app.web.formats import local, number
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
        may_look_early=may(current_actor(), Permission.LOOK_EARLY, standing_in(round, now())),
    )
    return page, 422 if form.errors or form.broken else 200


def _ranking_page(round: Any, *, is_early: bool) -> ResponseReturnValue:
    found = queries.ranking_of(round, now())
    hidden = {str(each) for each in queries.hidden_entries(round, current_actor().person_id or 0, now())}
    shown = [each for each in found.ranking.standings if each.entry not in hidden] if found else []
    waiting = [each for each in found.ranking.provisional if each.entry not in hidden] if found else []
    figures = [each.figures for each in shown] + waiting
    return render_template(
        "judging/ranking.html",
        round=round,
        found=found,
        is_early=is_early,
        ends_at=queries.scoring_ends_at(round),
        rows=[_row(found, each) for each in shown],
        provisional=[_figures(each) | {"proposal": found.proposals[each.entry]} for each in waiting]
        if found
        else [],
        criteria=found.criteria if found else [],
        means=[_means(found, each) for each in figures],
        hidden=len(hidden & set(found.proposals)) if found else 0,
        tie_order=[_step(found, step) for step in found.rules.tie_order] if found else [],
    )


def _row(found: Any, standing: Standing) -> dict[str, Any]:
    return {
        "place": standing.place,
        "position": standing.position,
        "wins": found.rules.cut is not None and standing.position <= found.rules.cut,
        "proposal": found.proposals[standing.entry],
        "decided_by": [_step(found, step) for step in standing.decided_by],
        **_figures(standing.figures),
    }


def _figures(figures: EntryScore) -> dict[str, Any]:
    return {
        "score": _points(figures.score),
        "lowest": _points(figures.lowest),
        "highest": _points(figures.highest),
        "spread": _points(figures.spread),
        "count": figures.count,
    }


def _means(found: Any, figures: EntryScore) -> dict[str, Any]:
    """The mean level of each criterion on its own scale; a dash where nobody scored it."""
    shares = [(each, figures.criterion_mean(each.key)) for each in found.criteria]
    levels = [None if share is None else each.lo + share * (each.hi - each.lo) for each, share in shares]
    return {"proposal": found.proposals[figures.entry], "levels": [_points(level) for level in levels]}


def _points(value: Fraction | None) -> str:
    return "–" if value is None else number(Fraction(display_score(value)), 1)


def _step(found: Any, step: str) -> str:
    """A step of the tie order in words."""
    if step.startswith("criterion:"):
        key = step.removeprefix("criterion:")
        name = next((local(each.name) for each in found.criteria if each.key == key), key)
        return _("the criterion “%(name)s”", name=name)
    words = {
        "median": _("the median scorecard"),
        "head_to_head": _("head to head among mentors who scored both"),
        "lot": _("the lot"),
        "jury": _("a vote of the jury"),
    }
    return words.get(step, _("not decided yet"))
