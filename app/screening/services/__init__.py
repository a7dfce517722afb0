"""What can be done in screening; each function is one use case and one transaction."""

from app.screening.services.answering import REASON_LENGTH, answer_screening, decide_screening
from app.screening.services.assigning import assign_screenings, withdraw_screening
from app.screening.services.reminding import remind_departments

__all__ = [
    "REASON_LENGTH",
    "answer_screening",
    "assign_screenings",
    "decide_screening",
    "remind_departments",
    "withdraw_screening",
]
