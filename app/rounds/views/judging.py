"""The steps about the rubric and the scoring."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.domain.rubric import MAX_CRITERIA, MAX_LEVEL, MAX_LEVELS
from app.rounds import queries, services
from app.rounds.forms import JudgingForm, criterion_form
from app.rounds.views.blueprint import FROZEN, answer_step, bp, frame_of, round_of_address
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.formats import local
from app.web.guards import Found, current_actor, requires
from app.web.messages import sentence
from app.web.moves import asked_step
from app.web.outcome import told

USUAL_SCALE = (1, 5)
USUAL_MINUTES = 10


@bp.route("/<slug>/edit/scoring", methods=["GET", "POST"])
@requires(Permission.BUILD_RUBRIC, on=round_of_address)
def scoring(round: Any) -> ResponseReturnValue:
    """How many scorecards, by how many mentors, how many places, what breaks ties."""
    form = JudgingForm(data=_as_judging_fields(round))
    form.offer([(criterion.key, local(criterion.name)) for criterion in _criteria(round)])

    def save() -> None:
        services.set_judging(
            current_actor(),
            round.id,
            min_scorecards=form.min_scorecards.data,
            per_entry=form.per_entry.data,
            max_load=form.max_load.data,
            tie_break=form.tie_break.data,
            places=form.places.data,
            minutes=form.minutes.data,
            grace_minutes=form.grace_minutes.data,
            adjusted_decides=form.adjusted_decides.data,
            advisers_score=form.advisers_score.data,
            combination=_combination(form),
            now=now(),
        )

    fields = {
        "judging.too_few_mentors": "per_entry",
        "judging.unknown_criterion": "tie_break",
        "combination.share_invalid": "jury_percent",
    }
    return answer_step(round, "scoring", form, save, field_of=lambda error: fields.get(error.code))


def _as_judging_fields(round: Any) -> dict[str, Any]:
    combined = round.judging.get("combination")
    usual = {"minutes": USUAL_MINUTES, "grace_minutes": 0}
    return {**usual, **round.judging, **(combined or {}), "award": "combined" if combined else "two"}


def _combination(form: JudgingForm) -> services.Combination | None:
    if form.award.data != "combined":
        return None
    percent = form.jury_percent.data or 0
    return services.Combination(percent, form.jury_scaling.data, form.vote_scaling.data)


def _criteria(round: Any) -> list[Any]:
    rubric = queries.latest_rubric(round.id)
    return queries.criteria_of(rubric.id) if rubric else []


@bp.get("/<slug>/rubric")
@requires(Permission.BUILD_RUBRIC, on=round_of_address)
def rubric(round: Any) -> ResponseReturnValue:
    """The criteria of the round, and its versions."""
    criteria = _criteria(round)
    return render_template(
        "rounds/rubric.html",
        round=round,
        criteria=criteria,
        versions=queries.rubric_versions(round.id),
        total_weight=sum(criterion.weight for criterion in criteria),
        may_add=len(criteria) < MAX_CRITERIA,
        is_frozen=_is_frozen(round),
        templates=[] if criteria else queries.rubric_templates(),
        **frame_of(round, "rubric"),
    )


@bp.post("/<slug>/rubric/template")
@requires(Permission.BUILD_RUBRIC, on=round_of_address)
def start_from_template(round: Any) -> ResponseReturnValue:
    """Give a round without criteria those of a template."""
    try:
        services.start_from_template(current_actor(), round.id, request.form.get("template", ""), now=now())
    except RuleBroken as error:
        if error.code in FROZEN:
            raise
        flash(sentence(error), "error")
    else:
        flash(_("The rubric is there. Change what does not fit."), "success")
    return redirect(url_for("rounds.rubric", slug=round.slug), 303)


def _is_frozen(round: Any) -> bool:
    """Whether a scorecard has been made, so that a change makes a new version."""
    latest = queries.latest_rubric(round.id)
    return latest is not None and latest.frozen_at is not None


def _criterion_of_address(slug: str, key: str) -> Found:
    found = round_of_address(slug)
    if found is None:
        return None
    round, standing = found
    criterion = next((each for each in _criteria(round) if each.key == key), None)
    return ((round, criterion), standing) if criterion else None


@bp.route("/<slug>/rubric/new", methods=["GET", "POST"])
@requires(Permission.BUILD_RUBRIC, on=round_of_address)
def new_criterion(round: Any) -> ResponseReturnValue:
    """Add a criterion."""
    return _criterion_page(round, None)


@bp.route("/<slug>/rubric/<key>", methods=["GET", "POST"])
@requires(Permission.BUILD_RUBRIC, on=_criterion_of_address)
def criterion(found: Any) -> ResponseReturnValue:
    """Change a criterion."""
    return _criterion_page(*found)


def _criterion_page(round: Any, criterion: Any | None) -> ResponseReturnValue:
    levels = _levels(criterion)
    form = criterion_form(levels, data=_as_fields(criterion, levels))
    if request.method == "POST" and "again" not in request.form and form.validate_on_submit():
        try:
            draft = _draft(form, criterion.key if criterion else "", levels)
            services.save_criterion(current_actor(), round.id, draft, now=now())
        except RuleBroken as error:
            if error.code in FROZEN:
                raise
            form.show(error)
        else:
            flash(_("The rubric is saved."), "success")
            return redirect(url_for("rounds.rubric", slug=round.slug), 303)
    wrong = bool(form.errors or form.broken)
    page = render_template(
        "rounds/criterion.html",
        round=round,
        criterion=criterion,
        form=form,
        levels=levels,
        is_frozen=_is_frozen(round),
    )
    return page, 422 if wrong else 200


def _levels(criterion: Any | None) -> range:
    """The levels that the form describes: those of the scale sent, else the criterion's own, else the usual ones."""
    lo, hi = (criterion.lo, criterion.hi) if criterion else USUAL_SCALE
    lo, hi = _sent("lo", lo), _sent("hi", hi)
    if not (0 <= lo < hi <= MAX_LEVEL and hi - lo < MAX_LEVELS):
        lo, hi = USUAL_SCALE
    return range(lo, hi + 1)


