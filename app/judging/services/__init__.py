"""What can be done in judging; each function is one use case and one transaction."""

from app.judging.services.assigning import assign_mentor, end_assignment, save_plan
from app.judging.services.deliberating import (
    close_deliberation,
    decide_motion,
    move_motion,
    open_deliberation,
    vote_on_motion,
)
from app.judging.services.looking import look_early
from app.judging.services.mentors import set_terms, write_guide
from app.judging.services.recusing import declare_conflict, step_aside
from app.judging.services.scoring import Given, SaveKeys, correct_scorecard, save_draft, submit_scorecard
from app.judging.services.sheets import enter_sheets

__all__ = [
    "Given",
    "SaveKeys",
    "assign_mentor",
    "close_deliberation",
    "correct_scorecard",
    "decide_motion",
    "declare_conflict",
    "end_assignment",
    "enter_sheets",
    "look_early",
    "move_motion",
    "open_deliberation",
    "save_draft",
    "save_plan",
    "set_terms",
    "step_aside",
    "submit_scorecard",
    "vote_on_motion",
    "write_guide",
]
