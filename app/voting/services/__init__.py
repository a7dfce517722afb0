"""What can be done in a vote; each function is one use case and one transaction."""

from app.voting.services.cards import Card, check_roll, create_codes, import_roll
from app.voting.services.casting import MOST_REVISIONS, Cast, cast_ballot, require_vote
from app.voting.services.closing import close_poll
from app.voting.services.codes import code_entered
from app.voting.services.declining import decline_request
from app.voting.services.heads import publish_heads
from app.voting.services.keying import drop_sheet, finish_keying, key_sheet
from app.voting.services.kiosks import start_kiosk, stop_kiosk, stop_kiosk_by_pin
from app.voting.services.paper import Sheet, count_box, print_paper, verify_box
from app.voting.services.rehearsals import cast_rehearsal, start_rehearsal, wipe_rehearsal
from app.voting.services.roll import add_accounts, mark_paper, unmark_paper
from app.voting.services.round_key import destroy_keys
from app.voting.services.voiding import Voided, confirm_void, replace_code, void_batch, void_code

__all__ = [
    "MOST_REVISIONS",
    "Card",
    "Cast",
    "Sheet",
    "Voided",
    "add_accounts",
    "cast_ballot",
    "cast_rehearsal",
    "check_roll",
    "close_poll",
    "code_entered",
    "confirm_void",
    "count_box",
    "create_codes",
    "decline_request",
    "destroy_keys",
    "drop_sheet",
    "finish_keying",
    "import_roll",
    "key_sheet",
    "mark_paper",
    "print_paper",
    "publish_heads",
    "replace_code",
    "require_vote",
    "start_kiosk",
    "start_rehearsal",
    "stop_kiosk",
    "stop_kiosk_by_pin",
    "unmark_paper",
    "verify_box",
    "void_batch",
    "void_code",
    "wipe_rehearsal",
]
