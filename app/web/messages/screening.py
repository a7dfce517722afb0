"""Sentences about the departments' checks."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "screening.nothing_chosen": _l("Choose at least one proposal and one department."),
    "screening.unknown_proposal": _l("One of the proposals is no longer in this round. Load the page again."),
    "screening.due_in_past": _l("This day has passed. Choose a later one."),
    "screening.due_too_late": _l("This day is more than two years away. Choose an earlier one."),
    "screening.gone": _l("The department is no longer asked about this proposal."),
    "screening.proposal_gone": _l("The authors have taken the proposal back, so there is nothing to answer."),
    "screening.answered_already": _l("The department has answered already, so the task stays."),
    "screening.no_reason": _l("Give the reason; it is public."),
    "screening.no_text": _l("Write your answer."),
    "screening.reason_too_long": _l("The text is too long: up to %(limit)s characters."),
    "screening.undecided": _l("The department has not answered yet."),
    "screening.answered_once": _l("This has been answered already. Authors can answer once."),
}
