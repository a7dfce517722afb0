"""The blueprint of the rounds' pages, and how each step of building a round is answered."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.places.queries import neighbourhoods
from app.rounds.queries import open_round
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.formats import named
from app.web.guards import Found, current_actor

bp = Blueprint("rounds", __name__, url_prefix="/rounds")

STEPS: dict[str, LazyString] = {
    "texts": _l("Texts"),
    "timetable": _l("Dates"),
    "money": _l("Money"),
    "proposers": _l("Who may propose"),
    "teams": _l("Teams and time"),
    "ballot": _l("Ballot"),
    "electorates": _l("Who may vote"),
    "ledger": _l("Checking the vote"),
    "rubric": _l("Rubric"),
    "scoring": _l("Scoring"),
    "allocation": _l("Winners"),
}
"""Step → its name, in the order in which an organiser goes through them; the endpoint is ``rounds.<step>``."""

SKIPPED_WITHOUT = {
    "ballot": Phase.VOTING,
    "electorates": Phase.VOTING,
    "ledger": Phase.VOTING,
    "rubric": Phase.SCORING,
    "scoring": Phase.SCORING,
}
"""Steps that only concern a round with this phase."""

FROZEN = frozenset({"phase.wrong", "round.gone"})
"""Broken rules that no other answer on the form could mend."""


def round_of_address(slug: str) -> Found:
    """The round of an address, where this person may see it."""
    return open_round(slug, current_actor(), now())


def steps_of(round: Any) -> list[str]:
    """The steps that concern this round: those of a phase that it skips are left out once it has dates."""
    return [
        step
        for step in STEPS
        if not round.timetable
        or step not in SKIPPED_WITHOUT
        or SKIPPED_WITHOUT[step].value in round.timetable
    ]


def neighbourhood_choices() -> list[tuple[int, str]]:
    """Id and name of every neighbourhood, by name."""
    return named(neighbourhoods())


def neighbourhoods_by_id() -> dict[int, Any]:
    """Every neighbourhood by its id, for putting rules in words."""
    return {each.id: each for each in neighbourhoods()}


def answer_step(
    round: Any,
    step: str,
    form: TalkaForm,
    save: Callable[[], object],
    *,
    field_of: Callable[[RuleBroken], str | None] = lambda error: None,
    **context: Any,
) -> ResponseReturnValue:
    """Show a step's form, or save it and go on.

    ``save`` runs the service; a rule it breaks is shown on the field that ``field_of`` names, or above the form. A
    button named ``add`` or ``again`` only shows the form again.
    """
    asks_again = request.form.keys() & {"add", "again"}
    if request.method == "POST" and not asks_again and form.validate_on_submit():
        try:
            save()
        except RuleBroken as error:
            if error.code in FROZEN:
                raise
            form.show(error, field_of(error))
        else:
            flash(_("Saved."), "success")
            return redirect(_where_next(round, step), 303)
    wrong = bool(form.errors or form.broken)
    page = render_template(f"rounds/{step}.html", round=round, form=form, **frame_of(round, step), **context)
    return page, 422 if wrong else 200


def frame_of(round: Any, step: str) -> dict[str, Any]:
    """What every step's page shows around its form."""
    return {"step": step, "step_name": STEPS[step], "step_links": step_links(round, step)}


def step_links(round: Any, step: str) -> list[dict[str, Any]]:
    """The steps as tabs."""
    return [
        {"label": STEPS[each], "url": url_for(f"rounds.{each}", slug=round.slug), "current": each == step}
        for each in steps_of(round)
    ]


def _where_next(round: Any, step: str) -> str:
    steps = steps_of(round)
    following = steps[steps.index(step) + 1 :] if step in steps else []
    if "go_on" in request.form and following:
        return url_for(f"rounds.{following[0]}", slug=round.slug)
    return url_for("rounds.edit", slug=round.slug)
