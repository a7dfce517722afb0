"""The ballot in three steps: choose, look again, cast. Nothing is stored before the last."""

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.domain.voter_codes import printed
from app.places.queries import neighbourhoods
from app.rounds.queries import electorates_of, timetable_of
from app.voting import queries, services
from app.voting.papers import PAPERS, Marks
from app.voting.views.blueprint import bp, shown_round
from app.voting.views.form_keys import new_form_key, nonce_of
from app.voting.views.kiosk_mode import kiosk_id_in
from app.voting.views.sheet import Sheet, problem, sheet_for
from app.voting.views.trying import is_trying
from app.voting.views.who import current_voter
from app.web.clock import now
from app.web.errors import RETRY_SECONDS
from app.web.guards import current_person, public
from app.web.mail import base_url
from app.web.qr import qr_svg

RECEIPT = "receipt"
"""In the browser's session: the round and the receipt that the receipt page shows. It is kept nowhere else."""

LOOK_AGAIN = frozenset({"change", "look"})
"""Buttons that lead back to the ballot: to change it or add it up, and to look for ideas."""

STATUS = {
    "poll.not_open": 403,
    "ballot.form_used": 409,
    "ballot.predecessor_missing": 409,
    "poll.busy": 503,
    "poll.key_missing": 503,
}
"""What a refused cast answers; everything else is 422."""

BEYOND_CHOICES = frozenset({"ballot.on_paper", "ballot.form_foreign", "ballot.too_many_revisions"})
"""Refusals that no other choice of ideas would lift."""


@bp.get("/ballot")
@public
def ballot(slug: str) -> ResponseReturnValue:
    """An empty ballot."""
    round, _standing = shown_round(slug)
    voter = current_voter(round)
    refusal = _refusal(round, voter)
    if refusal or voter is None:
        return refusal or _ways_page(round)
    return _ballot_page(sheet_for(round, voter, []))


@bp.route("/ballot/review", methods=["GET", "POST"])
@public
def review(slug: str) -> ResponseReturnValue:
    """What one has chosen, to look at once more; small buttons and “change” lead back to the ballot."""
    round, _standing = shown_round(slug)
    if request.method != "POST":
        return redirect(url_for("voting.ballot", slug=slug, lang=request.args.get("lang")), 303)
    voter = current_voter(round)
    refusal = _refusal(round, voter, late=True)
    if refusal or voter is None:
        return refusal or _ways_page(round, 403)
    rules = voter.rules
    paper = PAPERS[rules.type.key]
    marks: Marks = []
    try:
        marks = paper.read(request.form)
        pots = {key: option.pot for key, option in voter.options.proposals.items()}
        stepped = paper.pressed(request.form, marks, pots)
        if stepped is not None or not request.form.keys().isdisjoint(LOOK_AGAIN):
            return _ballot_page(sheet_for(round, voter, marks if stepped is None else stepped, request.form))
        rules.type.check(marks, rules.limits, voter.options)
    except RuleBroken as error:
        sheet = sheet_for(round, voter, marks, request.form)
        return _ballot_page(sheet, problem(error, sheet)), 422
    return _review_page(sheet_for(round, voter, marks), marks, new_form_key(voter))


@bp.route("/ballot/cast", methods=["GET", "POST"])
@public
def cast(slug: str) -> ResponseReturnValue:
    """Cast the ballot: the receipt, or what stands in the way. A GET casts nothing and leads to the ballot."""
    round, _standing = shown_round(slug)
    if request.method != "POST":
        return redirect(url_for("voting.ballot", slug=slug, lang=request.args.get("lang")), 303)
    voter = current_voter(round)
    if voter is None:
        return _ways_page(round, 403)
    round_id = round.id
    form_key = request.form.get("form_key", "")
    marks: Marks = []
    try:
        marks = PAPERS[round.ballot_type].read(request.form)
        done = _cast(round, voter, nonce_of(form_key, voter), marks)
    except RuleBroken as error:
        return _refused_page(slug, error, marks, form_key)
    session[RECEIPT] = [round_id, done.receipt]
    if done.is_repeat:
        return receipt_page(shown_round(slug)[0], done.receipt)
    return redirect(url_for("voting.receipt", slug=slug), 303)


