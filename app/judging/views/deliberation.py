"""The jury's deliberation: agenda, motions, votes, and the statement that ends it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.deliberation import Word, moved_to
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.judging import queries, services
from app.judging.forms import MotionForm, StatementForm, VoteForm
from app.judging.views.assigning import hidden_here, round_with_scoring
from app.judging.views.blueprint import bp
from app.judging.views.figures import disagreements_shown, points
from app.rounds.queries import standing_in
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told


@bp.get("/rounds/<slug>/deliberation")
@requires(Permission.SEE_DELIBERATION, on=round_with_scoring)
def deliberation(round: Any) -> ResponseReturnValue:
    """What the jury talks about, and how it votes."""
    return _page(round)


def _page(
    round: Any, *, motion: MotionForm | None = None, statement: StatementForm | None = None
) -> ResponseReturnValue:
    actor, standing = current_actor(), standing_in(round, now())
    found = queries.deliberation_of(round.id)
    is_over = queries.is_scoring_over(round, now())
    ranking = queries.ranking_of(round, now()) if is_over else None
    hidden = {str(each) for each in hidden_here(round)}
    agenda = _agenda(found, ranking, hidden) if ranking else []
    motion = motion or MotionForm()
    motion.offer([(each["id"], each["proposal"].title) for each in agenda])
    page = render_template(
        "judging/deliberation.html",
        round=round,
        found=found,
        agenda=agenda,
        is_hidden=len(_ids(found, ranking)) > len(agenda),
        titles=ranking.proposals if ranking else {},
        hidden=hidden,
        motions=queries.motions_of(found) if found else [],
        disagreements=[
            each for each in disagreements_shown(ranking, hidden) if _is_among(each["proposal"], agenda)
        ]
        if ranking
        else [],
        motion_form=motion,
        statement_form=statement or StatementForm(),
        vote_form=VoteForm,
        person_id=actor.person_id,
        may_lead=may(actor, Permission.LEAD_DELIBERATION, standing),
        may_move=may(actor, Permission.MOVE_MOTION, standing),
        may_vote=may(actor, Permission.VOTE_ON_MOTION, standing),
    )
    forms = [form for form in (motion, statement) if form is not None]
    return page, 422 if any(form.errors or form.broken for form in forms) else 200


def _ids(found: Any, ranking: Any) -> list[str]:
    if found is not None:
        return [str(each["id"]) for each in found.agenda.get("entries", [])]
    return list(ranking.outcome.agenda) if ranking else []


def _is_among(proposal: Any, agenda: list[dict[str, Any]]) -> bool:
    return proposal.id in {each["proposal"].id for each in agenda}


def _agenda(found: Any, ranking: Any, hidden: set[str]) -> list[dict[str, Any]]:
    """The entries of the agenda with their figures, without those that the reader stands too near to."""
    bands = ranking.outcome.stability.bands if ranking.outcome.stability else {}
    rows = (
        found.agenda.get("entries", [])
        if found
        else [
            {
                "id": each,
                "position": bands[each].position,
                "best": bands[each].best,
                "worst": bands[each].worst,
            }
            for each in ranking.outcome.agenda
        ]
    )
    lines = []
    for row in rows:
        standing = ranking.ranking.of(str(row["id"]))
        if str(row["id"]) in hidden or standing is None:
            continue
        own = {"id": str(row["id"]), "proposal": ranking.proposals[standing.entry]}
        lines.append({**row, **own, "score": points(standing.score)})
    return lines


@bp.post("/rounds/<slug>/deliberation")
@requires(Permission.LEAD_DELIBERATION, on=round_with_scoring)
def open_deliberation(round: Any) -> ResponseReturnValue:
    """Call the jury to deliberate."""
    with told(_("The jury has been called to deliberate.")):
        services.open_deliberation(current_actor(), round.id, now=now())
    return _back(round.slug)


@bp.post("/rounds/<slug>/deliberation/motions")
@requires(Permission.MOVE_MOTION, on=round_with_scoring)
def move_motion(round: Any) -> ResponseReturnValue:
    """Move a motion."""
    found = queries.deliberation_of(round.id)
    if found is None:
        abort(404)
    form = MotionForm()
    positions = queries.agenda_positions(found)
    form.offer([(each, each) for each in positions])
    if form.validate_on_submit():
        try:
            chosen, target = form.entry.data, form.target.data
            order = moved_to(chosen, target, positions) if chosen else []
            services.move_motion(current_actor(), round.id, order, form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "target" if error.code == "motion.changes_nothing" else None)
        else:
            flash(_("The motion is open for votes."), "success")
            return _back(round.slug)
    return _page(round, motion=form)


def _motion(slug: str, motion_id: int) -> Found:
    found, motion = round_with_scoring(slug), queries.motion_by_id(motion_id)
    if found is None or motion is None or motion.round_id != found[0].id:
        return None
    return (found[0], motion), found[1]


@bp.post("/rounds/<slug>/deliberation/motions/<int:motion_id>/vote")
@requires(Permission.VOTE_ON_MOTION, on=_motion)
def vote_on_motion(found: Any) -> ResponseReturnValue:
    """Say one's word on a motion."""
    round, motion = found
    form = VoteForm()
    if not form.validate_on_submit():
        flash(_("Choose: for, against or abstain."), "error")
        return _back(round.slug)
    with told(_("Your vote is noted. You can change it until the motion is decided.")):
        word, reason = Word(form.word.data), form.reason.data or ""
        services.vote_on_motion(current_actor(), motion.id, word, reason, now=now())
    return _back(round.slug)


@bp.post("/rounds/<slug>/deliberation/motions/<int:motion_id>/decide")
@requires(Permission.LEAD_DELIBERATION, on=_motion)
def decide_motion(found: Any) -> ResponseReturnValue:
    """Count the votes on a motion."""
    round, motion = found
    with told(_("The motion is decided.")):
        services.decide_motion(current_actor(), motion.id, now=now())
    return _back(round.slug)


@bp.post("/rounds/<slug>/deliberation/close")
@requires(Permission.LEAD_DELIBERATION, on=round_with_scoring)
def close_deliberation(round: Any) -> ResponseReturnValue:
    """End the deliberation with its statement."""
    form = StatementForm()
    if form.validate_on_submit():
        try:
            services.close_deliberation(current_actor(), round.id, form.statement.data, now=now())
        except RuleBroken as error:
            form.show(error, "statement" if error.code == "deliberation.no_statement" else None)
        else:
            flash(_("The deliberation is closed. What it decided is part of the result."), "success")
            return _back(round.slug)
    return _page(round, statement=form)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("judging.deliberation", slug=slug), 303)
