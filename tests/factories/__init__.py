"""Rows for tests, made with as little as a test wants to say; each function commits and gives back the row.

Every function takes the columns of its model as keywords.
"""

from tests.factories.judging import a_motion, a_recusal, a_scorecard, a_screening, an_assignment
from tests.factories.people_and_places import (
    a_department,
    a_grant,
    a_mentor,
    a_neighbourhood,
    a_park,
    a_person,
    a_reviewer,
    an_actor,
)
from tests.factories.proposals import a_comment, a_proposal, a_team, an_entry, content_with
from tests.factories.results import (
    a_certificate,
    a_counted_ballot,
    a_decision,
    a_milestone,
    a_project,
    a_winner,
)
from tests.factories.rounds import (
    a_criterion,
    a_pot,
    a_rubric,
    an_electorate,
    ready_round_in,
    round_in,
    timetable_with,
)
from tests.factories.storing import NOW, add

__all__ = [
    "NOW",
    "a_certificate",
    "a_comment",
    "a_counted_ballot",
    "a_criterion",
    "a_decision",
    "a_department",
    "a_grant",
    "a_mentor",
    "a_milestone",
    "a_motion",
    "a_neighbourhood",
    "a_park",
    "a_person",
    "a_pot",
    "a_project",
    "a_proposal",
    "a_recusal",
    "a_reviewer",
    "a_rubric",
    "a_scorecard",
    "a_screening",
    "a_team",
    "a_winner",
    "add",
    "an_actor",
    "an_assignment",
    "an_electorate",
    "an_entry",
    "content_with",
    "ready_round_in",
    "round_in",
    "timetable_with",
]
