"""The pages of screening: a department's desk and task, the authors' answer, and handing proposals out."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.queries import department_by_id, departments
from app.domain.errors import RuleBroken
from app.domain.permissions import NOWHERE, Permission, Standing, may
from app.domain.screening import Verdict
from app.rounds.queries import open_round
from app.screening import queries, services
from app.screening.forms import AnswerForm, AssignForm, DecisionForm
from app.web.clock import now, today
from app.web.formats import language, named
from app.web.guards import Found, current_actor, requires
from app.web.i18n import language_links
from app.web.outcome import told
from app.web.paging import page_number

bp = Blueprint("screening", __name__)


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)


def _task(screening_id: int) -> Found:
    found = queries.open_task(screening_id, current_actor(), now())
    return (found, found[1]) if found else None


def _answer(screening_id: int) -> Found:
    return queries.open_answer(screening_id, current_actor(), now())


def _round(slug: str) -> Found:
    return open_round(slug, current_actor(), now())


def _any_task(screening_id: int) -> Found:
    screening = queries.screening_by_id(screening_id)
    found = open_round(screening.proposal.round.slug, current_actor(), now()) if screening else None
    return (screening, found[1]) if found else None


@bp.get("/screening")
@requires(Permission.SEE_SCREENING_DESK)
def desk() -> ResponseReturnValue:
    """What waits for the department's answer, what is late, what is done."""
    part = _member(queries.Part, request.args.get("part"), queries.Part.WAITING)
    department_id = queries.department_of(current_actor())
    return render_template(
        "screening/desk.html",
        department=department_by_id(department_id) if department_id else None,
        part=part,
        counts=queries.counts_of_tasks(current_actor(), today()),
        page=queries.tasks_page(current_actor(), part, today(), page_number()),
    )


@bp.route("/screening/<int:screening_id>", methods=["GET", "POST"])
@requires(Permission.SEE_SCREENING_DESK, on=_task)
def task(found: tuple[Any, Standing]) -> ResponseReturnValue:
    """One proposal to check, and the department's answer."""
    screening, standing = found
    form = DecisionForm(obj=screening, estimate=screening.estimate_cents)
    form.offer([(each["code"], each["name"]) for each in language_links()])
    if request.method != "POST":
        form.language.data = screening.language or language()
    if form.validate_on_submit():
        try:
            services.decide_screening(
                current_actor(),
                screening.id,
                Verdict(form.verdict.data),
                form.reason.data,
                form.estimate.data,
                form.language.data,
                now=now(),
            )
        except RuleBroken as error:
            if error.code == "phase.wrong":
                raise
            form.show(error, "estimate" if error.code == "money.too_large" else None)
        else:
            flash(_("Your department's answer is published. The authors have been told."), "success")
            return redirect(url_for("screening.desk"), 303)
    return _task_page(screening, standing, form)


def _task_page(screening: Any, standing: Standing, form: DecisionForm) -> ResponseReturnValue:
    proposal = screening.proposal
    page = render_template(
        "screening/task.html",
        screening=screening,
        proposal=proposal,
        entry=queries.entry_of(proposal, proposal.round),
        others=[each for each in queries.screenings_of(proposal.id) if each.id != screening.id],
        may_decide=may(current_actor(), Permission.SCREEN, standing),
        form=form,
    )
    return page, 422 if form.errors or form.broken else 200


@bp.route("/screening/<int:screening_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_SCREENING, on=_answer)
def answer(screening: Any) -> ResponseReturnValue:
    """The authors' one answer to a department."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            services.answer_screening(current_actor(), screening.id, form.text.data, now=now())
        except RuleBroken as error:
            form.show(error, "text")
        else:
            flash(_("Your answer is published beside the department's reason."), "success")
            return redirect(url_for("hall.proposal", proposal_id=screening.proposal_id), 303)
    page = render_template("screening/answer.html", screening=screening, form=form)
    return page, 422 if form.errors or form.broken else 200


@bp.get("/rounds/<slug>/screening")
@requires(Permission.SEE_DESK, on=_round)
def assign(round: Any) -> ResponseReturnValue:
    """Which departments are asked about which proposals, and how far they are."""
    return _assign_page(round)


@bp.post("/rounds/<slug>/screening")
@requires(Permission.ASSIGN_SCREENING, on=_round)
def assign_screenings(round: Any) -> ResponseReturnValue:
    """Ask departments about the chosen proposals."""
    page = _proposals_page(round)
    form = _assign_form(page)
    if form.validate_on_submit():
        try:
            new = services.assign_screenings(
                current_actor(),
                round.id,
                form.proposals.data,
                form.departments.data,
                form.due_on.data,
                today=today(),
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "due_on" if error.code.startswith("screening.due_") else None)
        else:
            flash(ngettext("%(num)s new task.", "%(num)s new tasks.", new), "success")
            return redirect(url_for("screening.assign", slug=round.slug, shown=_shown().value), 303)
    return _assign_page(round, page, form)


@bp.post("/screening/<int:screening_id>/withdraw")
@requires(Permission.ASSIGN_SCREENING, on=_any_task)
def withdraw(screening: Any) -> ResponseReturnValue:
    """Ask a department no more."""
    slug = screening.proposal.round.slug
    with told(_("The department is no longer asked."), "info"):
        services.withdraw_screening(current_actor(), screening.id, now=now())
    return redirect(url_for("screening.assign", slug=slug, shown=queries.Shown.WAITING.value), 303)


def _assign_page(round: Any, page: Any = None, form: AssignForm | None = None) -> ResponseReturnValue:
    page = page or _proposals_page(round)
    tasks = queries.screenings_by_proposal([proposal.id for proposal in page.items])
    form = form or _assign_form(page)
    standing = open_round(round.slug, current_actor(), now())
    rendered = render_template(
        "screening/assign.html",
        round=round,
        page=page,
        shown=_shown(),
        tasks=tasks,
        form=form,
        may_assign=may(current_actor(), Permission.ASSIGN_SCREENING, standing[1] if standing else NOWHERE),
    )
    return rendered, 422 if form.errors or form.broken else 200


def _proposals_page(round: Any) -> Any:
    return queries.proposals_to_screen(round.id, _shown(), page_number())


def _assign_form(page: Any) -> AssignForm:
    form = AssignForm()
    form.offer([(each.id, each.title) for each in page.items], named(departments()))
    return form


def _shown() -> Any:
    return _member(queries.Shown, request.args.get("shown"), queries.Shown.UNASSIGNED)


def _member(members: Any, asked: str | None, default: Any) -> Any:
    """The member of an enumeration that the address names; anything else is the default."""
    return next((member for member in members if member.value == asked), default)
