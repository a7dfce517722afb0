"""The blueprint of proposals, and how their addresses are read."""

from typing import Any

from flask import Blueprint, request

from app.domain.permissions import Relation, Standing
from app.proposals.queries import moderated_comment, open_comment, open_proposal
from app.rounds.queries import open_round
from app.teams.queries import is_member, standing_of_writers, team_by_id
from app.web.clock import now
from app.web.guards import Found, current_actor

bp = Blueprint("proposals", __name__)

MAX_FORM_BYTES = 100 * 2**20
"""Eight photos of a good phone with their form; a file alone may be smaller, see ``app.web.uploads``."""

WITH_FILES = frozenset({"proposals.new", "proposals.edit"})


@bp.url_value_preprocessor
def _allow_many_pictures(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """This must happen before anything reads the form; the check of its token does."""
    if endpoint in WITH_FILES:
        request.max_content_length = MAX_FORM_BYTES


def round_of(slug: str) -> Found:
    """The round of an address."""
    return open_round(slug, current_actor(), now())


def team_of_address() -> int:
    """The team that a form of a new idea is opened or sent for, or nought."""
    asked = request.form.get("behalf") or request.args.get("team", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def round_to_propose_in(slug: str) -> Found:
    """The round of an address; a team that has more time begins an idea for as long as it may save one."""
    found = round_of(slug)
    team = team_by_id(team_of_address()) if found else None
    actor = current_actor()
    if (
        found is None
        or team is None
        or team.round_id != found[0].id
        or not is_member(team.id, actor.person_id or 0)
    ):
        return found
    round, standing = found
    member = Standing(standing.round_id, standing.phase, frozenset({Relation.MEMBER}))
    return round, standing_of_writers(member, round, team.id, now())


def proposal_of(proposal_id: int) -> Found:
    """The proposal of an address, if this person may read it."""
    return open_proposal(proposal_id, current_actor(), now())


def comment_of(comment_id: int) -> Found:
    """The comment of an address, if everybody may read it."""
    return open_comment(comment_id, current_actor(), now())


def comment_to_moderate(comment_id: int) -> Found:
    """The comment of an address, if this person moderates it."""
    return moderated_comment(comment_id, current_actor())
