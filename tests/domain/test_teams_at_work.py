"""What a round asks of teams, how a consent runs out, how two hands write in one cell, and what small groups show."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.areas import check_area, corners_from, middle_of, place_as_geojson
from app.domain.consents import (
    CONSENT,
    ConsentMove,
    ConsentState,
    ends_at,
    is_consent_due,
    needs_guardian,
    state_at,
)
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand, credited_name, inside_name, public_name
from app.domain.questionnaires import (
    QuestionKind,
    movement,
    read_answer,
    summarise,
    suppressed,
)
from app.domain.sheets import SheetKind, merge_cells, merge_texts
from app.domain.show_order import stage_order
from app.domain.team_rules import MemberFacts, TeamRules, check_rules, team_rules_from, unmet_rules

CHILD, TEEN, ADULT = AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.ADULT
NOW = datetime(2026, 5, 1, tzinfo=UTC)
FULL = TeamRules(least=2, most=3, needs_young=True, needs_adult=True, one_team=True, neighbourhood_ids=(7,))


@pytest.mark.parametrize(
    ("members", "unmet"),
    [
        ([], ["size", "young", "adult", "neighbourhood"]),
        ([MemberFacts(ADULT, 7)], ["size", "young"]),
        ([MemberFacts(ADULT, 7), MemberFacts(CHILD, 3)], []),
        ([MemberFacts(ADULT, 3), MemberFacts(TEEN, None)], ["neighbourhood"]),
        ([MemberFacts(ADULT, 7), MemberFacts(CHILD, 7, waits_for_guardian=True)], ["consent"]),
        ([MemberFacts(ADULT, 7), MemberFacts(TEEN, 7, is_in_another_team=True)], ["one_team"]),
        ([MemberFacts(ADULT, 7)] * 2 + [MemberFacts(TEEN, 7)] * 2, ["size"]),
    ],
)
def test_what_a_team_still_lacks(members, unmet):
    assert unmet_rules(FULL, members) == [f"team_rule.{name}" for name in unmet]


def test_rules_are_kept_as_data_and_old_rounds_ask_for_a_guardian_only():
    assert team_rules_from(FULL.as_data()) == FULL
    assert check_rules(team_rules_from({}), [MemberFacts(ADULT)]) == []
    assert unmet_rules(team_rules_from({}), [MemberFacts(CHILD, waits_for_guardian=True)]) == [
        "team_rule.consent"
    ]
    with pytest.raises(RuleBroken, match="team_rules.size"):
        TeamRules(least=4, most=3)


def state(stored, *, given=None, then=CHILD, now_in=CHILD, days=0):
    return state_at(
        stored, asked_at=NOW, given_at=given, band_then=then, band_now=now_in, now=NOW + timedelta(days=days)
    )


def test_an_invitation_lasts_a_month_and_a_consent_a_year():
    asked, given, withdrawn = ConsentState.ASKED, ConsentState.GIVEN, ConsentState.WITHDRAWN
    assert (state(asked, days=29), state(asked, days=30)) == (asked, ConsentState.EXPIRED)
    assert (state(given, given=NOW, days=364), state(given, given=NOW, days=365)) == (
        given,
        ConsentState.EXPIRED,
    )
    assert state(given, given=NOW, now_in=TEEN) is ConsentState.EXPIRED
    assert state(withdrawn, now_in=TEEN) is withdrawn
    assert ends_at(NOW) == NOW + timedelta(days=365)


def test_a_consent_is_due_a_month_before_it_ends():
    def is_due(band, days):
        until = None if days is None else NOW + timedelta(days=days)
        return is_consent_due(band, until, now=NOW, consent_age=13)

    assert [is_due(CHILD, days) for days in (None, -1, 29, 31)] == [True, True, True, False]
    assert not is_due(TEEN, None)


def test_what_a_guardian_can_do():
    assert CONSENT.after(ConsentState.ASKED, ConsentMove.GIVE) is ConsentState.GIVEN
    assert CONSENT.after(ConsentState.WITHDRAWN, ConsentMove.GIVE) is ConsentState.GIVEN
    assert not CONSENT.allows(ConsentState.WITHDRAWN, ConsentMove.WITHDRAW)
    assert [needs_guardian(TEEN, age) for age in (0, 13, 16, 18)] == [False, False, True, True]


def test_how_far_a_name_goes():
    assert [public_name("Anna Liepa", band, True) for band in AgeBand] == [None, None, "Anna", "Anna Liepa"]
    assert inside_name("Anna Liepa", needs_guardian=True, has_consent=False) is None
    assert inside_name("Anna Liepa", needs_guardian=True, has_consent=True) == "Anna"
    assert inside_name("Anna Liepa", needs_guardian=False, has_consent=False) == "Anna Liepa"
    assert [credited_name("Anna Liepa", band, True) for band in (ADULT, TEEN)] == ["Anna Liepa", "Anna"]
    assert credited_name("Anna Liepa", ADULT, False) == "A. L."


LINES = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).map("\n".join)


@settings(max_examples=40)
@given(LINES, LINES, LINES)
def test_no_line_that_somebody_wrote_is_lost(base, theirs, mine):
    merged, _ = merge_texts(base, theirs, mine)
    old, kept = set(base.splitlines()), set(merged.splitlines())
    assert (set(theirs.splitlines()) | set(mine.splitlines())) - old <= kept
    assert merge_texts(base, base, mine) == (mine, False)
    assert merge_texts(base, theirs, base) == (theirs, False)


def test_a_sheet_tells_where_two_wrote_at_once():
    merged = merge_cells(
        SheetKind.EMPATHY_MAP, {"see": "soli"}, {"see": "jauni soli"}, {"see": "veci soli", "hear": "suņi"}
    )
    assert merged.cells == {"see": "jauni soli\nveci soli", "hear": "suņi"}
    assert merged.clashes == ("see",)
    with pytest.raises(RuleBroken, match="sheet.too_long"):
        merge_cells(SheetKind.CANVAS, {}, {}, {"what": "x" * 2001})


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 30), min_size=1))
def test_nobody_can_be_told_from_a_table(counts):
    shown = suppressed(counts)
    assert all(value is None or value == counts[name] for name, value in shown.items())
    assert all(value is None or value == 0 or value >= 5 for value in shown.values())
    hidden = [counts[name] for name, value in shown.items() if value is None]
    others = [value for value in shown.values() if value]
    assert not hidden or not others or (len(hidden) > 1 and sum(hidden) >= 5)


def test_answers_are_read_counted_and_compared():
    assert [read_answer(QuestionKind.SCALE, 2, text) for text in ("5", " ", "")] == [5, None, None]
    for wrong in ("6", "0", "x", "٣", "-1"):
        with pytest.raises(RuleBroken, match="answer.unknown_choice"):
            read_answer(QuestionKind.SCALE, 2, wrong)
    assert summarise([5] * 6 + [3] * 6, range(1, 6), is_scale=True).mean == Fraction(4)
    assert summarise([1, 2, 3], range(1, 6), is_scale=True).n is None
    assert movement([(3, 4)] * 4, is_scale=True) is None
    moved = movement([(2, 4)] * 6 + [(3, 3)] * 7, is_scale=True)
    assert moved is not None
    assert (moved.pairs, moved.up, moved.same, moved.down) == (13, 6, 7, 0)


def test_an_area_is_a_polygon_of_geojson():
    corners = ((55.87, 26.53), (55.88, 26.53), (55.88, 26.54))
    stored = place_as_geojson(corners, None)
    assert stored is not None
    assert stored["coordinates"][0][0] == stored["coordinates"][0][-1] == [26.53, 55.87]
    assert corners_from(stored) == corners
    assert middle_of(corners) == (55.876667, 26.533333)
    for wrong in (corners[:2], corners * 14, ((91.0, 0.0), *corners[1:])):
        with pytest.raises(RuleBroken):
            check_area(wrong)


def test_the_order_of_the_show_follows_the_seed():
    assert stage_order("a", [1, 2, 3, 4]) == stage_order("a", [4, 3, 2, 1])
    assert sorted(stage_order("b", range(9))) == list(range(9))
    assert len({tuple(stage_order(seed, range(6))) for seed in "abcdef"}) > 1
