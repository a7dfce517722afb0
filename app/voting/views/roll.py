"""The organiser's page of the vote: who may vote, printed codes, the imported roll, the close."""

from datetime import datetime
from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as redirect_to
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.domain.roll_file import RollFile
from app.rounds.queries import electorates_of
from app.voting import queries, services
from app.voting.forms import AccountsForm, CodesForm, RollForm, VoidBatchForm, VoidForm
from app.voting.views.blueprint import bp, found_round
from app.voting.views.cards import cards_page
from app.voting.views.channels import channel_links, chosen_place, electorate_choices, place_choices
from app.voting.views.second import told_of_asking
from app.web.clock import now
from app.web.guards import current_actor, requires
from app.web.messages import sentence


@bp.get("/roll")
@requires(Permission.MANAGE_ROLL, on=found_round)
def roll(round: Any) -> ResponseReturnValue:
    """Electorates and their size, batches of codes, and how far the vote is."""
    return _roll_page(round)


@bp.post("/roll/codes")
@requires(Permission.MANAGE_ROLL, on=found_round)
def print_codes(round: Any) -> ResponseReturnValue:
    """Make a batch of codes and show them, once, as cards to print."""
    form = _codes_form(round)
    if form.validate_on_submit():
        try:
            cards = services.create_codes(
                current_actor(),
                round,
                form.electorate.data,
                form.batch.data,
                form.count.data,
                chosen_place(form),
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "batch" if error.code == "codes.batch_taken" else None)
        else:
            return cards_page(round, cards)
    return _roll_page(round, codes=form)


@bp.post("/roll/accounts")
@requires(Permission.MANAGE_ROLL, on=found_round)
def add_accounts(round: Any) -> ResponseReturnValue:
    """Put all accounts that belong to an electorate on the roll."""
    form = _accounts_form(round)
    if form.validate_on_submit():
        try:
            count = services.add_accounts(current_actor(), round, form.electorate.data, now=now())
        except RuleBroken as error:
            form.show(error, "electorate")
        else:
            flash(
                ngettext(
                    "%(num)s account is new on the roll.", "%(num)s accounts are new on the roll.", count
                ),
                "success",
            )
            return _to_roll(round)
    return _roll_page(round, accounts=form)


@bp.post("/roll/import")
@requires(Permission.MANAGE_ROLL, on=found_round)
def import_roll(round: Any) -> ResponseReturnValue:
    """Check a file with the roll, or import it and show the cards, once."""
    form = RollForm(prefix="roll")
    checked = None
    if form.validate_on_submit():
        try:
            checked = services.check_roll(current_actor(), round, form.content, now=now())
            if "import" in request.form:
                cards = services.import_roll(current_actor(), round, form.content, form.batch.data, now=now())
                return cards_page(round, cards)
        except RuleBroken as error:
            form.show(error, "batch" if error.code == "codes.batch_taken" else "file")
    return _roll_page(round, roll=form, checked=checked)


@bp.post("/roll/void")
@requires(Permission.MANAGE_ROLL, on=found_round)
def void_code(round: Any) -> ResponseReturnValue:
    """Make one code useless, or replace it and show the new card, once."""
    form = VoidForm(prefix="void")
    if form.validate_on_submit():
        typed, reason = form.typed.data, form.reason.data
        try:
            void = services.replace_code if "replace" in request.form else services.void_code
            done = void(current_actor(), round, typed, reason, now=now())
        except RuleBroken as error:
            form.show(error, "typed")
        else:
            if done.card:
                return cards_page(round, [done.card])
            flash(_("The code is void."), "success") if done.codes else told_of_asking()
            return _to_roll(round)
    return _roll_page(round, void=form)


@bp.post("/roll/void-batch")
@requires(Permission.MANAGE_ROLL, on=found_round)
def void_batch(round: Any) -> ResponseReturnValue:
    """Make all codes of a batch useless."""
    form = _batch_form(round)
    if form.validate_on_submit():
        try:
            done = services.void_batch(current_actor(), round, form.batch.data, form.reason.data, now=now())
        except RuleBroken as error:
            form.show(error, "batch")
        else:
            told = ngettext("%(num)s code is void.", "%(num)s codes are void.", done.codes)
            flash(told, "success") if done.codes else told_of_asking()
            return _to_roll(round)
    return _roll_page(round, batch=form)


@bp.post("/roll/close")
@requires(Permission.CLOSE_POLL, on=found_round)
def close(round: Any) -> ResponseReturnValue:
    """Close the vote for good."""
    slug = round.slug
    if services.close_poll(current_actor(), round):
        flash(_("The vote is closed and every ballot is sealed."), "success")
    else:
        told_of_asking()
    return redirect_to(url_for("voting.roll", slug=slug), 303)


def _to_roll(round: Any) -> ResponseReturnValue:
    return redirect_to(url_for("voting.roll", slug=round.slug), 303)


def _codes_form(round: Any, **kwargs: Any) -> CodesForm:
    form = CodesForm(prefix="codes", **kwargs)
    form.offer(electorate_choices(round, by_code=True), place_choices(round))
    return form


def _accounts_form(round: Any, **kwargs: Any) -> AccountsForm:
    form = AccountsForm(prefix="accounts", **kwargs)
    form.offer(electorate_choices(round, by_code=False))
    return form


def _batch_form(round: Any, **kwargs: Any) -> VoidBatchForm:
    form = VoidBatchForm(prefix="gone", **kwargs)
    form.offer([each.batch for each in queries.code_batches(round.id)])
    return form


def _roll_page(
    round: Any,
    *,
    codes: CodesForm | None = None,
    roll: RollForm | None = None,
    void: VoidForm | None = None,
    batch: VoidBatchForm | None = None,
    accounts: AccountsForm | None = None,
    checked: RollFile | None = None,
) -> ResponseReturnValue:
    sent = [form for form in (codes, roll, void, batch, accounts) if form is not None]
    wrong = any(form.errors or form.broken for form in sent)
    page = render_template(
        "voting/roll.html",
        round=round,
        codes=codes or _codes_form(round, formdata=None),
        roll=roll or RollForm(formdata=None, prefix="roll"),
        void=void or VoidForm(formdata=None, prefix="void"),
        batch=batch or _batch_form(round, formdata=None),
        accounts=accounts or _accounts_form(round, formdata=None),
        has_places=queries.has_local_pots(round.id),
        published=queries.roll_fingerprint(round.id),
        channels=channel_links(round, "voting.roll"),
        checked=checked,
        faults=_faults(checked),
        electorates=electorates_of(round.id),
        sizes=queries.roll_sizes(round.id),
        batches=queries.code_batches(round.id),
        **_state(round, now()),
    )
    return page, 422 if wrong else 200


def _faults(checked: RollFile | None) -> list[list[Any]]:
    """The bad lines of a checked file as a table: number, text, what is wrong."""
    faults = checked.faults if checked else ()
    return [[fault.line, fault.text, sentence(RuleBroken(fault.code))] for fault in faults]


def _state(round: Any, instant: datetime) -> dict[str, Any]:
    """How far the vote is, in what the page may show of it."""
    end = queries.closes_at(round)
    return {
        "poll": queries.poll_of(round.id),
        "requests": queries.requests_waiting(current_actor(), round.id, ("close", "void"), instant),
        "requests_page": "roll",
        "needs_two": queries.needs_two_people(round.id),
        "state": queries.poll_state(round, instant),
        "count": queries.rounded_count(round.id),
        "head": queries.head_of_ledger(round.id),
        "closes_at": end,
        "may_close": end is not None and instant >= end + queries.GRACE,
    }
