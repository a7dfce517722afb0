"""Every ballot type: what it takes, what it refuses, how it is written down and what it gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ballots import BALLOT_TYPES, ConflictGroup, LimitText, Option, Options, ballot_type
from app.domain.errors import RuleBroken

OPTIONS = Options.of(
    [
        Option("1", 4_000_00, "city"),
        Option("2", 6_000_00, "city"),
        Option("10", 5_000_00, "city"),
        Option("7", 900_00, "griva"),
    ],
    {"city": 10_000_00, "griva": 1_000_00},
    [ConflictGroup("pond", frozenset({"1", "2"}))],
)
LIMITS = {
    "approval": {"min": 1, "max": 2},
    "knapsack": {"min": 1},
    "ranking": {"min": 1, "max": 3},
    "points": {"total": 10, "max_each": 6, "min": 1, "max": 3},
    "grades": {"lowest": 0, "highest": 5, "min": 1},
}
FEW = {
    "approval": ["10", "1"],
    "knapsack": ["10", "1"],
    "ranking": ["10", "1"],
    "points": {"10": "6", "1": "4"},
    "grades": {"10": "5", "1": "0"},
}


def refusal(key: str, raw: object, limits: dict | None = None) -> tuple[str, dict]:
    """The code and the numbers with which a ballot is refused."""
    with pytest.raises(RuleBroken) as broken:
        ballot_type(key).check(raw, LIMITS[key] if limits is None else limits, OPTIONS)
    return broken.value.code, broken.value.params


@pytest.mark.parametrize(
    ("key", "canonical"),
    [
        ("approval", '["1","10"]'),
        ("knapsack", '["1","10"]'),
        ("ranking", '["10","1"]'),
        ("points", '{"1":4,"10":6}'),
        ("grades", '{"1":0,"10":5}'),
    ],
)
def test_a_ballot_is_written_in_one_way_and_reads_back(key: str, canonical: str) -> None:
    kind = ballot_type(key)
    choices = kind.check(FEW[key], LIMITS[key], OPTIONS)
    assert kind.canonical(choices) == canonical
    assert kind.parse(canonical) == choices
    assert hash(choices) == hash(kind.parse(canonical))


@pytest.mark.parametrize(
    ("key", "support"),
    [
        ("approval", {"1": 1, "10": 1}),
        ("knapsack", {"1": 1, "10": 1}),
        ("ranking", {"10": 3, "1": 2}),
        ("points", {"1": 4, "10": 6}),
        ("grades", {"1": 0, "10": 5}),
    ],
)
def test_what_a_ballot_gives(key: str, support: dict[str, int]) -> None:
    kind = ballot_type(key)
    assert kind.support(kind.check(FEW[key], LIMITS[key], OPTIONS), LIMITS[key]) == support


def test_borda_counts_the_length_allowed_not_the_length_used() -> None:
    assert ballot_type("ranking").support(("7",), {"max": 5}) == {"7": 5}
    assert ballot_type("ranking").support(("7", "1", "2"), {"max": 2}) == {"7": 2, "1": 1}


@pytest.mark.parametrize("key", list(BALLOT_TYPES))
@pytest.mark.parametrize(
    "hostile",
    ["٣", "1_000", "-1", "+1", " 1", "1.0", "1e999", "NaN", "Infinity", "", "0x1", "1\n", "²", "1" * 19],
)
def test_ids_are_ascii_digits_and_nothing_else(key: str, hostile: str) -> None:
    raw = {hostile: "1"} if ballot_type(key).takes == "numbers" else [hostile]
    code, _ = refusal(key, raw)
    assert code == (
        "ballot.too_few" if hostile == "" and ballot_type(key).takes != "numbers" else "ballot.unreadable_id"
    )


@pytest.mark.parametrize("key", list(BALLOT_TYPES))
def test_foreign_and_withdrawn_proposals_are_unknown(key: str) -> None:
    raw = {"99": "1"} if ballot_type(key).takes == "numbers" else ["99"]
    assert refusal(key, raw) == ("ballot.unknown_proposal", {"proposal": "99"})


@pytest.mark.parametrize("key", ["approval", "knapsack", "ranking"])
def test_a_proposal_twice_is_refused(key: str) -> None:
    assert refusal(key, ["1", "1"], {"max": 9}) == ("ballot.duplicate", {"proposal": "1"})


@pytest.mark.parametrize("key", ["points", "grades"])
def test_a_proposal_given_two_numbers_is_refused(key: str) -> None:
    assert refusal(key, [["1", "2"], ["1", "3"]]) == ("ballot.duplicate", {"proposal": "1"})


@pytest.mark.parametrize("key", list(BALLOT_TYPES))
@pytest.mark.parametrize("raw", [None, "1", b"1", 1, 1.5, True])
def test_a_ballot_of_another_shape_is_unreadable(key: str, raw: object) -> None:
    assert refusal(key, raw) == ("ballot.unreadable", {})


@pytest.mark.parametrize("raw", [[None], [1.0], [True], [["1"]], [float("nan")]])
def test_a_list_holds_ids_only(raw: object) -> None:
    assert refusal("approval", raw)[0] == "ballot.unreadable_id"


@pytest.mark.parametrize(
    "number",
    ["-1", "1.5", "1e3", "1e999", "NaN", "inf", "٣", "1_0", " 2", "9999999", True, 1.0, float("nan"), [1]],
)
@pytest.mark.parametrize("key", ["points", "grades"])
def test_points_and_grades_are_whole_and_not_negative(key: str, number: object) -> None:
    assert refusal(key, {"1": number}) == ("ballot.unreadable_number", {})


@pytest.mark.parametrize("key", list(BALLOT_TYPES))
def test_a_blank_ballot_only_where_nothing_must_be_chosen(key: str) -> None:
    kind = ballot_type(key)
    blank = {} if kind.takes == "numbers" else []
    assert refusal(key, blank) == ("ballot.too_few", {"pot": "", "chosen": 0, "min": 1})
    assert kind.check(blank, {**LIMITS[key], "min": 0}, OPTIONS) == ()


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


def test_a_ranking_keeps_its_order_within_each_pot() -> None:
    ranked = ballot_type("ranking").check(["7", "10", "1"], {"max": 3}, OPTIONS)
    assert ranked == ("10", "1", "7")


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


@pytest.mark.parametrize("key", list(BALLOT_TYPES))
@pytest.mark.parametrize("text", ["", "{", "1", '"1"', "[1]", "null", '{"1":"2"}', '{"1":1.0}', '{"1":true}'])
def test_only_canonical_text_is_parsed(key: str, text: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        ballot_type(key).parse(text)
    assert broken.value.code == "ballot.unreadable"


def test_an_unknown_type() -> None:
    with pytest.raises(RuleBroken) as broken:
        ballot_type("plurality")
    assert broken.value.code == "ballot.unknown_type"


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["1", "2", "7", "10"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["1", "2", "7", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(raw=anything, key=st.sampled_from(sorted(BALLOT_TYPES)))
def test_whatever_is_sent_is_a_good_ballot_or_a_broken_rule(raw: object, key: str) -> None:
    kind, limits = ballot_type(key), LIMITS[key]
    try:
        choices = kind.check(raw, limits, OPTIONS)
    except RuleBroken as broken:
        if not broken.code.startswith("ballot."):
            raise
        return
    canonical = kind.canonical(choices)
    assert kind.parse(canonical) == choices
    assert canonical == json.dumps(json.loads(canonical), sort_keys=True, separators=(",", ":"))
    again = json.loads(canonical)
    assert kind.check(again, limits, OPTIONS) == choices
