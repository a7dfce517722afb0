"""What the pages of those who run a vote share: the way from one to the other, and who may be chosen in their forms."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.domain.permissions import Permission, may
from app.places.queries import neighbourhoods
from app.rounds.queries import electorates_of, standing_in
from app.voting import queries
from app.web.clock import now
from app.web.formats import local
from app.web.guards import current_actor

PAGES = {
    "voting.roll": Permission.MANAGE_ROLL,
    "voting.table": Permission.KEEP_POLLING_TABLE,
    "voting.kiosks": Permission.SEE_POLLING_PLACE,
    "voting.paper": Permission.SEE_POLLING_PLACE,
    "voting.rehearsal": Permission.MANAGE_ROLL,
}


def channel_links(round: Any, current: str) -> list[dict[str, Any]]:
    """The pages through which the vote is run, for ``ui/tabs``: those that are open to whoever looks, now."""
    names = (_("Roll and codes"), _("Polling table"), _("Kiosks"), _("Paper ballots"), _("Try-out"))
    actor, standing = current_actor(), standing_in(round, now())
    return [
        {"label": name, "url": url_for(page, slug=round.slug), "current": page == current}
        for (page, permission), name in zip(PAGES.items(), names, strict=True)
        if may(actor, permission, standing)
    ]


def electorate_choices(round: Any, *, by_code: bool | None = None) -> list[tuple[int, str]]:
    """Id and name of the electorates; ``by_code`` narrows them to those that vote with codes, or by account."""
    return [
        (each.id, local(each.name))
        for each in electorates_of(round.id)
        if by_code is None or (each.evidence in queries.CODE_EVIDENCE) is by_code
    ]


def place_choices(round: Any) -> list[tuple[int, str]]:
    """Id and name of all neighbourhoods, where the round has pots of neighbourhoods; else none."""
    if not queries.has_local_pots(round.id):
        return []
    return sorted(((each.id, local(each.name)) for each in neighbourhoods()), key=lambda pair: pair[1])


def chosen_place(form: Any) -> int | None:
    """The neighbourhood chosen in a form that may have no such field."""
    return (form.neighbourhood.data or None) if "neighbourhood" in form else None
