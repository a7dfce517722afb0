"""The mentor's desk: my entries, one scorecard a page, stepping aside, a sheet to print."""

from typing import Any
from uuid import uuid4

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.conflicts import ConflictKind
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.scorecard_states import ScoringState
from app.judging import queries, services
from app.judging.forms import ScorecardForm, StepAsideForm, scorecard_form
from app.judging.views.blueprint import bp
from app.rounds.queries import criteria_of, domain_rubric, latest_rubric
from app.screening.queries import entry_of
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.messages import sentence

DRAFT, SUBMIT, CORRECT = "draft", "submit", "correct"


def _task(assignment_id: int) -> Found:
    return queries.open_scoring_task(assignment_id, current_actor(), now())


@bp.get("/mentor")
@requires(Permission.SEE_MENTOR_DESK)
def desk() -> ResponseReturnValue:
    """What there is to score, what is done, until when."""
    desks = queries.desks_of(current_actor().person_id or 0, now=now())
    return render_template("judging/desk.html", desks=desks)


@bp.route("/mentor/<int:assignment_id>", methods=["GET", "POST"])
@requires(Permission.SEE_MENTOR_DESK, on=_task)
def scorecard(task: Any) -> ResponseReturnValue:
    """One entry and my scorecard of it."""
    rubric = latest_rubric(task.round.id)
    criteria = criteria_of(rubric.id) if rubric else []
    form = _filled_form(task, criteria, rubric)
    if rubric and request.method == "POST":
        action = request.form.get("action", SUBMIT)
        if _is_sound(form, rubric, action) and _is_stored(task, form, action):
            return _after(task, action)
    return _scorecard_page(task, rubric, criteria, form)


def _filled_form(task: Any, criteria: Any, rubric: Any) -> ScorecardForm:
    filled = queries.filled_in(task)
    given: dict[str, Any] = {f"level_{key}": str(level) for key, level in filled.levels.items()}
    given |= {f"comment_{key}": text for key, text in filled.comments.items()}
    newest = task.sheet.newest
    texts = {
        "team_comment": filled.team_comment,
        "private_note": filled.private_note,
        "seen": newest.save_key if newest else "",
    }
    form = scorecard_form(criteria, data={**given, **texts})
    if request.method != "POST" and rubric:
        form.version.data = rubric.version
    return form


def _is_sound(form: ScorecardForm, rubric: Any, action: str) -> bool:
    """Whether the form can be stored; what is wrong is shown on it."""
    seen, form.version.data = form.version.data, rubric.version
    if not form.validate():
        return False
    if seen != rubric.version:
        form.show(RuleBroken("scorecard.rubric_changed"))
        return False
    return form.check(domain_rubric(rubric.id), final=action != DRAFT)


def _is_stored(task: Any, form: ScorecardForm, action: str) -> bool:
    given, assignment_id = _given(form), task.sheet.assignment.id
    keys = _keys(form)
    try:
        if action == DRAFT:
            services.save_draft(current_actor(), assignment_id, given, now=now(), keys=keys)
        elif action == CORRECT:
            reason = form.reason.data or ""
            services.correct_scorecard(current_actor(), assignment_id, given, reason, now=now())
        else:
            services.submit_scorecard(current_actor(), assignment_id, given, now=now(), keys=keys)
    except RuleBroken as error:
        if error.code == "phase.wrong":
            raise
        form.show(error, "reason" if error.code == "scorecard.no_reason" else None)
        return False
    return True


def _given(form: ScorecardForm) -> services.Given:
    return services.Given(
        version=form.version.data,
        levels=form.levels,
        comments=form.comments,
        team_comment=form.team_comment.data or "",
        private_note=form.private_note.data or "",
    )


def _keys(form: ScorecardForm) -> services.SaveKeys | None:
    """How the mentor's device names this save, if it does."""
    return services.SaveKeys(form.own.data, form.seen.data or "") if form.own.data else None


