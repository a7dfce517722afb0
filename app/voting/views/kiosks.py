"""The clerk's side of kiosks: started on the device in hand, stopped, and reconciled."""

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.rounds.queries import standing_in
from app.voting import queries, services
from app.voting.forms import KioskForm
from app.voting.views.blueprint import bp, found_round
from app.voting.views.channels import channel_links
from app.voting.views.kiosk_mode import KIOSK
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told


def _found_kiosk(slug: str, kiosk_id: int) -> Found:
    """A kiosk of the round in the address, with the standing of that round."""
    found, kiosk = found_round(slug), queries.kiosk_by_id(kiosk_id)
    if found is None or kiosk is None or kiosk.round_id != found[0].id:
        return None
    return (found[0], kiosk), found[1]


@bp.get("/kiosks")
@requires(Permission.SEE_POLLING_PLACE, on=found_round)
def kiosks(round: Any) -> ResponseReturnValue:
    """The kiosks, open and stopped, with how many ballots were cast on each."""
    return _kiosks_page(round)


@bp.post("/kiosks/start")
@requires(Permission.RUN_KIOSK, on=found_round)
def start_kiosk(round: Any) -> ResponseReturnValue:
    """Turn this device into a kiosk. The account that starts it is signed out here, and nothing else stays open."""
    form, slug = KioskForm(), round.slug
    if form.validate_on_submit():
        ends_at = now() + timedelta(hours=form.hours.data)
        try:
            kiosk = services.start_kiosk(
                current_actor(), round, form.name.data, form.pin.data, ends_at, now=now()
            )
        except RuleBroken as error:
            form.show(error, "name" if error.code == "kiosk.name_taken" else None)
        else:
            here = [kiosk.round_id, kiosk.id]
            logout_user()
            session.clear()
            session[KIOSK] = here
            return redirect(url_for("voting.kiosk", slug=slug), 303)
    return _kiosks_page(round, form)


@bp.post("/kiosks/<int:kiosk_id>/stop")
@requires(Permission.SEE_POLLING_PLACE, on=_found_kiosk)
def stop_kiosk(found: Any) -> ResponseReturnValue:
    """Stop a kiosk from elsewhere; the device says so at its next step."""
    round, kiosk = found
    slug = round.slug
    with told(_("The kiosk is stopped.")):
        services.stop_kiosk(current_actor(), round, kiosk.id, now=now())
    return redirect(url_for("voting.kiosks", slug=slug), 303)


def _kiosks_page(round: Any, form: KioskForm | None = None) -> ResponseReturnValue:
    started = queries.kiosks_of(round.id)
    page = render_template(
        "voting/kiosks.html",
        round=round,
        form=form or KioskForm(formdata=None),
        kiosks=started,
        running={each.id for each in started if queries.is_kiosk_open(each, now())},
        may_start=may(current_actor(), Permission.RUN_KIOSK, standing_in(round, now())),
        channels=channel_links(round, "voting.kiosks"),
    )
    return page, 422 if form else 200
