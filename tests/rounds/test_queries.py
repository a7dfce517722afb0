"""What a round says about itself."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import RuleBroken
from app.domain.permissions import VISITOR, Actor, Role
from app.domain.phases import SCHEDULED, Phase
from app.rounds import queries
from tests.factories import (
    NOW,
    a_criterion,
    a_pot,
    a_rubric,
    an_actor,
    an_electorate,
    ready_round_in,
    round_in,
)


@pytest.mark.parametrize("phase", Phase)
def test_a_round_is_in_the_phase_that_its_timetable_says(app, phase):
    assert queries.phase_of(round_in(phase, NOW), NOW) is phase


def test_a_phase_begins_to_the_minute(app):
    round = round_in(Phase.SUBMISSION, NOW)
    voting = datetime.fromisoformat(round.timetable["voting"])
    assert queries.phase_of(round, voting - timedelta(microseconds=1)) is Phase.SCORING
    assert queries.phase_of(round, voting) is Phase.VOTING