@bp.post("/mentor/<int:assignment_id>/save")
@requires(Permission.SEE_MENTOR_DESK, on=_task)
def save(task: Any) -> ResponseReturnValue:
    """What a device sends by itself while somebody fills in a scorecard, perhaps long after and more than once."""
    rubric = latest_rubric(task.round.id)
    form = _filled_form(task, criteria_of(rubric.id) if rubric else [], rubric)
    action = SUBMIT if request.form.get("action") == SUBMIT else DRAFT
    if rubric is None or not _is_sound(form, rubric, action):
        said = form.broken or next((each for errors in form.errors.values() for each in errors), "")
        return jsonify(state="wrong", message=str(said)), 422
    try:
        store = services.submit_scorecard if action == SUBMIT else services.save_draft
        store(current_actor(), task.sheet.assignment.id, _given(form), now=now(), keys=_keys(form))
    except RuleBroken as error:
        state = "elsewhere" if error.code == "scorecard.saved_elsewhere" else "refused"
        seen = task.sheet.newest.save_key if task.sheet.newest else None
        return jsonify(state=state, message=sentence(error), seen=seen or ""), 409
    if action == SUBMIT:
        flash(_("Your scorecard is submitted."), "success")
    return jsonify(state="saved", seen=form.own.data or "", next=url_for("judging.desk"))


def _after(task: Any, action: str) -> ResponseReturnValue:
    if action == DRAFT:
        flash(_("The draft is saved. It is not submitted yet."), "info")
        return redirect(url_for("judging.scorecard", assignment_id=task.sheet.assignment.id), 303)
    if action == CORRECT:
        flash(_("The scorecard is corrected."), "success")
    else:
        flash(_("Your scorecard is submitted."), "success")
    return redirect(url_for("judging.desk"), 303)


def _scorecard_page(task: Any, rubric: Any, criteria: Any, form: ScorecardForm) -> ResponseReturnValue:
    page = render_template(
        "judging/scorecard.html",
        task=task,
        proposal=task.proposal,
        entry=entry_of(task.proposal, task.proposal.round),
        criteria=criteria,
        form=form,
        is_submitted=task.sheet.state is ScoringState.SUBMITTED,
        may_score=rubric is not None and may(current_actor(), Permission.SCORE, task.standing),
        may_step_aside=may(current_actor(), Permission.RECUSE, task.standing),
        is_over=queries.is_scoring_over(task.round, now()),
        ends_at=queries.scoring_deadline(task.round),
        grace=queries.grace_minutes(task.round),
        guide=queries.guide_of(task.round.id),
        own_key=uuid4().hex,
        others=queries.sheets_of_others(task, now()),
    )
    return page, 422 if form.errors or form.broken else 200


@bp.route("/mentor/<int:assignment_id>/step-aside", methods=["GET", "POST"])
@requires(Permission.RECUSE, on=_task)
def step_aside(task: Any) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    form = StepAsideForm()
    if form.validate_on_submit():
        kind = ConflictKind(form.kind.data)
        try:
            services.step_aside(current_actor(), task.sheet.assignment.id, kind, form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "reason")
        else:
            flash(_("You have stepped aside. The organisers have been told."), "info")
            return redirect(url_for("judging.desk"), 303)
    page = render_template("judging/step_aside.html", task=task, proposal=task.proposal, form=form)
    return page, 422 if form.errors or form.broken else 200


@bp.get("/mentor/<int:assignment_id>/sheet")
@requires(Permission.SEE_MENTOR_DESK, on=_task)
def my_sheet(task: Any) -> ResponseReturnValue:
    """An empty scorecard for this entry, to print and fill in by hand."""
    return sheet_page(task.round, [task.proposal], task.sheet.assignment.mentor.display_name)


def sheet_page(round: Any, proposals: list[Any], mentor: str = "") -> ResponseReturnValue:
    """The sheets of entries, one on a page, with the mentor's name or a line for it."""
    rubric = latest_rubric(round.id)
    return render_template(
        "judging/sheet.html",
        round=round,
        proposals=proposals,
        mentor=mentor,
        rubric=rubric,
        criteria=criteria_of(rubric.id) if rubric else [],
    )
