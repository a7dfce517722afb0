"""The blueprint of proposals, and how their addresses are read."""

from typing import Any

from flask import Blueprint, request

from app.proposals.queries import moderated_comment, open_comment, open_proposal
from app.rounds.queries import open_round
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


def proposal_of(proposal_id: int) -> Found:
    """The proposal of an address, if this person may read it."""
    return open_proposal(proposal_id, current_actor(), now())


def comment_of(comment_id: int) -> Found:
    """The comment of an address, if everybody may read it."""
    return open_comment(comment_id, current_actor(), now())


def comment_to_moderate(comment_id: int) -> Found:
    """The comment of an address, if this person moderates it."""
    return moderated_comment(comment_id, current_actor())
