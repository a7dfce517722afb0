"""The polling table: find somebody on the roll by code or name, and note that a paper ballot is handed out."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.rounds.queries import electorates_of
from app.voting import queries, services
from app.voting.forms import SearchForm
from app.voting.views.blueprint import bp, found_round
from app.voting.views.channels import channel_links
from app.web.clock import now
from app.web.formats import local
from app.web.guards import current_actor, requires
from app.web.outcome import told

LONGEST_NUMBER = 12


@bp.route("/table", methods=["GET", "POST"])
@requires(Permission.KEEP_POLLING_TABLE, on=found_round)
def table(round: Any) -> ResponseReturnValue:
    """One field to search with. What was typed is posted: a code must stand in no address and no log."""
    form = SearchForm()
    people = None
    if form.validate_on_submit():
        people = queries.search_roll(round, form.words.data, _roll_id_of_code(round, form.words.data))
    page = render_template(
        "voting/table.html",
        round=round,
        form=form,
        people=people,
        most=queries.MOST_FOUND,
        names={each.id: local(each.name) for each in electorates_of(round.id)},
        marked=sum(queries.marked_on_paper(round.id).values()),
        is_counted=queries.is_any_box_counted(round.id),
        channels=channel_links(round, "voting.table"),
    )
    return page, 422 if form.errors else 200


@bp.post("/table/mark")
@requires(Permission.KEEP_POLLING_TABLE, on=found_round)
def mark_paper(round: Any) -> ResponseReturnValue:
    """One tap: this person is handed a paper ballot."""
    return _marked(round, services.mark_paper, _("Marked. Hand out one paper ballot."))


@bp.post("/table/unmark")
@requires(Permission.KEEP_POLLING_TABLE, on=found_round)
def unmark_paper(round: Any) -> ResponseReturnValue:
    """The ballot was given back unused: the mark goes."""
    return _marked(
        round, services.unmark_paper, _("The mark is taken back. The ballot must not go into the box.")
    )


def _marked(round: Any, act: Any, said: str) -> ResponseReturnValue:
    slug = round.slug
    with told(said):
        act(current_actor(), round, _posted_number("roll_id"), now=now())
    return redirect(url_for("voting.table", slug=slug), 303)


def _posted_number(name: str) -> int:
    """A number of the form; 0, which names nothing, for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _roll_id_of_code(round: Any, typed: str) -> int | None:
    """Whose code was typed, if it is one of this round."""
    try:
        code_id = services.code_entered(round, typed)
    except RuleBroken:
        return None
    return queries.roll_id_of_code(code_id)
