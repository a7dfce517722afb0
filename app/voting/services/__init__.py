"""What can be done in a vote; each function is one use case and one transaction."""

from app.voting.services.cards import Card, check_roll, create_codes, import_roll
from app.voting.services.casting import MOST_REVISIONS, Cast, cast_ballot, require_vote
from app.voting.services.closing import close_poll
from app.voting.services.codes import code_entered, replace_code, void_batch, void_code

__all__ = [
    "MOST_REVISIONS",
    "Card",
    "Cast",
    "cast_ballot",
    "check_roll",
    "close_poll",
    "code_entered",
    "create_codes",
    "import_roll",
    "replace_code",
    "require_vote",
    "void_batch",
    "void_code",
]
