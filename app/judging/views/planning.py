"""The automatic assignment, looked at before it is saved, and how many mentors a round needs."""

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.domain.assignment import cap_for_minutes, mentors_needed
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.judging import queries, services
from app.judging.forms import NeedForm, PlanForm
from app.judging.views.assigning import hidden_here, round_with_scoring
from app.judging.views.blueprint import bp
from app.proposals.queries import proposals_in_race
from app.web.clock import now
from app.web.formats import local
from app.web.guards import current_actor, requires
from app.web.messages import sentence


@bp.get("/rounds/<slug>/mentors/plan")
@requires(Permission.ASSIGN_MENTORS, on=round_with_scoring)
def plan(round: Any) -> ResponseReturnValue:
    """Look at an automatic plan before it is saved."""
    settings = queries.default_settings(round)
    form = _form(round, settings, request.args if _is_asked() else None)
    if _is_asked() and form.validate():
        settings = _settings(form, settings)
    return _plan_page(round, form, settings)


@bp.post("/rounds/<slug>/mentors/plan")
@requires(Permission.ASSIGN_MENTORS, on=round_with_scoring)
def save_plan(round: Any) -> ResponseReturnValue:
    """Save the plan that was looked at."""
    settings = queries.default_settings(round)
    form = PlanForm()
    form.offer(_candidates(round))
    if form.validate_on_submit():
        settings = _settings(form, settings)
        try:
            new, ended = services.save_plan(
                current_actor(), round.id, settings, form.shown.data or "", now=now()
            )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(ngettext("%(num)s new assignment.", "%(num)s new assignments.", new), "success")
            if ended:
                flash(ngettext("%(num)s assignment ended.", "%(num)s assignments ended.", ended), "info")
            return redirect(url_for("judging.assign", slug=round.slug), 303)
    return _plan_page(round, form, settings)


def _is_asked() -> bool:
    """Whether the address carries answers, not only a language."""
    return any(name != "lang" for name in request.args)


def _form(round: Any, settings: queries.PlanSettings, args: Any) -> PlanForm:
    form = PlanForm(args, obj=settings, meta={"csrf": False})
    form.offer(_candidates(round))
    return form


def _candidates(round: Any) -> list[tuple[str, str]]:
    found = queries.calibration_candidates(round, current_actor().person_id, now())
    present = queries.calibration_entry(round.id)
    if present is not None and present.id not in {each.id for each in found}:
        found.append(present)
    return [(str(each.id), f"{each.title} – {local(each.round.title)}") for each in found]


def _settings(form: PlanForm, usual: queries.PlanSettings) -> queries.PlanSettings:
    chosen = form.calibration.data or ""
    known = {value for value, *_ in form.calibration.choices}
    return queries.PlanSettings(
        form.per_entry.data,
        form.cap.data,
        form.seed.data,
        form.minutes.data or usual.minutes,
        int(chosen) if chosen and chosen in known else None,
    )


def _plan_page(round: Any, form: PlanForm, settings: queries.PlanSettings) -> ResponseReturnValue:
    found = queries.planned(round, settings)
    spread = sorted(Counter(pair.entry for pair in found.plan.pairs).values())
    page = render_template(
        "judging/plan.html",
        round=round,
        form=form,
        settings=settings,
        found=found,
        plan=found.plan,
        each_entry=(spread[0], spread[-1]) if spread else (0, 0),
        fingerprint=queries.fingerprint(found),
        mentors={str(person.id): person for person in queries.mentors_in(round.id)},
        entries={str(proposal.id): proposal for proposal in proposals_in_race(round.id)},
        hidden={str(each) for each in hidden_here(round)},
        reasons={unmet.entry: sentence(RuleBroken(unmet.reason)) for unmet in found.plan.unmet},
    )
    return page, 422 if form.errors or form.broken else 200


@bp.get("/rounds/<slug>/mentors/need")
@requires(Permission.ASSIGN_MENTORS, on=round_with_scoring)
def need(round: Any) -> ResponseReturnValue:
    """How many mentors a round needs, from how many entries there are and how much time a mentor has."""
    settings = queries.default_settings(round)
    usual = {
        "entries": len(proposals_in_race(round.id)) or 10,
        "per_entry": settings.per_entry,
        "minutes": settings.minutes,
    }
    form = NeedForm(request.args if _is_asked() else None, data=usual, meta={"csrf": False})
    answer = _needed(form) if not _is_asked() or form.validate() else None
    page = render_template("judging/need.html", round=round, form=form, answer=answer)
    return page, 422 if form.errors or form.broken else 200


def _needed(form: NeedForm) -> dict[str, int] | None:
    cap = cap_for_minutes(form.available.data, form.minutes.data)
    try:
        mentors = mentors_needed(
            form.entries.data,
            per_entry=form.per_entry.data,
            cap=cap,
            most_conflicts=form.near.data or 0,
            dropouts=form.dropouts.data or 0,
        )
    except RuleBroken as error:
        form.show(RuleBroken("assignment.too_little_time") if cap < 2 else error, "available")
        return None
    return {"mentors": mentors, "cap": cap, "scorecards": form.entries.data * form.per_entry.data}
