"""Trying out a vote before it opens: the organiser's page, and the way in for those who try."""

import hmac
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.permissions import Permission, may
from app.rounds.queries import electorates_of, standing_in
from app.voting import queries, services
from app.voting.forms import TryOutForm
from app.voting.views.blueprint import bp, found_round, shown_round
from app.voting.views.channels import channel_links, chosen_place, electorate_choices, place_choices
from app.voting.views.receipts import RECEIPT
from app.voting.views.trying import begin_trying, may_try, stop_trying
from app.web.clock import now
from app.web.guards import current_actor, public, requires
from app.web.mail import base_url
from app.web.outcome import told
from app.web.qr import qr_svg


@bp.get("/roll/try-out")
@requires(Permission.MANAGE_ROLL, on=found_round)
def rehearsal(round: Any) -> ResponseReturnValue:
    """Begin a try-out, hand out its address, wipe it."""
    running = queries.rehearsal_of(round.id)
    address = ""
    if running:
        address = base_url() + url_for("voting.try_out", slug=round.slug, key=running.key)
    return render_template(
        "voting/rehearsal.html",
        round=round,
        running=running,
        address=address,
        qr=qr_svg(address, _("Address of the try-out as a QR code")) if address else None,
        counts=queries.rehearsal_counts(round.id),
        electorates=electorates_of(round.id),
        is_before=queries.poll_state(round, now()) == queries.DRAFT,
        may_rehearse=may(current_actor(), Permission.REHEARSE_VOTE, standing_in(round, now())),
        channels=channel_links(round, "voting.rehearsal"),
    )


@bp.post("/roll/try-out/start")
@requires(Permission.REHEARSE_VOTE, on=found_round)
def start_rehearsal(round: Any) -> ResponseReturnValue:
    """Begin a try-out."""
    with told():
        services.start_rehearsal(current_actor(), round, now=now())
    return _to_page(round)


@bp.post("/roll/try-out/wipe")
@requires(Permission.REHEARSE_VOTE, on=found_round)
def wipe_rehearsal(round: Any) -> ResponseReturnValue:
    """Remove every ballot of the try-out."""
    with told():
        count = services.wipe_rehearsal(current_actor(), round, now=now())
        flash(
            ngettext("%(num)s try-out ballot is gone.", "%(num)s try-out ballots are gone.", count), "success"
        )
    return _to_page(round)


def _to_page(round: Any) -> ResponseReturnValue:
    return redirect(url_for("voting.rehearsal", slug=round.slug), 303)


@bp.route("/try-out", methods=["GET", "POST"])
@public
def try_out(slug: str) -> ResponseReturnValue:
    """The way in for those who try: as whom? Opened by the address that the organiser hands out."""
    round, standing = shown_round(slug)
    running = queries.rehearsal_of(round.id)
    key = request.values.get("key", "")
    is_invited = running is not None and hmac.compare_digest(
        running.key.encode(), key.encode(errors="replace")
    )
    is_staff = may(current_actor(), Permission.REHEARSE_VOTE, standing)
    if not (running and may_try(round) and (is_invited or is_staff)):
        flash(_("No try-out runs here now."), "info")
        return redirect(url_for("hall.round", slug=slug), 303)
    form = TryOutForm()
    form.offer(electorate_choices(round), place_choices(round))
    if form.validate_on_submit():
        session.pop(RECEIPT, None)
        begin_trying(round, form.electorate.data, chosen_place(form))
        return redirect(url_for("voting.ballot", slug=slug), 303)
    page = render_template("voting/try_out.html", round=round, form=form, key=key)
    return page, 422 if form.errors else 200


@bp.post("/try-out/leave")
@public
def leave_try_out(slug: str) -> ResponseReturnValue:
    """Enough tried on this device."""
    shown_round(slug)
    stop_trying()
    session.pop(RECEIPT, None)
    flash(_("The try-out has ended on this device."), "info")
    return redirect(url_for("hall.round", slug=slug), 303)
