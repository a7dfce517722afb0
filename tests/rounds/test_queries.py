"""What a round says about itself."""

from datetime import datetime, timedelta

import pytest

from app.domain.errors import RuleBroken
from app.domain.permissions import VISITOR, Actor, Permission, Role, Standing, may
from app.domain.phases import Phase
from app.rounds import queries
from tests.factories import (
    NOW,
    a_criterion,
    a_person,
    a_pot,
    a_rubric,
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


def test_a_round_announced_for_later_is_a_draft_until_then(app):
    round = round_in(Phase.SUBMISSION, NOW, announced_at=NOW)
    assert queries.phase_of(round, NOW - timedelta(microseconds=1)) is Phase.DRAFT
    assert queries.phase_of(round, NOW) is Phase.SUBMISSION


def test_a_draft_without_dates_has_no_timetable(app):
    round = round_in(Phase.DRAFT, NOW, timetable={})
    assert queries.has_timetable(round) is False
    assert queries.phase_of(round, NOW) is Phase.DRAFT
    with pytest.raises(RuleBroken) as broken:
        queries.timetable_of(round)
    assert broken.value.code == "timetable.no_submission"


def actors(draft, other):
    return {
        "visitor": VISITOR,
        "resident": Actor(1),
        "mentor": Actor(1, frozenset({(Role.MENTOR, None)})),
        "council": Actor(1, frozenset({(Role.COUNCIL, None)})),
        "organiser": Actor(1, frozenset({(Role.ORGANISER, None)})),
        "organiser here": Actor(1, frozenset({(Role.ORGANISER, draft.id)})),
        "organiser elsewhere": Actor(1, frozenset({(Role.ORGANISER, other.id)})),
    }


def test_only_staff_sees_a_draft(app):
    draft, other = round_in(Phase.DRAFT, NOW), round_in(Phase.SUBMISSION, NOW)
    staff = {"council", "organiser", "organiser here"}
    for name, actor in actors(draft, other).items():
        found = queries.open_round(draft.slug, actor, NOW)
        assert (found == (draft, Standing(draft.id, Phase.DRAFT))) is (name in staff), name
        shown = {round.id for round in queries.rounds_shown(actor, NOW)}
        assert shown == ({draft.id, other.id} if name in staff else {other.id}), name


def test_everybody_sees_an_announced_round(app):
    round = round_in(Phase.CLOSED, NOW)
    assert queries.open_round(round.slug, VISITOR, NOW) == (round, Standing(round.id, Phase.CLOSED))
    assert queries.open_round("none", VISITOR, NOW) is None


def test_rounds_come_newest_first_drafts_before(app):
    old = round_in(Phase.CLOSED, NOW, announced_at=NOW - timedelta(days=300))
    new = round_in(Phase.VOTING, NOW, announced_at=NOW - timedelta(days=3))
    draft = round_in(Phase.DRAFT, NOW)
    everything = Actor(1, frozenset({(Role.ORGANISER, None)}))
    assert [round.id for round in queries.rounds_shown(everything, NOW)] == [draft.id, new.id, old.id]


def test_when_the_present_phase_ends(app):
    round = round_in(Phase.SUBMISSION, NOW, days=10)
    assert queries.end_of_phase(round, NOW) == NOW + timedelta(days=9)
    assert queries.end_of_phase(round_in(Phase.CLOSED, NOW), NOW) is None
    assert queries.end_of_phase(round_in(Phase.DRAFT, NOW), NOW) is None
    early = round_in(Phase.ANNOUNCED, NOW, skipped=[Phase.ANNOUNCED], announced_at=NOW - timedelta(days=1))
    assert queries.end_of_phase(early, NOW) == datetime.fromisoformat(early.timetable["submission"])


def test_a_standing_decides_in_the_phase_of_its_round(app):
    organiser = Actor(1, frozenset({(Role.ORGANISER, None)}))
    scoring, voting = round_in(Phase.SCORING, NOW), round_in(Phase.VOTING, NOW)
    assert may(organiser, Permission.EDIT_ROUND, queries.standing_in(scoring, NOW))
    assert not may(organiser, Permission.EDIT_ROUND, queries.standing_in(voting, NOW))


def test_pots_and_electorates_come_in_their_order_without_those_of_others(app):
    round, noise = round_in(Phase.DRAFT, NOW), ready_round_in(Phase.DRAFT, NOW)
    second, first = a_pot(round, 2, position=2), a_pot(round, 1, position=1)
    later, sooner = an_electorate(round, "b", position=1), an_electorate(round, "a", position=0)
    assert queries.pots_of(round.id) == [first, second]
    assert queries.electorates_of(round.id) == [sooner, later]
    by_round = queries.pots_by_round([round.id, noise.id])
    assert by_round == {round.id: [first, second], noise.id: queries.pots_of(noise.id)}


def test_the_same_rules_have_the_same_fingerprint(app):
    round = ready_round_in(Phase.VOTING, NOW)
    said = queries.rules_hash(round)
    assert len(said) == 64
    assert queries.rules_hash(queries.round_by_id(round.id)) == said
    assert queries.rules_hash(ready_round_in(Phase.VOTING, NOW)) != said


def test_the_latest_rubric_and_its_criteria(app):
    round = round_in(Phase.SCORING, NOW)
    assert queries.latest_rubric(round.id) is None
    old = a_rubric(round)
    new = a_rubric(round, ({"key": "idea"},), version=2)
    assert queries.latest_rubric(round.id) == new
    assert [criterion.key for criterion in queries.criteria_of(old.id)] == ["feasibility", "benefit"]
    known = queries.domain_rubric(new.id)
    assert (known.version, known.keys, known.criteria[0].descriptors[1]) == (
        2,
        ("idea",),
        '{"lv":"V\\u0101ji"}',
    )


def test_a_descriptor_without_any_text_counts_as_missing(app):
    rubric = a_rubric(round_in(Phase.DRAFT, NOW), ())
    a_criterion(rubric, "idea", descriptors={"1": {}, "2": {"lv": "Labi"}}, hi=2)
    assert queries.domain_rubric(rubric.id).criteria[0].descriptors[1] == ""


def test_the_people_of_a_round_leave_out_closed_accounts(app):
    round = round_in(Phase.SUBMISSION, NOW)
    mentor = a_person("Marta", Role.MENTOR, round=round)
    a_person("Gone", Role.MENTOR, round=round, closed_at=NOW)
    a_person("Everywhere", Role.MENTOR)
    assert [grant.person_id for grant in queries.grants_in(round.id)] == [mentor.id]


def test_a_round_is_read_in_few_queries(app, count_queries):
    round = queries.round_by_id(ready_round_in(Phase.VOTING, NOW).id)
    with count_queries() as queries_made:
        queries.rules_hash(round)
    assert len(queries_made) == 2, queries_made
