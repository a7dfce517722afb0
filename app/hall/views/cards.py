"""Social cards of rounds and ideas: the picture that messengers and feeds show with a link."""

from flask import Response, abort, request, send_file

from app.domain.permissions import VISITOR
from app.hall.queries import round_now
from app.hall.views.blueprint import bp
from app.hall.views.card_words import card_of_proposal, card_of_round
from app.proposals.queries import open_proposal
from app.rounds.queries import open_round, pots_of
from app.web.cards import Card, card_file
from app.web.clock import now
from app.web.freshness import keep_for_ever
from app.web.guards import public


@bp.get("/rounds/<slug>/card.png")
@public
def round_card(slug: str) -> Response:
    """The card of a round that everybody may see."""
    found = open_round(slug, VISITOR, now())
    if found is None:
        abort(404)
    return _sent(card_of_round(round_now(found[0], now()), pots_of(found[0].id)))


@bp.get("/proposals/<int:proposal_id>/card.png")
@public
def proposal_card(proposal_id: int) -> Response:
    """The card of an idea that everybody may see."""
    found = open_proposal(proposal_id, VISITOR, now())
    if found is None:
        abort(404)
    return _sent(card_of_proposal(found[0]))


def _sent(card: Card) -> Response:
    answer = send_file(card_file(card), mimetype="image/png", download_name="talka.png")
    return keep_for_ever(answer, asked_for=request.args.get("v"), is_now=card.version)
