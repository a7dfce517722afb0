"""The gallery of a round's frozen entries, and the final show: one entry a page, in the order of the lot."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import AFTER_DEADLINE
from app.domain.show_order import stage_order
from app.proposals.queries import attachment_rows, content_of, frozen_version, proposals_in_race
from app.proposals.views.blueprint import bp, round_of
from app.web.guards import public


def _shown(slug: str) -> tuple[Any, list[Any]]:
    """The round and its entries in the order of the show; nothing before the deadline has passed."""
    found = round_of(slug)
    if found is None or found[1].phase not in AFTER_DEADLINE:
        abort(404)
    round = found[0]
    entries = {entry.id: entry for entry in proposals_in_race(round.id)}
    return round, [entries[entry_id] for entry_id in stage_order(round.seed, entries)]


@bp.get("/rounds/<slug>/gallery")
@public
def gallery(slug: str) -> ResponseReturnValue:
    """All entries as they were at the deadline."""
    round, entries = _shown(slug)
    return render_template("proposals/gallery.html", round=round, entries=entries)


@bp.get("/rounds/<slug>/stage")
@public
def stage(slug: str) -> ResponseReturnValue:
    """The order of the show."""
    round, entries = _shown(slug)
    return render_template("proposals/stage_order.html", round=round, entries=entries)


@bp.get("/rounds/<slug>/stage/<int:place>")
@public
def on_stage(slug: str, place: int) -> ResponseReturnValue:
    """One entry on the big screen; the place before the first and after the last lead to the order."""
    round, entries = _shown(slug)
    if not 1 <= place <= len(entries):
        return redirect(url_for("proposals.stage", slug=slug)) if place == len(entries) + 1 else abort(404)
    entry = entries[place - 1]
    content = content_of(frozen_version(entry, round))
    rows = attachment_rows(entry.id, [file.id for file in content.files])
    return render_template(
        "proposals/on_stage.html",
        round=round,
        proposal=entry,
        content=content,
        pictures=[rows[file.id] for file in content.pictures if file.id in rows],
        alts={file.id: file.alt for file in content.pictures},
        place=place,
        count=len(entries),
        following=entries[place] if place < len(entries) else None,
    )
