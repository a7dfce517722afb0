"""The steps about the ballot, the groups of voters, and how winners are found."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.allocation import RULES
from app.domain.ballots import BALLOT_TYPES
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Permission
from app.domain.rounds import Evidence
from app.rounds import queries, services
from app.rounds.forms import allocation_form, electorates_form, limits_form, tie_order_words
from app.rounds.views.blueprint import answer_step, bp, neighbourhood_choices, round_of_address
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.formats import local
from app.web.guards import current_actor, requires
from app.web.rule_words import BALLOT_TYPE_WORDS, RULE_WORDS

TIE_ORDERS = (("votes", "cost", "lot"), ("cost", "lot"), ("votes", "lot"), ("lot",))
"""The orders that are offered; one that a round has already is offered too."""


@bp.route("/<slug>/edit/ballot", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def ballot(round: Any) -> ResponseReturnValue:
    """How people vote: one of the ballot types (``?type=``) with its limits."""
    key = request.args.get("type", round.ballot_type)
    if key not in BALLOT_TYPES:
        abort(404)
    kind = BALLOT_TYPES[key]
    pots = [(str(pot.id), local(pot.name)) for pot in queries.pots_of(round.id)]
    several = pots if len(pots) > 1 else []
    limits = round.ballot_limits if key == round.ballot_type else {}
    form = limits_form(kind, several, data=_as_fields(limits))

    def save() -> None:
        services.set_ballot(current_actor(), round.id, key, _as_limits(form, kind, several), now=now())

    tabs = _tabs("rounds.ballot", round, BALLOT_TYPE_WORDS, "type", key)
    return answer_step(
        round,
        "ballot",
        form,
        save,
        field_of=_limit_named,
        tabs=tabs,
        kind=kind,
        pots=several,
        words=BALLOT_TYPE_WORDS,
    )


def _tabs(endpoint: str, round: Any, words: Any, name: str, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": words[key],
            "url": url_for(endpoint, slug=round.slug, **{name: key}),
            "current": key == current,
        }
        for key in words
    ]


def _as_fields(limits: dict[str, Any]) -> dict[str, Any]:
    plain = {name: str(value) for name, value in limits.items() if name not in ("pots", "one_of")}
    pots = {
        f"pot-{pot}": {name: str(value) for name, value in own.items()}
        for pot, own in limits.get("pots", {}).items()
    }
    return {**plain, **pots, "one_of": limits.get("one_of", [])}


def _as_limits(form: TalkaForm, kind: Any, pots: list[tuple[str, str]]) -> dict[str, Any]:
    limits: dict[str, Any] = {limit.name: form[limit.name].data for limit in kind.limit_fields}
    if pots:
        own = {key: {name: text for name, text in form[f"pot-{key}"].data.items() if text} for key, _ in pots}
        limits["pots"] = {key: texts for key, texts in own.items() if texts}
        limits["one_of"] = form["one_of"].data
    return limits


def _limit_named(error: RuleBroken) -> str | None:
    return str(error.params.get("field") or error.params.get("low") or "") or None


@bp.route("/<slug>/edit/electorates", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def electorates(round: Any) -> ResponseReturnValue:
    """Groups of voters: age, neighbourhoods, evidence, binding or not."""
    most = services.MOST_ELECTORATES
    form = electorates_form(neighbourhood_choices(), most, data={"electorates": _electorate_rows(round)})
    if "add" in request.form and len(form.electorates.entries) < most:
        form.electorates.append_entry()

    def save() -> None:
        services.set_electorates(current_actor(), round.id, _electorate_lines(form), now=now())

    return answer_step(round, "electorates", form, save)


def _electorate_rows(round: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": electorate.key,
            "name": electorate.name,
            "age_bands": electorate.age_bands,
            "neighbourhoods": electorate.neighbourhood_ids,
            "evidence": electorate.evidence.value,
            "is_binding": electorate.is_binding,
            "population": electorate.population,
        }
        for electorate in queries.electorates_of(round.id)
    ]


def _electorate_lines(form: Any) -> list[services.ElectorateLine]:
    rows = [entry.form for entry in form.electorates.entries]
    return [
        services.ElectorateLine(
            key=row.key.data or "",
            name=row.name.data,
            age_bands=[AgeBand(band) for band in row.age_bands.data],
            neighbourhood_ids=row.neighbourhoods.data,
            evidence=Evidence(row.evidence.data),
            is_binding=row.is_binding.data,
            population=row.population.data,
        )
        for row in rows
        if row.name.data
    ]


@bp.route("/<slug>/edit/allocation", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def allocation(round: Any) -> ResponseReturnValue:
    """How the winners are found (``?rule=``) and how ties are broken."""
    key = request.args.get("rule", round.allocation.get("rule", "greedy"))
    if key not in RULES:
        abort(404)
    settings = round.allocation if key == round.allocation.get("rule") else RULES[key].settings_from({})
    form = allocation_form(key, _tie_orders(round), data=_as_answers(settings, round))

    def save() -> None:
        chosen = {
            name: answer for name, answer in form.data.items() if name not in ("tie_order", "csrf_token")
        }
        order = form.tie_order.data.split(",")
        services.set_allocation(current_actor(), round.id, key, chosen, order, now=now())

    tabs = _tabs("rounds.allocation", round, RULE_WORDS, "rule", key)
    is_public = queries.is_public(round, now())
    return answer_step(
        round,
        "allocation",
        form,
        save,
        field_of=_setting_named,
        tabs=tabs,
        rule=key,
        words=RULE_WORDS,
        is_public=is_public,
    )


def _tie_orders(round: Any) -> list[tuple[str, str]]:
    own = tuple(round.tie_order)
    orders = TIE_ORDERS if own in TIE_ORDERS or not own else (own, *TIE_ORDERS)
    return [(",".join(order), tie_order_words(order)) for order in orders]


def _as_answers(settings: dict[str, Any], round: Any) -> dict[str, Any]:
    """Settings as fields want them: numbers as text, but money as cents and flags as they are."""
    shown = {
        name: str(value) if type(value) is int and name != "step" else value
        for name, value in settings.items()
    }
    if shown.get("min_votes") == "0":
        shown["min_votes"] = ""
    return {**shown, "tie_order": ",".join(round.tie_order)}


def _setting_named(error: RuleBroken) -> str | None:
    return str(error.params["setting"]) if "setting" in error.params else None
