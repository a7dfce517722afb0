"""The round worked out by hand, as rows: five entries, three mentors, two scorecards an entry."""

from datetime import datetime

from app.rounds.models import Round, Rubric
from tests.domain.worked_round import LEVELS
from tests.factories import a_mentor, a_rubric, a_scorecard, an_assignment, an_entry


def worked_round(round: Round, at: datetime | None = None) -> tuple[Rubric, dict, dict]:
    """Store entries, mentors and submitted scorecards in the round; gives back the rubric, entries and mentors."""
    rubric = a_rubric(round)
    entries = {name: an_entry(round, title=f"Ideja {name}") for name in LEVELS}
    mentors = {name: a_mentor(f"Mentors {name}", round) for name in "PQR"}
    for entry, given in LEVELS.items():
        for mentor, (feasibility, benefit) in given.items():
            assignment = an_assignment(entries[entry], mentors[mentor])
            levels = {"feasibility": feasibility, "benefit": benefit}
            a_scorecard(assignment, rubric, levels=levels, at=at)
    return rubric, entries, mentors
