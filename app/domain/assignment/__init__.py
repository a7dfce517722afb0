"""Who scores what: a seeded, balanced, conflict-free plan, and how many mentors a round needs."""

from app.domain.assignment.draft import Pair
from app.domain.assignment.need import cap_for_minutes, mentors_needed, scorecards_to_connect
from app.domain.assignment.plan import Plan, Unmet, plan_assignments
from app.domain.assignment.shadowing import shadows

__all__ = [
    "Pair",
    "Plan",
    "Unmet",
    "cap_for_minutes",
    "mentors_needed",
    "plan_assignments",
    "scorecards_to_connect",
    "shadows",
]
