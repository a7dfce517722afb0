"""What can be done with teams and around them; each function is one use case and one transaction."""

from app.teams.services.board import answer_post, close_post, put_on_board
from app.teams.services.extending import extend_team
from app.teams.services.joining import (
    accept_member,
    admit_by_hand,
    ask_to_join,
    credit_participant,
    decline_member,
    remove_credit,
)
from app.teams.services.leading import (
    change_team,
    close_team,
    found_team,
    hand_over_team,
    leave_team,
    remove_member,
    renew_join_code,
)
from app.teams.services.questions import (
    Participant,
    QuestionDraft,
    answer_questions,
    enter_paper_answers,
    move_question,
    open_questionnaires,
    remove_question,
    save_question,
)
from app.teams.services.sheets import SavedSheet, save_sheet
from app.teams.services.slots import (
    MOST_AT_ONCE,
    book_slot,
    describe_mentor,
    free_slot,
    note_session,
    open_slots,
    remove_slot,
)

__all__ = [
    "MOST_AT_ONCE",
    "Participant",
    "QuestionDraft",
    "SavedSheet",
    "accept_member",
    "admit_by_hand",
    "answer_post",
    "answer_questions",
    "ask_to_join",
    "book_slot",
    "change_team",
    "close_post",
    "close_team",
    "credit_participant",
    "decline_member",
    "describe_mentor",
    "enter_paper_answers",
    "extend_team",
    "found_team",
    "free_slot",
    "hand_over_team",
    "leave_team",
    "move_question",
    "note_session",
    "open_questionnaires",
    "open_slots",
    "put_on_board",
    "remove_credit",
    "remove_member",
    "remove_question",
    "remove_slot",
    "renew_join_code",
    "save_question",
    "save_sheet",
]
