"""Taking an entry further: into a round of the participatory budget, or onto the state's portal."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.proposals import queries, services
from app.proposals.views.blueprint import bp, proposal_of
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.guards import current_actor, requires
from app.web.uploads import copy_upload, discard_upload

STATE_LANGUAGE = "lv"
"""The state's portal takes submissions in the state language."""

LONGEST_NUMBER = 10


@bp.get("/proposals/<int:proposal_id>/hand-over")
@requires(Permission.HAND_OVER, on=proposal_of)
def hand_over(proposal: Any) -> ResponseReturnValue:
    """The ways on: rounds that take ideas now, and the sheet for the state's portal."""
    return _page(proposal, TalkaForm())


@bp.post("/proposals/<int:proposal_id>/hand-over")
@requires(Permission.HAND_OVER, on=proposal_of)
def send_on(proposal: Any) -> ResponseReturnValue:
    """One click: the entry becomes a draft in the chosen round."""
    form = TalkaForm()
    if form.validate_on_submit():
        copies = _copies(proposal.id)
        try:
            made = services.hand_over(current_actor(), proposal.id, _chosen_round(), copies, now=now())
        except RuleBroken as error:
            _discard(copies)
            if error.code == "phase.wrong":
                raise
            form.show(error)
        except BaseException:
            _discard(copies)
            raise
        else:
            flash(_("The idea goes on. Look at it once more and hand it in."), "success")
            return redirect(url_for("hall.proposal", proposal_id=made.id), 303)
    return _page(proposal, form)


@bp.get("/proposals/<int:proposal_id>/sheet")
@requires(Permission.HAND_OVER, on=proposal_of)
def sheet(proposal: Any) -> ResponseReturnValue:
    """All that the state's portal asks for, in its language, to copy field by field or to print."""
    with force_locale(STATE_LANGUAGE):
        return render_template(
            "proposals/sheet.html",
            language=STATE_LANGUAGE,
            proposal=proposal,
            content=queries.content_now(proposal),
            files=queries.attachments_of(proposal.id),
            state_language=STATE_LANGUAGE,
        )


def _page(proposal: Any, form: TalkaForm) -> ResponseReturnValue:
    grown = queries.grown_from(proposal.id, with_drafts=True)
    taken = {each.round.id for each in grown}
    page = render_template(
        "proposals/hand_over.html",
        proposal=proposal,
        form=form,
        grown=grown,
        rounds=[each for each in queries.rounds_to_hand_over_to(proposal, now()) if each.id not in taken],
    )
    return page, 422 if form.errors or form.broken else 200


def _chosen_round() -> int:
    text = request.form.get("round", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def _copies(proposal_id: int) -> list[services.NewFile]:
    copies = []
    for file in queries.attachments_of(proposal_id):
        stored = copy_upload(file.file_key, file.name)
        if stored is not None:
            copies.append(services.NewFile(file.kind, stored.key, file.name, stored.size_bytes, file.alt))
    return copies


def _discard(copies: list[services.NewFile]) -> None:
    for copy in copies:
        discard_upload(copy.key)
