"""What mentors are told and on which terms they score; what they wrote on paper; how they calibrated."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.conflicts import ConflictKind
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.scorecard_states import LEFT, ScoringState
from app.judging import queries, services
from app.judging.forms import ConflictForm, GuideForm, TermsForm
from app.judging.views.assigning import hidden_here, round_with_scoring
from app.judging.views.blueprint import bp
from app.judging.views.desk import sheet_page
from app.proposals.queries import proposals_in_race
from app.rounds.queries import criteria_of, latest_rubric, standing_in
from app.screening.queries import entry_of
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.messages import sentence
from app.web.sanitise import has_unsafe_characters, tidy_text


@bp.get("/rounds/<slug>/guide")
@requires(Permission.READ_GUIDE, on=round_with_scoring)
def guide(round: Any) -> ResponseReturnValue:
    """The mentor's guide."""
    rubric = latest_rubric(round.id)
    return render_template(
        "judging/guide.html",
        round=round,
        guide=queries.guide_of(round.id),
        criteria=criteria_of(rubric.id) if rubric else [],
        may_write=may(current_actor(), Permission.WRITE_GUIDE, standing_in(round, now())),
    )


@bp.route("/rounds/<slug>/guide/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_GUIDE, on=round_with_scoring)
def write_guide(round: Any) -> ResponseReturnValue:
    """Write the guide of the round; it starts from the usual one."""
    form = GuideForm(obj=queries.guide_of(round.id))
    if form.validate_on_submit():
        try:
            services.write_guide(
                current_actor(),
                round.id,
                role=form.role.data,
                questions=form.questions.data,
                do=form.do.data,
                avoid=form.avoid.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("The guide is saved."), "success")
            return redirect(url_for("judging.guide", slug=round.slug), 303)
    page = render_template("judging/guide_edit.html", round=round, form=form)
    return page, 422 if form.errors or form.broken else 200


@bp.route("/rounds/<slug>/conflicts", methods=["GET", "POST"])
@requires(Permission.DECLARE_CONFLICT, on=round_with_scoring)
def conflicts(round: Any) -> ResponseReturnValue:
    """The entries that I stand too near to, and declaring another one."""
    actor, form = current_actor(), ConflictForm()
    near = queries.conflicting_entries(round.id, actor.person_id or 0)
    entries = proposals_in_race(round.id)
    form.offer([(each.id, each.title) for each in entries if each.id not in near])
    if form.validate_on_submit():
        kind = ConflictKind(form.kind.data)
        try:
            services.declare_conflict(actor, round.id, form.entry.data, kind, form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "reason")
        else:
            flash(_("You have stepped aside. The organisers have been told."), "info")
            return redirect(url_for("judging.conflicts", slug=round.slug), 303)
    page = render_template(
        "judging/conflicts.html", round=round, form=form, near=[each for each in entries if each.id in near]
    )
    return page, 422 if form.errors or form.broken else 200


def _mentor(slug: str, mentor_id: int) -> Found:
    found = round_with_scoring(slug)
    if found is None:
        return None
    people = {person.id: person for person in queries.mentors_in(found[0].id)}
    return ((found[0], people[mentor_id]), found[1]) if mentor_id in people else None


@bp.route("/rounds/<slug>/mentors/<int:mentor_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGN_MENTORS, on=_mentor)
def terms(found: Any) -> ResponseReturnValue:
    """On which terms one mentor scores."""
    round, mentor = found
    form = TermsForm(obj=queries.terms_in(round.id).get(mentor.id))
    if form.validate_on_submit():
        try:
            services.set_terms(
                current_actor(),
                round.id,
                mentor.id,
                is_trainee=form.is_trainee.data,
                max_load=form.max_load.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "max_load")
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("judging.assign", slug=round.slug), 303)
    page = render_template("judging/terms.html", round=round, mentor=mentor, form=form)
    return page, 422 if form.errors or form.broken else 200


def _sheets(round: Any, mentor: Any) -> list[Any]:
    """The mentor's sheets of the round, without those that whoever asks must not see."""
    hidden = hidden_here(round)
    held = queries.assignments_of(mentor.id, round.id, now())
    return [each for each in held if each.assignment.proposal_id not in hidden]


@bp.get("/rounds/<slug>/mentors/<int:mentor_id>/sheets")
@requires(Permission.SEE_DESK, on=_mentor)
def sheets(found: Any) -> ResponseReturnValue:
    """All sheets of a mentor, to print and fill in by hand."""
    round, mentor = found
    held = [each for each in _sheets(round, mentor) if each.state is not ScoringState.RECUSED]
    return sheet_page(round, [each.assignment.proposal for each in held], mentor.display_name)


@bp.route("/rounds/<slug>/mentors/<int:mentor_id>/grid", methods=["GET", "POST"])
@requires(Permission.ENTER_SHEETS, on=_mentor)
def grid(found: Any) -> ResponseReturnValue:
    """A grid for typing in a mentor's paper sheets: a row for each entry, a column for each criterion."""
    round, mentor = found
    rubric = latest_rubric(round.id)
    criteria = criteria_of(rubric.id) if rubric else []
    rows = [each for each in _sheets(round, mentor) if each.state in LEFT]
    wrong = ""
    if request.method == "POST" and rubric:
        try:
            given = _typed(rows, criteria, rubric.version)
            entered = services.enter_sheets(current_actor(), round.id, mentor.id, given, now=now())
        except RuleBroken as error:
            if error.code == "phase.wrong":
                raise
            unfinished = error.code in ("scorecard.level_missing", "scorecard.comment_missing")
            wrong = sentence(RuleBroken("sheet.incomplete") if unfinished else error)
        else:
            flash(ngettext("%(num)s sheet entered.", "%(num)s sheets entered.", entered), "success")
            return redirect(url_for("judging.grid", slug=round.slug, mentor_id=mentor.id), 303)
    page = render_template(
        "judging/grid.html",
        round=round,
        mentor=mentor,
        rows=rows,
        criteria=criteria,
        typed=request.form,
        wrong=wrong,
    )
    return page, 422 if wrong else 200


def _typed(rows: list[Any], criteria: list[Any], version: int) -> dict[int, services.Given]:
    """What was typed, without the rows that were left empty."""
    given = {}
    for row in rows:
        number = row.assignment.id
        levels = {each.key: request.form.get(f"{number}-{each.key}", "").strip() for each in criteria}
        remark = tidy_text(request.form.get(f"{number}-comment", ""))
        if any(has_unsafe_characters(text) for text in (remark, *levels.values())):
            raise RuleBroken("text.unsafe")
        if any(levels.values()):
            said = {each.key: remark for each in criteria if each.needs_comment and remark}
            given[number] = services.Given(version, levels, said, team_comment=remark)
    return given


@bp.get("/rounds/<slug>/mentors/calibration")
@requires(Permission.SEE_DESK, on=round_with_scoring)
def calibration(round: Any) -> ResponseReturnValue:
    """What the mentors gave the calibration entry, side by side: to talk about before scoring."""
    entry, rubric = queries.calibration_entry(round.id), latest_rubric(round.id)
    if entry is None or rubric is None or entry.id in hidden_here(round):
        abort(404)
    held = [each for each in queries.assignments_in(round.id) if each.is_calibration]
    scored = [each for each in queries.sheets_of(held, round, now()) if each.state is ScoringState.SUBMITTED]
    rows = [
        _spread(one, [each.counted.levels for each in scored if each.counted])
        for one in criteria_of(rubric.id)
    ]
    return render_template(
        "judging/calibration.html",
        round=round,
        entry=entry,
        judged=entry_of(entry, entry.round),
        sheets=scored,
        rows=rows,
    )


def _spread(criterion: Any, given: list[dict[str, Any]]) -> dict[str, Any]:
    """The lowest and the highest level of a criterion; half the scale and more between them is worth a talk."""
    levels = [int(each[criterion.key]) for each in given if each.get(criterion.key) not in (None, "", "na")]
    lowest, highest = min(levels, default=None), max(levels, default=None)
    apart = 0 if lowest is None or highest is None else highest - lowest
    return {
        "criterion": criterion,
        "lowest": lowest,
        "highest": highest,
        "lies_apart": 2 * apart >= criterion.hi - criterion.lo,
    }
