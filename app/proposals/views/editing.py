"""Writing an idea: beginning, saving, handing in, taking back, withdrawing."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.proposal_content import ProposalContent, missing_for_submission
from app.domain.proposal_states import PROPOSAL, ProposalMove, ProposalState
from app.proposals import services
from app.proposals.forms import ProposalForm
from app.proposals.queries import (
    WaysToPropose,
    attachments_of,
    content_of,
    latest_version,
    open_proposal,
    ways_to_propose,
)
from app.proposals.views.blueprint import bp, proposal_of, round_to_propose_in, team_of_address
from app.proposals.views.drawing import map_around
from app.proposals.views.filling import idea_form, said_in, show_refusal, stored_uploads
from app.rounds.queries import pots_of, standing_in
from app.teams.queries import closing_of, rule_checks_of
from app.web.clock import now
from app.web.errors import FORBIDDEN_CODES
from app.web.formats import language
from app.web.guards import current_actor, current_person, requires
from app.web.messages import sentence


@bp.route("/rounds/<slug>/proposals/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_PROPOSAL, on=round_to_propose_in)
def new(round: Any) -> ResponseReturnValue:
    """Begin an idea."""
    examples = may(current_actor(), Permission.WRITE_GUIDE, standing_in(round, now()))
    ways = ways_to_propose(round, current_person(), writes_examples=examples)
    if not ways.any:
        return _not_possible(round, ways), 403
    empty = ProposalContent(language(), "", neighbourhood_id=round.neighbourhood_id)
    form = idea_form(round, empty, ways=ways, behalf=team_of_address())
    if not form.validate_on_submit():
        return _new_page(round, form, ways)
    content = said_in(form, {})
    try:
        with stored_uploads(form, content.files) as new_files:
            proposal = services.begin_proposal(
                current_actor(), round.id, content, team_id=form.behalf.data or None, new_files=new_files
            )
    except RuleBroken as error:
        _show(form, error)
        return _new_page(round, form, ways)
    return _after_saving(proposal.id)


@bp.route("/proposals/<int:proposal_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PROPOSAL, on=proposal_of)
def edit(proposal: Any) -> ResponseReturnValue:
    """Go on writing."""
    if proposal.state not in services.EDITABLE:
        raise RuleBroken("proposal.not_editable")
    version = latest_version(proposal.id)
    form = idea_form(proposal.round, content_of(version), seen=version and version.number)
    if not form.validate_on_submit():
        return _edit_page(proposal, form)
    content = said_in(form, _rows(proposal))
    try:
        with stored_uploads(form, content.files) as new_files:
            services.save_proposal(
                current_actor(), proposal.id, content, new_files=new_files, seen=form.seen.data
            )
    except RuleBroken as error:
        _show(form, error)
        if error.code == "proposal.changed_meanwhile" and (latest := latest_version(proposal.id)):
            form.seen.data = latest.number  # whoever saves again has seen it
        return _edit_page(proposal, form)
    return _after_saving(proposal.id)


@bp.post("/proposals/<int:proposal_id>/typed")
@requires(Permission.EDIT_PROPOSAL, on=proposal_of)
def typed(proposal: Any) -> ResponseReturnValue:
    """Keep a draft while it is being typed; nobody sees a page of it."""
    version = latest_version(proposal.id)
    form = idea_form(proposal.round, content_of(version), seen=version and version.number)
    if not form.validate_on_submit():
        return jsonify(), 422
    try:
        content = said_in(form, _rows(proposal))
        number = services.save_typed_draft(current_actor(), proposal.id, content, seen=form.seen.data)
    except RuleBroken as error:
        if error.code == "proposal.changed_meanwhile":
            return jsonify(), 409
        return jsonify(message=sentence(error), stop=error.code in ENDS_TYPING), 422
    return jsonify(fields={"seen": str(number)})


ENDS_TYPING = FORBIDDEN_CODES | {"proposal.not_editable"}
"""Broken rules after which there is nothing to save by itself any more."""


def _not_possible(round: Any, ways: WaysToPropose) -> str:
    """Why this person cannot propose in the round, and what they can do instead."""
    reason = sentence(ways.refusal) if ways.refusal else ""
    return render_template("proposals/not_possible.html", round=round, refusal=ways.refusal, reason=reason)


def _show(form: ProposalForm, error: RuleBroken) -> None:
    if error.code in FORBIDDEN_CODES:
        raise error
    show_refusal(form, error)


def _after_saving(proposal_id: int) -> ResponseReturnValue:
    """Go on by the button that was pressed: hand in, back to the costs or the pictures, or simply on."""
    if "submit" in request.form:
        return _hand_in(proposal_id)
    part = next((part for button, part in ANCHORS.items() if button in request.form), None)
    flash(_("Saved."), "success")
    return redirect(url_for("proposals.edit", proposal_id=proposal_id, _anchor=part), 303)


ANCHORS = {"more_lines": "costs", "remove_line": "costs", "cover": "files"}


def _hand_in(proposal_id: int) -> ResponseReturnValue:
    try:
        services.submit_proposal(current_actor(), proposal_id)
    except RuleBroken as error:
        proposal, _standing = open_proposal(proposal_id, current_actor(), now())  # type: ignore[misc]
        version = latest_version(proposal_id)
        form = idea_form(proposal.round, content_of(version), seen=version and version.number, fresh=True)
        _show(form, error)
        return _edit_page(proposal, form)
    flash(
        _("Your idea is handed in. Everybody can read it now; you can change it until the deadline."),
        "success",
    )
    return redirect(url_for("hall.proposal", proposal_id=proposal_id), 303)


def _new_page(round: Any, form: ProposalForm, ways: WaysToPropose) -> ResponseReturnValue:
    form.spare_lines()
    page = render_template(
        "proposals/new.html",
        round=round,
        form=form,
        ways=ways,
        pots=pots_of(round.id),
        files={},
        **_time_left(round, form.behalf.data or None),
        place=map_around(form),
        action=url_for("proposals.new", slug=round.slug),
    )
    return page, 422 if form.errors or form.broken else 200


def _edit_page(proposal: Any, form: ProposalForm) -> ResponseReturnValue:
    form.spare_lines()
    pots = pots_of(proposal.round_id)
    version = latest_version(proposal.id)
    missing = missing_for_submission(content_of(version), needs_cost=bool(pots))
    page = render_template(
        "proposals/edit.html",
        proposal=proposal,
        round=proposal.round,
        form=form,
        pots=pots,
        files=_rows(proposal),
        missing=missing,
        version=version,
        is_draft=proposal.state is ProposalState.DRAFT,
        checks=rule_checks_of(proposal.team, now()) if proposal.team else [],
        **_time_left(proposal.round, proposal.team_id),
        place=map_around(form),
        action=url_for("proposals.edit", proposal_id=proposal.id),
    )
    return page, 422 if form.errors or form.broken else 200


def _time_left(round: Any, team_id: int | None) -> dict[str, Any]:
    """When ideas are due, until when what is saved still counts, and how long that is from now."""
    closing = closing_of(round, team_id)
    if closing is None:
        return {"deadline": None, "left": None, "closing": None, "is_grace": False}
    is_grace = closing.is_grace_at(now())
    ends_at = closing.closes_at if is_grace else closing.deadline
    return {"deadline": ends_at, "left": ends_at - now(), "closing": closing, "is_grace": is_grace}


def _rows(proposal: Any) -> dict[int, Any]:
    return {row.id: row for row in attachments_of(proposal.id)}


@bp.post("/proposals/<int:proposal_id>/back")
@requires(Permission.EDIT_PROPOSAL, on=proposal_of)
def back_to_draft(proposal: Any) -> ResponseReturnValue:
    """Take a submitted idea back to work on it."""
    try:
        services.return_to_draft(current_actor(), proposal.id)
    except RuleBroken as error:
        flash(_said(error), "error")
    else:
        flash(
            _("Your idea is a draft again. Hand it in before the deadline, or it will not count."), "warning"
        )
    return redirect(url_for("proposals.edit", proposal_id=proposal.id), 303)


@bp.route("/proposals/<int:proposal_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.WITHDRAW_PROPOSAL, on=proposal_of)
def withdraw(proposal: Any) -> ResponseReturnValue:
    """Take an idea out of the round for good, after a question."""
    if request.method != "POST":
        PROPOSAL.after(proposal.state, ProposalMove.WITHDRAW)  # says no where it has been withdrawn already
        return render_template("proposals/withdraw.html", proposal=proposal)
    services.withdraw_proposal(current_actor(), proposal.id)
    flash(_("Your idea is withdrawn."), "info")
    return redirect(url_for("hall.mine"), 303)


def _said(error: RuleBroken) -> str:
    """The sentence of a refusal, unless it is one that a whole page tells."""
    if error.code in FORBIDDEN_CODES:
        raise error
    return sentence(error)
