"""The step about checking the vote: who else keeps an eye on it, and how long its key is kept."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.rounds import services
from app.rounds.forms import LedgerForm
from app.rounds.views.blueprint import answer_step, bp, round_of_address
from app.web.clock import now
from app.web.guards import current_actor, requires


@bp.route("/<slug>/edit/ledger", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND, on=round_of_address)
def ledger(round: Any) -> ResponseReturnValue:
    """Witnesses of the ledger, and the days for appeals."""
    known = {"witnesses": "\n".join(round.ledger_witnesses), "appeal_days": round.appeal_days}
    form = LedgerForm(data=known)

    def save() -> None:
        witnesses = (form.witnesses.data or "").splitlines()
        services.set_ledger(current_actor(), round.id, witnesses, form.appeal_days.data, now=now())

    return answer_step(round, "ledger", form, save, field_of=_field_of)


def _field_of(error: RuleBroken) -> str | None:
    return {"witness": "witnesses", "appeal": "appeal_days"}.get(error.code.partition(".")[0])
