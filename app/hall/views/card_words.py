"""What the cards and posters of rounds and ideas say, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.domain.phases import Phase
from app.domain.proposal_states import PUBLIC
from app.hall.queries import RoundNow
from app.web.badges import look_of
from app.web.cards import Card
from app.web.formats import language, local, money
from app.web.i18n import city_name
from app.web.labels import label
from app.web.uploads import stored_path


def card_of_round(one: RoundNow, pots: Sequence[Any]) -> Card:
    """Title, phase and money of a round."""
    total = sum(pot.amount_cents for pot in pots)
    facts = (str(label(one.phase)), money(total) if total else "")
    return Card(
        kicker=str(label(one.round.kind)),
        title=local(one.round.title),
        facts=tuple(fact for fact in facts if fact),
        city=city_name(),
        key=f"round-{one.round.id}-{language()}",
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


def social_of_round(one: RoundNow, pots: Sequence[Any]) -> dict[str, str] | None:
    """Address and words of a round's card for its page; ``None`` while only staff may see the round."""
    if one.phase is Phase.DRAFT:
        return None
    card = card_of_round(one, pots)
    slug = one.round.slug
    return _social(
        url_for("hall.round_card", slug=slug, v=card.version, lang=language(), _external=True), card
    )


def social_of_proposal(proposal: Any) -> dict[str, str] | None:
    """Address and words of an idea's card for its page; ``None`` while not everybody may see it."""
    if proposal.state not in PUBLIC:
        return None
    card = card_of_proposal(proposal)
    address = url_for(
        "hall.proposal_card", proposal_id=proposal.id, v=card.version, lang=language(), _external=True
    )
    return _social(address, card)


def _social(address: str, card: Card) -> dict[str, str]:
    return {"url": address, "alt": ". ".join((card.kicker, card.title, *card.facts))}
