"""How the round of these tests is judged, and where its scorecards are."""

JUDGING = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "benefit", "places": 2}

LEVELS = {"level_feasibility": "4", "level_benefit": "5"}


def page_of(assignment):
    return f"/mentor/{assignment.id}"
