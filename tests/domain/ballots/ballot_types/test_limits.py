"""The limits of each ballot type: kept, said in words, read from a form."""

import pytest

from app.domain.ballots import LimitText, ballot_type
from app.domain.errors import RuleBroken
from tests.domain.ballots.ballot_types.options import LIMITS, OPTIONS, refusal


def test_too_many_and_too_few() -> None:
    assert refusal("approval", ["1", "2", "10"]) == (
        "ballot.too_many",
        {"pot": "city", "chosen": 3, "max": 2},
    )
    assert refusal("approval", ["1"], {"min": 2, "max": 3}) == (
        "ballot.too_few",
        {"pot": "city", "chosen": 1, "min": 2},
    )
    assert refusal("ranking", ["1", "2", "10"], {"min": 1, "max": 2})[0] == "ballot.too_many"


def test_a_knapsack_is_filled_with_the_city_s_own_costs() -> None:
    assert ballot_type("knapsack").check(["1", "2"], {}, OPTIONS) == ("1", "2")
    assert refusal("knapsack", ["2", "10"]) == (
        "ballot.over_budget",
        {"pot": "city", "cost": 11_000_00, "amount": 10_000_00, "over_cents": 1_000_00},
    )


def test_points_have_a_total_and_a_most_for_each() -> None:
    assert refusal("points", {"1": "7"}) == (
        "ballot.over_each",
        {"pot": "city", "proposal": "1", "points": 7, "max": 6},
    )
    assert refusal("points", {"1": "6", "2": "5"}) == (
        "ballot.over_total",
        {"pot": "city", "points": 11, "total": 10},
    )
    assert ballot_type("points").check({"1": "6", "2": "0", "10": ""}, LIMITS["points"], OPTIONS) == (
        ("1", 6),
    )


def test_grades_stay_on_the_scale() -> None:
    off = {"pot": "city", "proposal": "1", "grade": 6, "lowest": 0, "highest": 5}
    assert refusal("grades", {"1": "6"}) == ("ballot.off_scale", off)
    assert refusal("grades", {"1": "0"}, {"lowest": 1, "highest": 5})[0] == "ballot.off_scale"


def test_limits_hold_for_each_pot_and_a_pot_may_be_left_blank() -> None:
    limits = {"min": 1, "max": 2, "pots": {"griva": {"max": 1}}}
    approval = ballot_type("approval")
    assert approval.check(["7", "2", "1"], limits, OPTIONS) == ("1", "2", "7")
    assert approval.check(["7"], limits, OPTIONS) == ("7",)
    assert refusal("approval", ["7", "1"], {**limits, "pots": {"griva": {"min": 2, "max": 2}}}) == (
        "ballot.too_few",
        {"pot": "griva", "chosen": 1, "min": 2},
    )


def test_one_pot_of_the_voter_s_choice() -> None:
    limits = {"min": 1, "max": 3, "one_of": ["city", "griva"]}
    assert ballot_type("approval").check(["1", "2"], limits, OPTIONS) == ("1", "2")
    assert refusal("approval", ["1", "7"], limits) == ("ballot.one_pot_only", {"pots": ["city", "griva"]})


def test_limits_in_words() -> None:
    approval, knapsack = ballot_type("approval"), ballot_type("knapsack")
    assert approval.describe({"min": 1, "max": 3, "pots": {"griva": {"min": 1, "max": 1}}}, OPTIONS) == (
        LimitText("city", "limit.choose_between", {"min": 1, "max": 3}),
        LimitText("griva", "limit.choose_exactly", {"count": 1}),
    )
    assert approval.describe({"min": 0, "max": 3}, OPTIONS)[0] == LimitText(
        "city", "limit.choose_up_to", {"max": 3}
    )
    assert approval.describe({"min": 2}, OPTIONS)[0] == LimitText("city", "limit.choose_at_least", {"min": 2})
    assert knapsack.describe({"min": 1, "one_of": ["city", "griva"]}, OPTIONS) == (
        LimitText("", "limit.one_pot_of", {"pots": ["city", "griva"]}),
        LimitText("city", "limit.spend_up_to", {"amount": 10_000_00}),
        LimitText("griva", "limit.spend_up_to", {"amount": 1_000_00}),
    )
    assert ballot_type("ranking").describe({"min": 3, "max": 3}, OPTIONS)[0].code == "limit.rank_exactly"
    codes = [
        text.code for text in ballot_type("points").describe(LIMITS["points"], OPTIONS) if text.pot == "city"
    ]
    assert codes == ["limit.points_total", "limit.points_each", "limit.choose_between"]
    assert ballot_type("grades").describe(LIMITS["grades"], OPTIONS)[0] == LimitText(
        "city", "limit.grade_between", {"lowest": 0, "highest": 5}
    )


def test_limits_are_read_from_a_form() -> None:
    raw = {
        "total": " 10 ",
        "max_each": "",
        "min": None,
        "max": "3",
        "pots": {"griva": {"total": "4"}},
        "one_of": ["b", "a", "a"],
    }
    assert ballot_type("points").limits_from(raw) == {
        "total": 10,
        "min": 1,
        "max": 3,
        "pots": {"griva": {"total": 4}},
        "one_of": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("key", "raw", "code", "params"),
    [
        ("approval", {"min": "3", "max": "2"}, "limits.upside_down", {"low": "min", "high": "max"}),
        (
            "approval",
            {"max": "2", "pots": {"a": {"min": "3"}}},
            "limits.upside_down",
            {"low": "min", "high": "max"},
        ),
        ("approval", {"max": "0"}, "limits.too_low", {"field": "max", "lowest": 1}),
        ("approval", {"max": "-1"}, "limits.unreadable", {"field": "max"}),
        ("approval", {"max": "٣"}, "limits.unreadable", {"field": "max"}),
        ("approval", {"max": 1.5}, "limits.unreadable", {"field": "max"}),
        ("approval", {"max": True}, "limits.unreadable", {"field": "max"}),
        ("approval", {"most": "1"}, "limits.unknown", {"field": "most"}),
        ("approval", {"pots": {"a": {"total": "1"}}}, "limits.unknown", {"field": "total"}),
        ("approval", {"pots": ["a"]}, "limits.unreadable", {"field": "pots"}),
        ("approval", {"pots": {"a": 1}}, "limits.unreadable", {"field": "pots"}),
        ("approval", {"one_of": "a"}, "limits.unreadable", {"field": "one_of"}),
        ("approval", [], "limits.unreadable", {"field": "limits"}),
        ("ranking", {}, "limits.missing", {"field": "max"}),
        (
            "points",
            {"total": "5", "max_each": "6"},
            "limits.upside_down",
            {"low": "max_each", "high": "total"},
        ),
        ("points", {"total": "2", "min": "3"}, "limits.upside_down", {"low": "min", "high": "total"}),
        (
            "grades",
            {"lowest": "5", "highest": "5"},
            "limits.upside_down",
            {"low": "lowest", "high": "highest"},
        ),
    ],
)
def test_limits_that_make_no_sense(key: str, raw: object, code: str, params: dict) -> None:
    with pytest.raises(RuleBroken) as broken:
        ballot_type(key).limits_from(raw)
    assert (broken.value.code, broken.value.params) == (code, params)
