"""Receipts: the one just handed out, and finding a ballot by one."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.proposals.queries import proposals_by_ids
from app.voting import queries
from app.voting.forms import ReceiptForm
from app.voting.views.ballot import RECEIPT, receipt_page
from app.voting.views.blueprint import bp, shown_round
from app.voting.views.who import forget_code
from app.web.clock import now
from app.web.guards import public


@bp.get("/ballot/receipt")
@public
def receipt(slug: str) -> ResponseReturnValue:
    """The receipt of the ballot that this browser has just cast, until it is put away."""
    round, _standing = shown_round(slug)
    round_id, code = session.get(RECEIPT) or (None, "")
    if round_id != round.id:
        return redirect(url_for("voting.ballot", slug=slug), 303)
    return receipt_page(round, code)


@bp.post("/ballot/receipt")
@public
def put_away(slug: str) -> ResponseReturnValue:
    """Forget the receipt and the code in this browser, so that the next person at it sees neither."""
    round, _standing = shown_round(slug)
    session.pop(RECEIPT, None)
    forget_code(round)
    flash(_("Done. This device has forgotten your receipt and your code."), "success")
    return redirect(url_for("voting.lookup", slug=slug), 303)


@bp.route("/lookup", methods=["GET", "POST"])
@public
def lookup(slug: str) -> ResponseReturnValue:
    """Find a ballot by its receipt. The receipt is posted, so that it stands in no log and no history."""
    round, _standing = shown_round(slug)
    form = ReceiptForm()
    found = None
    if form.validate_on_submit():
        found = queries.ballot_by_receipt(round.id, form.receipt.data)
        if found is None:
            tried = queries.is_rehearsal_receipt(round.id, form.receipt.data)
            form.show(RuleBroken("receipt.of_try_out" if tried else "receipt.unknown"), "receipt")
    head = queries.head_of_ledger(round.id)
    page = render_template(
        "voting/lookup.html",
        round=round,
        form=form,
        found=found,
        head=head,
        count=queries.rounded_count(round.id),
        published=queries.roll_fingerprint(round.id),
        state=queries.poll_state(round, now()),
        choices=_choices(round, found) if found and queries.poll_of(round.id) else None,
    )
    return page, 422 if form.errors else 200


def _choices(round: Any, found: queries.FoundBallot) -> list[tuple[Any, int | None]]:
    """What is on a ballot, once the vote is closed: proposals in its order, with points or grades where it has them."""
    kind = queries.frozen_rules(round).type
    choices = kind.parse(found.choices)
    numbers = dict(choices) if kind.takes == "numbers" else {}
    proposals = proposals_by_ids([int(key) for key in kind.ids_of(choices)])
    ids = [int(key) for key in kind.ids_of(choices)]
    return [(proposals[key], numbers.get(str(key))) for key in ids if key in proposals]
