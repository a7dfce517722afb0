"""What the cards and posters of rounds and ideas say, in the reader's language."""

from datetime import datetime
from typing import Any

from flask import url_for

from app.domain.permissions import VISITOR
from app.hall.queries import round_now
from app.proposals.queries import open_proposal
from app.rounds.queries import open_round, pots_of
from app.web.badges import look_of
from app.web.cards import Card
from app.web.formats import language, local, money
from app.web.i18n import city_name
from app.web.labels import label
from app.web.uploads import stored_path


def card_of_round(round: Any, now: datetime) -> Card:
    """Title, phase and money of a round."""
    total = sum(pot.amount_cents for pot in pots_of(round.id))
    facts = (str(label(round_now(round, now).phase)), money(total) if total else "")
    return Card(
        kicker=str(label(round.kind)),
        title=local(round.title),
        facts=tuple(fact for fact in facts if fact),
        city=city_name(),
        key=f"round-{round.id}-{language()}",
    )


def card_of_proposal(proposal: Any) -> Card:
    """Title, cost, state and picture of an idea."""
    cost = money(proposal.ballot_cost_cents) if proposal.ballot_cost_cents else ""
    facts = (cost, str(look_of(proposal.state.value).label))
    return Card(
        kicker=local(proposal.round.title),
        title=proposal.title,
        facts=tuple(fact for fact in facts if fact),
        city=city_name(),
        key=f"proposal-{proposal.id}-{language()}",
        picture=stored_path(proposal.cover_key) if proposal.cover_key else None,
    )


def social_of_round(round: Any, now: datetime) -> dict[str, str] | None:
    """Address and words of a round's card for its page; ``None`` while only staff may see the round."""
    if open_round(round.slug, VISITOR, now) is None:
        return None
    card = card_of_round(round, now)
    return _social(
        url_for("hall.round_card", slug=round.slug, v=card.version, lang=language(), _external=True), card
    )


def social_of_proposal(proposal: Any, now: datetime) -> dict[str, str] | None:
    """Address and words of an idea's card for its page; ``None`` while not everybody may see it."""
    if open_proposal(proposal.id, VISITOR, now) is None:
        return None
    card = card_of_proposal(proposal)
    address = url_for(
        "hall.proposal_card", proposal_id=proposal.id, v=card.version, lang=language(), _external=True
    )
    return _social(address, card)


def _social(address: str, card: Card) -> dict[str, str]:
    return {"url": address, "alt": ". ".join((card.kicker, card.title, *card.facts))}
