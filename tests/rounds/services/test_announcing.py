"""What is missing before a round can be announced, and when it becomes public."""

from datetime import timedelta

import pytest

from app.domain.permissions import VISITOR
from app.domain.phases import Phase
from app.rounds import queries, services
from tests.factories import (
    NOW,
    a_pot,
    a_rubric,
    an_electorate,
    ready_round_in,
    round_in,
)
from tests.rounds.services.asking import code_of

DAY = timedelta(days=1)


def test_announcing_makes_a_complete_draft_public(organiser):
    round = ready_round_in(Phase.DRAFT, NOW, skipped=[Phase.ANNOUNCED])
    services.announce_round(organiser, round.id, now=NOW)
    assert queries.phase_of(queries.round_by_id(round.id), NOW) is Phase.ANNOUNCED


def test_announcing_in_advance_waits_for_the_first_date(organiser):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.announce_round(organiser, round.id, now=NOW)
    round = queries.round_by_id(round.id)
    assert queries.phase_of(round, NOW) is Phase.DRAFT
    assert queries.phase_of(round, NOW + DAY - timedelta(microseconds=1)) is Phase.DRAFT
    assert queries.phase_of(round, NOW + DAY) is Phase.ANNOUNCED
    assert queries.open_round(round.slug, VISITOR, NOW) is None


def test_a_waiting_announcement_follows_the_timetable_and_can_be_taken_back(organiser):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.announce_round(organiser, round.id, now=NOW)
    starts = {Phase.ANNOUNCED: NOW + 3 * DAY, Phase.SUBMISSION: NOW + 5 * DAY}
    services.set_timetable(organiser, round.id, starts, now=NOW)
    assert queries.round_by_id(round.id).announced_at == NOW + 3 * DAY
    services.withdraw_announcement(organiser, round.id, now=NOW)
    assert queries.round_by_id(round.id).announced_at is None


def test_a_public_round_is_not_taken_back(organiser):
    round = round_in(Phase.SUBMISSION, NOW)
    assert code_of(services.withdraw_announcement, organiser, round.id) == "round.seen"
    assert code_of(services.announce_round, organiser, round.id) == "round.announced_already"


def test_nothing_may_be_missing(organiser):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.announce_round, organiser, round.id) == "missing.money"
    a_pot(round)
    assert code_of(services.announce_round, organiser, round.id) == "missing.electorates"
    an_electorate(round)
    assert code_of(services.announce_round, organiser, round.id) == "missing.rubric"
    a_rubric(round)
    services.announce_round(organiser, round.id, now=NOW)


def test_a_round_whose_deadline_has_passed_is_not_announced(organiser):
    round = ready_round_in(Phase.SCREENING, NOW, announced_at=None)
    assert code_of(services.announce_round, organiser, round.id) == "round.submission_over"


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"title": {}}, ["missing.title"]),
        ({"promise": {}}, ["missing.promise"]),
        ({"timetable": {}}, ["missing.timetable"]),
        ({"ballot_type": "lottery"}, ["missing.ballot"]),
        ({"ballot_limits": {"max": 3, "pots": {"999": {"max": 1}}}}, ["missing.ballot"]),
        ({"is_binding": True}, ["missing.binding_electorate"]),
        ({"judging": {"tie_break": "gone"}}, ["missing.tie_break"]),
        ({"allocation": {}}, ["missing.allocation"]),
        ({"allocation": {"rule": "greedy", "min_votes": -1}}, ["missing.allocation"]),
        ({"tie_order": ["votes"]}, ["missing.tie_order"]),
    ],
)
def test_what_is_missing(app, columns, missing):
    assert queries.missing_before_announcement(ready_round_in(Phase.DRAFT, NOW, **columns)) == missing


def test_what_a_skipped_phase_needs_is_not_missing(app):
    skipped = [Phase.VOTING, Phase.SCORING]
    round = round_in(Phase.DRAFT, NOW, skipped=skipped, allocation={"rule": "ranking", "prizes": 3})
    assert queries.missing_before_announcement(round) == []


def test_an_announced_round_keeps_what_it_needs(organiser):
    round = ready_round_in(Phase.ANNOUNCED, NOW)
    assert code_of(services.set_pots, organiser, round.id, []) == "missing.money"
    assert code_of(services.set_electorates, organiser, round.id, []) == "missing.electorates"
    for criterion in ("feasibility",):
        services.remove_criterion(organiser, round.id, criterion, now=NOW)
    assert code_of(services.remove_criterion, organiser, round.id, "benefit") == "missing.rubric"
    assert len(queries.pots_of(round.id)) == 1
