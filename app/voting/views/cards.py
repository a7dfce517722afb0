"""Cards with codes as sheets for schools: a PDF, made once, in the answer to the request that made the codes."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.domain.rounds import short_name
from app.domain.voter_codes import printed
from app.rounds.queries import electorates_of
from app.voting import services
from app.voting.queries import closes_at
from app.web.clock import city_zone, now
from app.web.formats import language, local
from app.web.mail import base_url
from app.web.pdf import LINE, PINE, SOFT_INK, Paper, new_paper, pdf_response

ACROSS, DOWN = 2, 5
"""Cards on a page."""

WIDTH, HEIGHT = 105.0, 59.4
"""A card in millimetres: the page, divided without a rest, so that a paper knife needs few cuts."""

EDGE = 8.0
QR_SIZE = 32.0
CUT = 4.0
"""How long the marks are that show where to cut."""


def cards_page(round: Any, cards: Sequence[services.Card]) -> ResponseReturnValue:
    """The sheets. A code stands behind the ``#`` of its address, which no server and no log ever sees.

    Nothing here is kept: whoever loses the file voids the batch and prints another one.
    """
    address = base_url() + url_for("voting.enter_code", slug=round.slug)
    with force_locale(current_app.config["LANGUAGES"][0]):
        names = {each.id: local(each.name) for each in electorates_of(round.id)}
    words = _words(round)
    paper = new_paper(_("Cards with codes"), language(), now=now(), margin=0)
    paper.set_auto_page_break(False)
    for place, card in enumerate(cards):
        place %= ACROSS * DOWN
        if place == 0:
            paper.add_page()
            _draw_cuts(paper)
        left, top = place % ACROSS * WIDTH, place // ACROSS * HEIGHT
        _draw_card(paper, left, top, card, names.get(card.electorate_id, ""), address, words)
    batch = short_name(cards[0].label) if len(cards) == 1 else short_name(cards[0].label.rpartition("-")[0])
    return pdf_response(paper, f"codes-{batch or round.slug}", inline=False)


def _words(round: Any) -> dict[str, list[str]]:
    """What stands on every card: the title of the round, and how to vote, each in the city's languages."""
    ends = closes_at(round)
    until = f"{ends.astimezone(city_zone()):%d.%m.%Y %H:%M}" if ends else ""
    lines = []
    for code in current_app.config["LANGUAGES"]:
        with force_locale(code):
            line = _("Scan the square, or open the address and type the code. One code is for one voter.")
            last = _("Voting ends %(moment)s.", moment=until) if until else ""
            lines.append(f"{line} {last}".strip())
    with force_locale(current_app.config["LANGUAGES"][0]):
        return {"title": [local(round.title)], "lines": lines}


def _draw_card(
    paper: Paper,
    left: float,
    top: float,
    card: services.Card,
    electorate: str,
    address: str,
    words: dict[str, list[str]],
) -> None:
    """One card: the square to scan beside the code to type, then how to vote in every language."""
    paper.qr(f"{address}#{card.code}", left + EDGE - 2, top + EDGE - 2, QR_SIZE)
    x, width = left + EDGE + QR_SIZE, WIDTH - QR_SIZE - 2 * EDGE
    column: dict[str, Any] = {"w": width, "new_x": "LEFT"}
    paper.set_xy(x, top + EDGE - 1)
    title = words["title"][0]
    paper.say(
        paper.shortened(title, size=9.5, width=width, bold=True), size=9.5, bold=True, colour=PINE, **column
    )
    paper.say(paper.shortened(electorate, size=7.5, width=width), size=7.5, colour=SOFT_INK, **column)
    paper.set_xy(x, paper.y + 1)
    paper.say(printed(card.code), size=15.5, bold=True, **column)
    paper.set_xy(x, paper.y + 0.5)
    paper.say(
        _plain(address), size=paper.fitting(_plain(address), size=7.5, width=width), bold=True, **column
    )
    paper.say(card.label, size=7, colour=SOFT_INK, **column)
    paper.set_xy(left + EDGE, top + EDGE + QR_SIZE - 3)
    for line in words["lines"]:
        paper.say(line, size=6.6, w=WIDTH - 2 * EDGE, h=2.7, new_x="LEFT")


def _draw_cuts(paper: Paper) -> None:
    """Short marks where the knife goes, and faint lines between them."""
    paper.set_draw_color(LINE)
    paper.set_line_width(0.15)
    paper.set_dash_pattern(dash=1, gap=2)
    for column in range(1, ACROSS):
        paper.line(column * WIDTH, 0, column * WIDTH, DOWN * HEIGHT)
    for row in range(1, DOWN):
        paper.line(0, row * HEIGHT, ACROSS * WIDTH, row * HEIGHT)
    paper.set_dash_pattern()
    paper.set_draw_color("#000000")
    paper.set_line_width(0.25)
    for row in range(1, DOWN):
        paper.line(0, row * HEIGHT, CUT, row * HEIGHT)
        paper.line(ACROSS * WIDTH - CUT, row * HEIGHT, ACROSS * WIDTH, row * HEIGHT)
    for column in range(1, ACROSS):
        paper.line(column * WIDTH, 0, column * WIDTH, CUT)
        paper.line(column * WIDTH, DOWN * HEIGHT - CUT, column * WIDTH, DOWN * HEIGHT)


def _plain(address: str) -> str:
    """An address as people type it."""
    return address.partition("://")[2]
