"""The worked round with its scorecards given in time."""

from datetime import datetime, timedelta

from app.domain.phases import Phase
from tests.factories import NOW, round_in
from tests.judging.vector import worked_round

JUDGING = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "", "places": 2}


def scored(phase=Phase.VOTING, **judging):
    """The worked round, its scorecards given a day after scoring began."""
    round = round_in(phase, NOW, judging={**JUDGING, **judging})
    at = datetime.fromisoformat(round.timetable["scoring"]) + timedelta(days=1)
    return round, *worked_round(round, at)
