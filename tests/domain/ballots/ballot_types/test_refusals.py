"""What no ballot type takes, whatever is sent."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ballots import BALLOT_TYPES, ballot_type
from app.domain.errors import RuleBroken
from tests.domain.ballots.ballot_types.options import LIMITS, OPTIONS, refusal


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
