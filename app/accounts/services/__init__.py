"""What can be done to accounts; each function is one use case and one transaction."""

from app.accounts.services.departments import delete_department, save_department
from app.accounts.services.guardians import (
    GUARDIAN_NAME_LENGTH,
    ask_guardian,
    give_consent,
    withdraw_consent,
)
from app.accounts.services.notes import mark_notes_read
from app.accounts.services.people import (
    Registration,
    change_person,
    close_account,
    create_person,
    place_in_department,
)
from app.accounts.services.roles import grant_role, revoke_role
from app.accounts.services.sign_in import (
    LINK_MINUTES,
    end_sessions,
    request_sign_in,
    request_sign_up,
    set_password,
    sign_in_with_password,
    use_link,
)

__all__ = [
    "GUARDIAN_NAME_LENGTH",
    "LINK_MINUTES",
    "Registration",
    "ask_guardian",
    "change_person",
    "close_account",
    "create_person",
    "delete_department",
    "end_sessions",
    "give_consent",
    "grant_role",
    "mark_notes_read",
    "place_in_department",
    "request_sign_in",
    "request_sign_up",
    "revoke_role",
    "save_department",
    "set_password",
    "sign_in_with_password",
    "use_link",
    "withdraw_consent",
]
