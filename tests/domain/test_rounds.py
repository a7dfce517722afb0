"""Who may take part in a round, how its deadlines move, and its short name."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role, Standing
from app.domain.phases import Phase, Timetable
from app.domain.rounds import (
    ROLES_OF_A_ROUND,
    ProposesAs,
    belongs_to,
    check_proposer,
    movable_ends,
    roles_to_grant,
    short_name,
    starts_from,
    with_later_end,
)

MARCH = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return MARCH + timedelta(days=number - 1)


TABLE = Timetable(
    {Phase.SUBMISSION: day(1), Phase.SCREENING: day(10), Phase.VOTING: day(20), Phase.DECISION: day(30)}
)


@pytest.mark.parametrize(
    ("bands", "places", "belongs"),
    [
        ([], [], True),
        (["13_15"], [], True),
        (["18_plus"], [], False),
        ([], [7], True),
        ([], [8], False),
        (["13_15"], [8], False),
    ],
)
def test_an_empty_list_means_everybody(bands, places, belongs):
    assert belongs_to(bands, places, AgeBand.FROM_13, 7) is belongs


def test_somebody_without_a_neighbourhood_belongs_to_no_chosen_one():
    assert belongs_to([], [7], AgeBand.ADULT, None) is False


@pytest.mark.parametrize(
    ("proposers", "code"),
    [
        ({}, None),
        ({"as": [], "age_bands": [], "neighbourhood_ids": []}, None),
        ({"as": ["resident"]}, None),
        ({"as": ["team"]}, "proposer.capacity"),
        ({"age_bands": ["under_13"]}, "proposer.age"),
        ({"neighbourhood_ids": [9]}, "proposer.neighbourhood"),
    ],
)
def test_who_may_propose(proposers, code):
    try:
        check_proposer(proposers, ProposesAs.RESIDENT, AgeBand.ADULT, 7)
        said = None
    except RuleBroken as error:
        said = error.code
    assert said == code


def test_only_ends_that_lie_ahead_can_move():
    assert movable_ends(TABLE, day(12)) == {Phase.SCREENING: day(20), Phase.VOTING: day(30)}


def test_the_last_phase_has_no_end():
    assert movable_ends(TABLE, day(31)) == {}


def test_the_start_of_submission_ends_an_announcement_without_a_date():
    assert movable_ends(TABLE, day(1) - timedelta(hours=1))[Phase.ANNOUNCED] == day(1)


def test_a_later_end_moves_the_next_start_and_nothing_else():
    later = with_later_end(TABLE, Phase.SUBMISSION, day(12), day(5))
    assert later.starts == {**TABLE.starts, Phase.SCREENING: day(12)}


def test_the_start_of_a_round_can_be_put_off():
    later = with_later_end(TABLE, Phase.ANNOUNCED, day(3), day(1) - timedelta(days=4))
    assert later.starts == {**TABLE.starts, Phase.SUBMISSION: day(3)}


@pytest.mark.parametrize(
    ("phase", "ends_at", "code"),
    [
        (Phase.SUBMISSION, day(11), "extension.phase_over"),
        (Phase.DECISION, day(40), "extension.phase_over"),
        (Phase.SCORING, day(40), "extension.phase_over"),
        (Phase.SCREENING, day(20), "extension.not_later"),
        (Phase.SCREENING, day(19), "extension.not_later"),
        (Phase.SCREENING, day(30), "extension.collides"),
    ],
)
def test_deadlines_that_cannot_move(phase, ends_at, code):
    with pytest.raises(RuleBroken) as broken:
        with_later_end(TABLE, phase, ends_at, day(12))
    assert broken.value.code == code


def test_a_collision_names_the_phase_that_has_to_move_first():
    with pytest.raises(RuleBroken) as broken:
        with_later_end(TABLE, Phase.SCREENING, day(31), day(12))
    assert broken.value.params == {"phase": "voting"}


def test_starts_are_read_as_they_are_stored():
    raw = {"voting": "2026-03-20T08:00:00+00:00", "submission": "2026-03-01T08:00:00+00:00"}
    assert starts_from(raw) == {Phase.SUBMISSION: day(1), Phase.VOTING: day(20)}


@pytest.mark.parametrize(
    ("grants", "roles"),
    [
        ({(Role.ADMINISTRATOR, None)}, ROLES_OF_A_ROUND),
        ({(Role.ORGANISER, None)}, (Role.MENTOR, Role.CLERK)),
        ({(Role.ORGANISER, 5)}, (Role.MENTOR, Role.CLERK)),
        ({(Role.ORGANISER, 6)}, ()),
        ({(Role.COUNCIL, None)}, ()),
    ],
)
def test_organisers_appoint_helpers_and_administrators_everybody(grants, roles):
    assert roles_to_grant(Actor(1, frozenset(grants)), Standing(5, Phase.VOTING)) == roles


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jaunā Forštate 2026", "jauna-forstate-2026"),
        ("  Budžets —  „visiem“ ", "budzets-visiem"),
        ("Бюджет", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_short_names(text, name):
    assert short_name(text) == name
