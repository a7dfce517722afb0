"""Boxes of paper ballots: printed, counted, keyed by two people, compared, and put into the ledger."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.errors import RuleBroken
from app.domain.paper import written_marks
from app.domain.permissions import Permission, may
from app.domain.rounds import short_name
from app.proposals.queries import proposals_by_ids
from app.rounds.queries import electorates_of, round_by_id, standing_in
from app.voting import queries, services
from app.voting.forms import CountForm, KeyForm, PaperForm, VerifyForm
from app.voting.views.blueprint import bp, found_round
from app.voting.views.channels import channel_links, chosen_place, electorate_choices, place_choices
from app.voting.views.paper_sheets import paper_ballots
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told
from app.web.pdf import pdf_response

LONGEST_NUMBER = 6
LAST_KEYED = 5
"""How many sheets the page shows below the field, so that a slip is noticed at once."""


def _found_box(slug: str, batch_id: int) -> Found:
    """A box of the round in the address, with the standing of that round."""
    found, batch = found_round(slug), queries.paper_batch_by_id(batch_id)
    if found is None or batch is None or batch.round_id != found[0].id:
        return None
    return (found[0], batch), found[1]


@bp.get("/paper")
@requires(Permission.SEE_POLLING_PLACE, on=found_round)
def paper(round: Any) -> ResponseReturnValue:
    """The boxes, and whether ballots, marks on the roll and counts agree."""
    return _paper_page(round)


@bp.post("/paper/print")
@requires(Permission.PRINT_PAPER, on=found_round)
def print_paper(round: Any) -> ResponseReturnValue:
    """Issue the ballots of a box as a PDF; a box is printed once."""
    form = _paper_form(round)
    if form.validate_on_submit():
        round_id = round.id
        try:
            batch, sheets = services.print_paper(
                current_actor(),
                round,
                form.electorate.data,
                chosen_place(form),
                form.booth.data,
                form.count.data,
                now=now(),
            )
        except RuleBroken as error:
            form.show(error, "booth" if error.code == "paper.booth_taken" else None)
        else:
            name = f"ballots-{short_name(batch.booth) or batch.id}"
            return pdf_response(paper_ballots(round_by_id(round_id), batch, sheets), name, inline=False)
    return _paper_page(round, form)


@bp.get("/paper/<int:batch_id>")
@requires(Permission.KEY_PAPER, on=_found_box)
def box(found: Any) -> ResponseReturnValue:
    """What is to do next with a box."""
    return _box_page(*found)


@bp.post("/paper/<int:batch_id>/count")
@requires(Permission.KEY_PAPER, on=_found_box)
def count_box(found: Any) -> ResponseReturnValue:
    """How many sheets were in it."""
    round, batch = found
    form = CountForm(prefix="box")
    if form.validate_on_submit():
        where = (round.slug, batch.id)
        try:
            services.count_box(current_actor(), round, batch.id, form.count.data, now=now())
        except RuleBroken as error:
            form.show(error, "count")
        else:
            return _to_box(*where)
    return _box_page(round, batch, count=form)


@bp.post("/paper/<int:batch_id>/key")
@requires(Permission.KEY_PAPER, on=_found_box)
def key_sheet(found: Any) -> ResponseReturnValue:
    """One sheet, then the next."""
    round, batch = found
    form = KeyForm(prefix="sheet")
    if form.validate_on_submit():
        where = (round.slug, batch.id)
        typed = form.serial.data, form.marks.data or ""
        try:
            services.key_sheet(
                current_actor(), round, batch.id, *typed, is_spoilt=form.is_spoilt.data, now=now()
            )
        except RuleBroken as error:
            form.show(error, "serial" if error.code.startswith("paper.serial") else "marks")
        else:
            return _to_box(*where, anchor="sheet")
    return _box_page(round, batch, key=form)


@bp.post("/paper/<int:batch_id>/drop")
@requires(Permission.KEY_PAPER, on=_found_box)
def drop_sheet(found: Any) -> ResponseReturnValue:
    """Take a sheet out of one's own keying."""
    text = request.form.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
    return _step(found, lambda who, round, box: services.drop_sheet(who, round, box, number, now=now()))


@bp.post("/paper/<int:batch_id>/finish")
@requires(Permission.KEY_PAPER, on=_found_box)
def finish_keying(found: Any) -> ResponseReturnValue:
    """I have keyed every sheet."""
    return _step(found, lambda who, round, box: services.finish_keying(who, round, box, now=now()))


