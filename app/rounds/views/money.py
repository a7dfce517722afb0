"""The step about a round's pots."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission
from app.rounds import queries, services
from app.rounds.forms import PotsForm, pots_form
from app.rounds.views.blueprint import answer_step, bp, neighbourhood_choices, round_of_address
from app.web.clock import now
from app.web.guards import current_actor, requires


@bp.route("/<slug>/edit/money", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def money(round: Any) -> ResponseReturnValue:
    """The pots: name, amount, for the whole city or a neighbourhood."""
    form = pots_form(neighbourhood_choices(), services.MOST_POTS, data={"pots": _rows(round)})
    if "add" in request.form and len(form.pots.entries) < services.MOST_POTS:
        form.pots.append_entry()

    def save() -> None:
        services.set_pots(current_actor(), round.id, _lines(form), now=now())

    return answer_step(round, "money", form, save)


def _rows(round: Any) -> list[dict[str, Any]]:
    return [
        {
            "pot_id": str(pot.id),
            "name": pot.name,
            "amount": pot.amount_cents,
            "neighbourhood": pot.neighbourhood_id or 0,
        }
        for pot in queries.pots_of(round.id)
    ]


def _lines(form: PotsForm) -> list[services.PotLine]:
    return [
        services.PotLine(
            pot_id=_number(row.pot_id.data),
            name=row.name.data,
            amount_cents=row.amount.data,
            neighbourhood_id=row.neighbourhood.data or None,
        )
        for row in form.lines()
    ]


def _number(text: str | None) -> int | None:
    """The id in a hidden field; 0, which no pot has, for anything else that was sent in its place."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