def _cast(round: Any, voter: queries.Voter, nonce: str, marks: Marks) -> services.Cast:
    """Into the box, or, on a device that tries out the vote, beside it."""
    if is_trying(round):
        return services.cast_rehearsal(voter, round, nonce, marks, now=now())
    return services.cast_ballot(voter, nonce, marks, kiosk_id=kiosk_id_in(round.id))


def receipt_page(round: Any, receipt: str) -> ResponseReturnValue:
    """The page with the receipt to keep; its square leads to where the ballot is found."""
    lookup_url = base_url() + url_for("voting.lookup", slug=round.slug)
    return render_template(
        "voting/receipt.html",
        round=round,
        code=printed(receipt),
        lookup_url=lookup_url,
        qr=qr_svg(f"{lookup_url}#{receipt}", _("Receipt as a QR code")),
        closes_at=queries.closes_at(round),
    )


def _refused_page(slug: str, error: RuleBroken, marks: Marks, form_key: str) -> ResponseReturnValue:
    """What stands in the way of a cast; where it may be sent again as it is, the same form with the same nonce."""
    round, _standing = shown_round(slug)
    voter = current_voter(round)
    if voter is None or error.code == "poll.not_open":
        return (_closed_page(round), 403) if voter else _ways_page(round, 403)
    sheet = sheet_for(round, voter, marks)
    status = STATUS.get(error.code, 422)
    text = problem(error, sheet)
    if status == 503:
        page = _review_page(sheet, marks, form_key, text)
        return page, 503, {"Retry-After": str(RETRY_SECONDS)}
    if status == 422 and error.code.startswith("ballot.") and error.code not in BEYOND_CHOICES:
        return _ballot_page(sheet, text), 422
    return render_template("voting/refused.html", round=round, text=text), status


def _refusal(round: Any, voter: queries.Voter | None, *, late: bool = False) -> ResponseReturnValue | None:
    """A page instead of the ballot, for times without voting and for people without a vote; ``late``: in the grace."""
    if is_trying(round):
        return None
    grace = queries.GRACE if late else queries.GRACE * 0
    if queries.poll_of(round.id) or not queries.takes_ballots(round, now(), grace=grace):
        return _closed_page(round), 403
    if voter is None and current_person():
        return _ways_page(round, 403)
    return None


def _ballot_page(sheet: Sheet, text: str = "") -> str:
    return render_template(
        "voting/ballot.html",
        sheet=sheet,
        round=sheet.round,
        text=text,
        most_revisions=services.MOST_REVISIONS,
        closes_at=queries.closes_at(sheet.round),
    )


def _review_page(sheet: Sheet, marks: Marks, form_key: str, text: str = "") -> str:
    fields = sheet.paper.fields(marks)
    return render_template(
        "voting/review.html", sheet=sheet, round=sheet.round, fields=fields, form_key=form_key, text=text
    )


def _ways_page(round: Any, status: int = 200) -> ResponseReturnValue:
    """Who may vote here and how, for somebody who cannot be given a ballot."""
    places = {place.id: place for place in neighbourhoods()}
    electorates = electorates_of(round.id)
    by_code = any(each.evidence in queries.CODE_EVIDENCE for each in electorates)
    by_account = any(each.evidence not in queries.CODE_EVIDENCE for each in electorates)
    page = render_template(
        "voting/ways.html",
        round=round,
        electorates=electorates,
        places=places,
        by_code=by_code,
        by_account=by_account,
    )
    return page, status


def _closed_page(round: Any) -> str:
    """When voting is or was, with the way to the receipts."""
    span = timetable_of(round).span(Phase.VOTING) if round.timetable else None
    return render_template(
        "voting/not_open.html", round=round, span=span, is_over=span and span.start <= now()
    )
