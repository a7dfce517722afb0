"""Questionnaires: the organiser's questions, a participant's answers, and what changed from before to after."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, Standing, may
from app.domain.questionnaires import AgeGroup, Field, Gender, QuestionKind, Sitting
from app.rounds.queries import standing_in
from app.teams import services
from app.teams.forms import OpeningForm, QuestionForm, answers_form
from app.teams.queries import (
    answer_sheet_of,
    compared_questions,
    counts_of_sheets,
    profile_of,
    question_by_id,
    questionnaire_of,
    questions_of,
    words_answered,
)
from app.teams.views.blueprint import bp, round_of
from app.web.clock import now
from app.web.guards import current_actor, public, requires
from app.web.labels import label
from app.web.moves import asked_step
from app.web.outcome import told

Asked = tuple[Any, Any]


def _question_of(slug: str, question_id: int) -> tuple[Asked, Standing] | None:
    found, question = round_of(slug), question_by_id(question_id)
    if found is None or question is None or question.round_id != found[0].id:
        return None
    return (found[0], question), found[1]


def _sitting_of(slug: str, sitting: str) -> tuple[tuple[Any, Sitting], Standing] | None:
    found = round_of(slug)
    if found is None or sitting not in list(Sitting) or not questions_of(found[0].id, Sitting(sitting)):
        return None
    return (found[0], Sitting(sitting)), found[1]


@bp.get("/rounds/<slug>/questions")
@requires(Permission.WRITE_QUESTIONS, on=round_of)
def questions(round: Any) -> ResponseReturnValue:
    """The questions of a round, and which questionnaires are open."""
    row = questionnaire_of(round.id)
    return render_template(
        "teams/questions.html",
        round=round,
        questions=questions_of(round.id),
        counts=counts_of_sheets(round.id),
        opening=OpeningForm(formdata=None, obj=row),
        row=row,
    )


@bp.post("/rounds/<slug>/questions/open")
@requires(Permission.WRITE_QUESTIONS, on=round_of)
def open_questionnaires(round: Any) -> ResponseReturnValue:
    """Open and close the questionnaires."""
    form = OpeningForm()
    if form.validate_on_submit():
        with told(_("Saved.")):
            services.open_questionnaires(
                current_actor(),
                round.id,
                takes_before=form.takes_before.data,
                takes_after=form.takes_after.data,
                is_public=form.is_public.data,
                now=now(),
            )
    return redirect(url_for("teams.questions", slug=round.slug), 303)


@bp.route("/rounds/<slug>/questions/new", methods=["GET", "POST"])
@requires(Permission.WRITE_QUESTIONS, on=round_of)
def new_question(round: Any) -> ResponseReturnValue:
    """Write a question."""
    return _question_page(round, None, QuestionForm())


@bp.route("/rounds/<slug>/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Permission.WRITE_QUESTIONS, on=_question_of)
def question(round_and_question: Asked) -> ResponseReturnValue:
    """Change a question."""
    round, row = round_and_question
    form = QuestionForm(
        data={
            "text": row.text,
            "kind": row.kind.value,
            "options": _as_lines(row.options),
            "is_before": row.is_before,
            "is_after": row.is_after,
        }
    )
    return _question_page(round, row, form)


def _as_lines(options: list[dict[str, str]]) -> dict[str, str]:
    codes = {code for option in options for code in option}
    return {code: "\n".join(option.get(code, "") for option in options) for code in codes}


def _question_page(round: Any, row: Any, form: QuestionForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        draft = services.QuestionDraft(
            kind=QuestionKind(form.kind.data),
            text=form.text.data,
            options=form.option_texts(),
            is_before=form.is_before.data,
            is_after=form.is_after.data,
        )
        try:
            services.save_question(current_actor(), round.id, row.id if row else None, draft, now=now())
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("teams.questions", slug=round.slug), 303)
    page = render_template("teams/question.html", round=round, question=row, form=form)
    return page, 422 if form.errors or form.broken else 200


@bp.post("/rounds/<slug>/questions/<int:question_id>/move")
@requires(Permission.WRITE_QUESTIONS, on=_question_of)
def move_question(round_and_question: Asked) -> ResponseReturnValue:
    """Ask a question one place earlier or later."""
    round, row = round_and_question
    services.move_question(current_actor(), round.id, row.id, asked_step(), now=now())
    return redirect(url_for("teams.questions", slug=round.slug), 303)


@bp.post("/rounds/<slug>/questions/<int:question_id>/remove")
@requires(Permission.WRITE_QUESTIONS, on=_question_of)
def remove_question(round_and_question: Asked) -> ResponseReturnValue:
    """Take a question out."""
    round, row = round_and_question
    with told(_("The question is gone."), "info"):
        services.remove_question(current_actor(), round.id, row.id, now=now())
    return redirect(url_for("teams.questions", slug=round.slug), 303)


@bp.route("/rounds/<slug>/answers/<sitting>", methods=["GET", "POST"])
@requires(Permission.ANSWER_QUESTIONS, on=_sitting_of)
def answer(round_and_sitting: tuple[Any, Sitting]) -> ResponseReturnValue:
    """Answer a questionnaire."""
    round, sitting = round_and_sitting
    asked = questions_of(round.id, sitting)
    row = questionnaire_of(round.id)
    takes = row is not None and (row.takes_before if sitting is Sitting.BEFORE else row.takes_after)
    sheet = answer_sheet_of(round.id, sitting, current_actor().person_id or 0)
    form = answers_form(asked, data=_as_fields(sheet))
    if takes and form.validate_on_submit():
        try:
            services.answer_questions(
                current_actor(), round.id, sitting, _given(asked, form), _participant(form), now=now()
            )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("Thank you. You can change your answers while the questionnaire is open."), "success")
            return redirect(url_for("hall.round", slug=round.slug), 303)
    elif request.method == "POST" and not takes:
        form.show(RuleBroken("question.closed"))
    page = render_template(
        "teams/answer.html",
        round=round,
        sitting=sitting,
        asked=asked,
        form=form,
        takes=takes,
        is_paper=False,
    )
    return page, 422 if form.errors or form.broken else 200


@bp.route("/rounds/<slug>/answers/<sitting>/paper", methods=["GET", "POST"])
@requires(Permission.WRITE_QUESTIONS, on=_sitting_of)
def paper(round_and_sitting: tuple[Any, Sitting]) -> ResponseReturnValue:
    """Type in a sheet that was filled in on paper; the page without answers is the sheet to print."""
    round, sitting = round_and_sitting
    asked = questions_of(round.id, sitting)
    form = answers_form(asked)
    if form.validate_on_submit():
        try:
            services.enter_paper_answers(
                current_actor(),
                round.id,
                sitting,
                form.mark.data or "",
                _given(asked, form),
                _participant(form),
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "mark" if error.code == "answer.mark_taken" else None)
        else:
            flash(_("The sheet is entered."), "success")
            return redirect(url_for("teams.paper", slug=round.slug, sitting=sitting.value), 303)
    page = render_template(
        "teams/answer.html",
        round=round,
        sitting=sitting,
        asked=asked,
        form=form,
        takes=True,
        is_paper=True,
    )
    return page, 422 if form.errors or form.broken else 200


def _as_fields(sheet: Any) -> dict[str, Any]:
    if sheet is None:
        return {}
    answers = {f"q{question_id}": str(given) for question_id, given in sheet.answers.items()}
    return {**answers, "age_group": sheet.age_group, "gender": sheet.gender, "field": sheet.field}


def _given(asked: list[Any], form: Any) -> dict[int, str]:
    return {question.id: form[f"q{question.id}"].data or "" for question in asked}


def _participant(form: Any) -> services.Participant:
    return services.Participant(
        AgeGroup(form.age_group.data) if form.age_group.data else None,
        Gender(form.gender.data) if form.gender.data else None,
        Field(form.field.data) if form.field.data else None,
    )


@bp.get("/rounds/<slug>/comparison")
@public
def comparison(slug: str) -> ResponseReturnValue:
    """Before and after, question by question; for the organiser until it is public."""
    found = round_of(slug)
    row = questionnaire_of(found[0].id) if found else None
    if found is None or row is None:
        abort(404)
    round, _standing = found
    manages = may(current_actor(), Permission.WRITE_QUESTIONS, standing_in(round, now()))
    if not row.is_public and not manages:
        abort(404)
    return render_template(
        "teams/comparison.html",
        round=round,
        compared=compared_questions(round.id),
        profile=profile_of(round.id),
        counts=counts_of_sheets(round.id),
        words=words_answered(round.id) if manages else [],
        is_public=row.is_public,
        label=label,
    )
