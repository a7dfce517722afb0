"""Whether this device tries out a vote, and as whom."""

import secrets
from typing import Any

from flask import Flask, request, session

from app.rounds.queries import electorates_of, round_by_id
from app.voting import queries
from app.web.clock import now

TRYING = "trying"
"""In the browser's session: the round, the electorate, the neighbourhood, and a name that tells testers apart."""


def init_trying(app: Flask) -> None:
    """Tell templates that a page belongs to a try-out."""
    app.context_processor(_banner)


def begin_trying(round: Any, electorate_id: int, neighbourhood_id: int | None) -> None:
    """From now on this device votes in the try-out of the round."""
    session[TRYING] = [round.id, electorate_id, neighbourhood_id, secrets.token_hex(8)]


def stop_trying() -> None:
    """This device votes in earnest again."""
    session.pop(TRYING, None)


def may_try(round: Any) -> bool:
    """Whether a try-out of the round can be voted in: one was begun, and voting is not open."""
    return (
        queries.rehearsal_of(round.id) is not None
        and queries.poll_state(round, now()) == queries.DRAFT
        and not queries.has_ballots(round.id)
    )


def is_trying(round: Any) -> bool:
    """Whether this device tries out this round's vote."""
    return _kept(round.id) is not None and may_try(round)


def trying_voter(round: Any, rules: queries.BallotRules) -> queries.Voter | None:
    """The invented voter of this device, if it tries out this round's vote."""
    kept = _kept(round.id)
    if kept is None or not may_try(round):
        return None
    _round_id, electorate_id, neighbourhood_id, name = kept
    electorate = next((each for each in electorates_of(round.id) if each.id == electorate_id), None)
    if electorate is None:
        return None
    return queries.voter_of_rehearsal(electorate, neighbourhood_id, name, rules)


def _kept(round_id: int) -> list[Any] | None:
    kept = session.get(TRYING)
    return kept if isinstance(kept, list) and len(kept) == 4 and kept[0] == round_id else None


def _banner() -> dict[str, Any]:
    kept = session.get(TRYING) if request else None
    round = round_by_id(kept[0]) if isinstance(kept, list) and kept else None
    if round is None or (request.view_args or {}).get("slug") != round.slug or not is_trying(round):
        return {}
    return {"try_out": {"slug": round.slug}}
