"""Deadlines move later, in the open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import Entry
from app.domain.errors import NotAllowed
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.rounds import queries, services
from tests.factories import (
    NOW,
    an_actor,
    ready_round_in,
)
from tests.rounds.services.asking import code_of

DAY = timedelta(days=1)


def test_extending_a_deadline_is_recorded_and_moves_one_start(organiser, session):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    before = queries.timetable_of(round)
    end = before.starts[Phase.SCREENING]
    services.extend_deadline(organiser, round.id, Phase.SUBMISSION, end + 2 * DAY, "Brīvdienas.", now=NOW)
    after = queries.timetable_of(queries.round_by_id(round.id))
    assert after.starts == {**before.starts, Phase.SCREENING: end + 2 * DAY}
    (extension,) = queries.extensions_of(round.id)
    assert (extension.phase, extension.ended_at, extension.ends_at) == (Phase.SUBMISSION, end, end + 2 * DAY)
    (entry,) = session.scalars(select(Entry))
    assert (entry.action, entry.after["reason"]) == ("extend_deadline", "Brīvdienas.")


def test_the_end_of_voting_can_move_though_the_rules_are_frozen(organiser):
    round = ready_round_in(Phase.VOTING, NOW)
    before = queries.rules_hash(round)
    end = queries.timetable_of(round).starts[Phase.DECISION]
    services.extend_deadline(organiser, round.id, Phase.VOTING, end + DAY, "Sniegs.", now=NOW)
    round = queries.round_by_id(round.id)
    assert queries.phase_of(round, end) is Phase.VOTING
    assert queries.rules_hash(round) == before


def test_deadlines_that_do_not_move(organiser):
    round = ready_round_in(Phase.SCREENING, NOW)
    far = NOW + 100 * DAY
    extend = services.extend_deadline
    assert code_of(extend, organiser, round.id, Phase.SCREENING, far, "  ") == "extension.no_reason"
    assert code_of(extend, organiser, round.id, Phase.SCREENING, far, "x") == "extension.collides"
    assert code_of(extend, organiser, round.id, Phase.SUBMISSION, far, "x") == "extension.phase_over"
    assert code_of(extend, organiser, round.id, Phase.SCREENING, NOW, "x") == "extension.not_later"
    draft = ready_round_in(Phase.DRAFT, NOW)
    assert code_of(extend, organiser, draft.id, Phase.SUBMISSION, far, "x") == "extension.draft"
    assert queries.extensions_of(round.id) == []


@pytest.mark.parametrize("role", [Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_extend(app, role):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    with pytest.raises(NotAllowed):
        services.extend_deadline(an_actor(role), round.id, Phase.SUBMISSION, NOW + 50 * DAY, "x", now=NOW)
