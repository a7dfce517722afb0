"""What can be done in judging; each function is one use case and one transaction."""

from app.judging.services.assigning import assign_mentor, end_assignment, save_plan
from app.judging.services.looking import look_early
from app.judging.services.recusing import step_aside
from app.judging.services.scoring import Given, correct_scorecard, save_draft, submit_scorecard

__all__ = [
    "Given",
    "assign_mentor",
    "correct_scorecard",
    "end_assignment",
    "look_early",
    "save_draft",
    "save_plan",
    "step_aside",
    "submit_scorecard",
]
