"""What can be done with proposals; each function is one use case and one transaction."""

from app.proposals.services.handing_in import return_to_draft, submit_proposal, withdraw_proposal
from app.proposals.services.handing_over import hand_over
from app.proposals.services.keeping import NewFile
from app.proposals.services.rivals import dissolve_rivals, group_rivals
from app.proposals.services.saving import (
    EDITABLE,
    begin_proposal,
    check_capacity,
    save_proposal,
    save_typed_draft,
)
from app.proposals.services.talking import (
    COMMENT_LENGTH,
    REASON_LENGTH,
    follow_proposal,
    hide_comment,
    keep_comment,
    report_comment,
    unfollow_proposal,
    write_comment,
)

__all__ = [
    "COMMENT_LENGTH",
    "EDITABLE",
    "REASON_LENGTH",
    "NewFile",
    "begin_proposal",
    "check_capacity",
    "dissolve_rivals",
    "follow_proposal",
    "group_rivals",
    "hand_over",
    "hide_comment",
    "keep_comment",
    "report_comment",
    "return_to_draft",
    "save_proposal",
    "save_typed_draft",
    "submit_proposal",
    "unfollow_proposal",
    "withdraw_proposal",
    "write_comment",
]