@bp.post("/paper/<int:batch_id>/verify")
@requires(Permission.KEY_PAPER, on=_found_box)
def verify_box(found: Any) -> ResponseReturnValue:
    """Both keyings agree: the ballots go into the ledger."""
    round, batch = found
    form = VerifyForm(prefix="last")
    if form.validate_on_submit():
        where = (round.slug, batch.id)
        try:
            count = services.verify_box(current_actor(), round, batch.id, form.missing_reason.data or "")
        except RuleBroken as error:
            form.show(error, "missing_reason" if error.code == "paper.missing" else None)
        else:
            stored = ngettext("%(num)s ballot is in the ledger.", "%(num)s ballots are in the ledger.", count)
            flash(stored, "success")
            return _to_box(*where)
    return _box_page(round, batch, verify=form)


def _step(found: Any, act: Any) -> ResponseReturnValue:
    """Do something that needs no form of its own, and go back to the box."""
    round, batch = found
    where = (round.slug, batch.id)
    with told():
        act(current_actor(), round, batch.id)
    return _to_box(*where)


def _to_box(slug: str, batch_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("voting.box", slug=slug, batch_id=batch_id, _anchor=anchor), 303)


def _paper_form(round: Any, **kwargs: Any) -> PaperForm:
    form = PaperForm(**kwargs)
    form.offer(electorate_choices(round), place_choices(round))
    return form


def _paper_page(round: Any, form: PaperForm | None = None) -> ResponseReturnValue:
    boxes = queries.paper_boxes(round.id)
    marked, entered = queries.marked_on_paper(round.id), queries.paper_ballots(round.id)
    in_boxes: dict[int, int] = {}
    for each in boxes:
        held = in_boxes.get(each.batch.electorate_id, 0) + (each.batch.box_count or 0)
        in_boxes[each.batch.electorate_id] = held
    standing = standing_in(round, now())
    page = render_template(
        "voting/paper.html",
        round=round,
        form=form or _paper_form(round, formdata=None),
        boxes=boxes,
        electorates=electorates_of(round.id),
        marked=marked,
        entered=entered,
        in_boxes=in_boxes,
        is_closed=queries.poll_of(round.id) is not None,
        may_print=may(current_actor(), Permission.PRINT_PAPER, standing),
        may_key=may(current_actor(), Permission.KEY_PAPER, standing),
        channels=channel_links(round, "voting.paper"),
    )
    return page, 422 if form else 200


def _box_page(
    round: Any,
    batch: Any,
    *,
    count: CountForm | None = None,
    key: KeyForm | None = None,
    verify: VerifyForm | None = None,
) -> ResponseReturnValue:
    person_id = current_actor().person_id or 0
    keying = queries.keying_of(batch, person_id)
    is_mine = person_id in (batch.entered_by, batch.verified_by)
    sheets = queries.keyed_sheets(batch.id, keying) if keying and is_mine else []
    both = batch.entered_done and batch.verified_done
    sent = [form for form in (count, key, verify) if form]
    page = render_template(
        "voting/box.html",
        round=round,
        batch=batch,
        electorate=next(each for each in electorates_of(round.id) if each.id == batch.electorate_id),
        count=count or CountForm(formdata=None, prefix="box", data={"count": batch.box_count}),
        key=key or KeyForm(formdata=None, prefix="sheet"),
        verify=verify or VerifyForm(formdata=None, prefix="last"),
        keying=keying,
        is_done=batch.entered_done if keying == queries.FIRST else batch.verified_done,
        keyed=len(sheets),
        last=[
            (each.number, queries.printed_serial(batch, each.number), _words(round, batch, each.choices))
            for each in sheets[:LAST_KEYED]
        ],
        differences=_differences(round, batch) if both else None,
        may_verify=person_id != batch.entered_by,
        names=queries.names_of_keyers([batch]),
        rows=_rows(batch),
        takes=queries.frozen_rules(round).type.takes,
        is_closed=queries.poll_of(round.id) is not None,
    )
    return page, 422 if sent else 200


def _rows(batch: Any) -> list[tuple[int, Any]]:
    """Number on the sheet and proposal, as they are printed."""
    proposals = proposals_by_ids([int(key) for key in batch.rows])
    found = ((number, proposals.get(int(key))) for number, key in enumerate(batch.rows, start=1))
    return [(number, proposal) for number, proposal in found if proposal]


def _words(round: Any, batch: Any, choices: str | None) -> str:
    """A keyed sheet as it is typed."""
    if choices is None:
        return _("spoilt")
    kind = queries.frozen_rules(round).type
    return written_marks(kind.takes, kind.parse(choices), batch.rows) or "–"


def _differences(round: Any, batch: Any) -> list[dict[str, Any]]:
    """Where the keyings differ, in words."""
    return [
        {
            "serial": queries.printed_serial(batch, each.number),
            "first": _words(round, batch, each.first) if each.is_in_first else _("not keyed"),
            "second": _words(round, batch, each.second) if each.is_in_second else _("not keyed"),
        }
        for each in queries.differences_in(batch.id)
    ]
