"""The ledger of a vote for everybody: its published heads on a page and as a feed, while the vote lasts and after."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.voting import queries
from app.voting.views.blueprint import bp, shown_round
from app.web.clock import now
from app.web.formats import local, moment, number
from app.web.guards import public
from app.web.mail import base_url
from app.web.paging import page_number

ATOM = "http://www.w3.org/2005/Atom"


@bp.get("/ledger")
@public
def ledger(slug: str) -> ResponseReturnValue:
    """The newest head, all heads that were published, and how to use them."""
    round, _standing = shown_round(slug)
    return render_template(
        "voting/ledger.html",
        round=round,
        heads=queries.heads_page(round.id, page_number()),
        newest=queries.latest_head(round.id),
        poll=queries.poll_of(round.id),
        published=queries.roll_fingerprint(round.id),
        state=queries.poll_state(round, now()),
        witnesses=len(round.ledger_witnesses),
    )


@bp.get("/ledger.atom")
@public
def ledger_feed(slug: str) -> ResponseReturnValue:
    """The published heads as an Atom feed, in the city's first language: the same for every reader."""
    round, _standing = shown_round(slug)
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        feed = _feed(round, queries.heads_page(round.id, 1).items)
    content = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _feed(round: Any, heads: list[Any]) -> ElementTree.Element:
    ElementTree.register_namespace("", ATOM)
    page = base_url() + url_for("voting.ledger", slug=round.slug)
    updated = heads[0].at if heads else round.announced_at or round.created_at
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _put(feed, "id", page)
    _put(feed, "title", _("Ledger of the vote: %(round)s", round=local(round.title)))
    _put(feed, "updated", _stamp(updated))
    _put(_put(feed, "author"), "name", str(current_app.config["TALKA_CITY_NAME"]))
    _put(feed, "link", href=page)
    _put(feed, "link", rel="self", href=f"{page}.atom")
    for head in heads:
        entry = _put(feed, "entry")
        _put(entry, "id", f"{page}#{head.number}")
        _put(entry, "title", moment(head.at))
        _put(entry, "updated", _stamp(head.at))
        _put(entry, "link", href=f"{page}#head-{head.number}")
        _put(entry, "content", _told(head), type="text")
    return feed


def _told(head: Any) -> str:
    ballots = number(head.about) if head.live_hash else _("about %(count)s", count=number(head.about))
    lines = [
        f"{_('Head of the ledger')}: {head.head_hash}",
        f"{_('Sealed batches')}: {head.batches}",
        f"{_('Ballots')}: {ballots}",
    ]
    return "\n".join([*lines, *([f"{_('What counts')}: {head.live_hash}"] if head.live_hash else [])])


def _put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
