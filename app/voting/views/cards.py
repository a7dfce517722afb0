"""Cards with codes, as a sheet to print: shown once, in the answer to the request that made them."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.voter_codes import printed
from app.rounds.queries import electorates_of
from app.voting import services
from app.voting.queries import closes_at
from app.web.formats import local
from app.web.mail import base_url
from app.web.qr import qr_svg


def cards_page(round: Any, cards: Sequence[services.Card]) -> ResponseReturnValue:
    """The sheet. A code stands behind the ``#`` of its address, which no server and no log ever sees."""
    address = base_url() + url_for("voting.enter_code", slug=round.slug)
    names = {each.id: local(each.name) for each in electorates_of(round.id)}
    shown = [
        {
            "label": card.label,
            "code": printed(card.code),
            "electorate": names.get(card.electorate_id, ""),
            "qr": qr_svg(f"{address}#{card.code}"),
        }
        for card in cards
    ]
    page = render_template(
        "voting/cards.html", round=round, cards=shown, address=address, closes_at=closes_at(round)
    )
    return page, 200, {"Cache-Control": "no-store"}