def _sent(name: str, otherwise: int) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _as_fields(criterion: Any | None, levels: range) -> dict[str, Any]:
    if criterion is None:
        return {}
    names = ("name", "description", "weight", "lo", "hi", "is_required", "needs_comment", "may_not_apply")
    texts = {f"level_{level}": criterion.descriptors.get(str(level), {}) for level in levels}
    return {**{name: getattr(criterion, name) for name in names}, **texts}


def _draft(form: TalkaForm, key: str, levels: range) -> services.CriterionDraft:
    return services.CriterionDraft(
        key=key,
        name=form.name.data,
        description=form.description.data,
        descriptors={level: form[f"level_{level}"].data for level in levels},
        weight=form.weight.data,
        lo=form.lo.data,
        hi=form.hi.data,
        is_required=form.is_required.data,
        needs_comment=form.needs_comment.data,
        may_not_apply=form.may_not_apply.data,
    )


@bp.post("/<slug>/rubric/<key>/move")
@requires(Permission.BUILD_RUBRIC, on=_criterion_of_address)
def move_criterion(found: Any) -> ResponseReturnValue:
    """Ask a criterion one place earlier or later."""
    round, criterion = found
    services.move_criterion(current_actor(), round.id, criterion.key, asked_step(), now=now())
    return redirect(url_for("rounds.rubric", slug=round.slug), 303)


@bp.post("/<slug>/rubric/<key>/remove")
@requires(Permission.BUILD_RUBRIC, on=_criterion_of_address)
def remove_criterion(found: Any) -> ResponseReturnValue:
    """Take a criterion out of the rubric."""
    round, criterion = found
    with told(_("The criterion is removed."), "info"):
        services.remove_criterion(current_actor(), round.id, criterion.key, now=now())
    return redirect(url_for("rounds.rubric", slug=round.slug), 303)
