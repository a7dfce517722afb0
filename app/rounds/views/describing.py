"""The steps about what a round is, when it happens, who may propose, and what is asked of teams."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Permission
from app.domain.phases import Phase
from app.domain.rounds import ProposesAs, RoundKind, starts_from
from app.domain.team_rules import team_rules_from
from app.rounds import queries, services
from app.rounds.forms import ProposersForm, TeamRulesForm, TextsForm, TimetableForm
from app.rounds.views.blueprint import answer_step, bp, neighbourhood_choices, round_of_address
from app.web.clock import now
from app.web.guards import current_actor, requires


@bp.route("/<slug>/edit/texts", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def texts(round: Any) -> ResponseReturnValue:
    """Title, summary, rules, promise."""
    form = TextsForm(obj=round, data={"neighbourhood": round.neighbourhood_id or 0, "kind": round.kind.value})
    form.offer(neighbourhood_choices())

    def save() -> None:
        said = services.RoundTexts(
            kind=RoundKind(form.kind.data),
            title=form.title.data,
            summary=form.summary.data,
            rules_text=form.rules_text.data,
            easy_text=form.easy_text.data,
            promise=form.promise.data,
            neighbourhood_id=form.neighbourhood.data or None,
            is_binding=form.is_binding.data,
        )
        services.change_texts(current_actor(), round.id, said, now=now())

    return answer_step(round, "texts", form, save)


@bp.route("/<slug>/edit/timetable", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def timetable(round: Any) -> ResponseReturnValue:
    """The start of each phase."""
    starts = {phase.value: start for phase, start in starts_from(round.timetable).items()}
    form = TimetableForm(data=starts)

    def save() -> None:
        services.set_timetable(current_actor(), round.id, form.starts(), now=now())

    is_public = queries.is_public(round, now())
    return answer_step(round, "timetable", form, save, field_of=_phase_named, is_public=is_public)


def _phase_named(error: RuleBroken) -> str | None:
    if error.code == "timetable.no_submission":
        return Phase.SUBMISSION.value
    return str(error.params["phase"]) if error.code == "timetable.order" else None


@bp.route("/<slug>/edit/proposers", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def proposers(round: Any) -> ResponseReturnValue:
    """Who may propose."""
    rules = round.proposers
    form = ProposersForm(
        data={
            "capacities": rules.get("as", []),
            "age_bands": rules.get("age_bands", []),
            "neighbourhoods": rules.get("neighbourhood_ids", []),
        }
    )
    form.offer(neighbourhood_choices())

    def save() -> None:
        services.set_proposers(
            current_actor(),
            round.id,
            age_bands=[AgeBand(band) for band in form.age_bands.data],
            neighbourhood_ids=form.neighbourhoods.data,
            capacities=[ProposesAs(capacity) for capacity in form.capacities.data],
            now=now(),
        )

    nobody = {"proposers.nobody": "capacities"}
    return answer_step(round, "proposers", form, save, field_of=lambda error: nobody.get(error.code))


@bp.route("/<slug>/edit/teams", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def teams(round: Any) -> ResponseReturnValue:
    """What the round asks of teams, the grace period after the deadline, the time on stage."""
    rules = team_rules_from(round.team_rules)
    form = TeamRulesForm(
        data={
            **rules.as_data(),
            "neighbourhoods": list(rules.neighbourhood_ids),
            "grace_minutes": round.grace_minutes,
            "stage_minutes": round.stage_minutes,
        }
    )
    form.offer(neighbourhood_choices())

    def save() -> None:
        services.set_team_rules(
            current_actor(),
            round.id,
            form.rules(),
            grace_minutes=form.grace_minutes.data,
            stage_minutes=form.stage_minutes.data,
            now=now(),
        )

    fields = {
        "team_rules.grace": "grace_minutes",
        "team_rules.stage": "stage_minutes",
        "team_rules.size": "most",
    }
    return answer_step(round, "teams", form, save, field_of=lambda error: fields.get(error.code))
