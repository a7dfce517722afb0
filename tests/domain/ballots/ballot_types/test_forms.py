"""How a ballot is written down, reads back, and what it gives."""

import pytest

from app.domain.ballots import BALLOT_TYPES, ballot_type
from app.domain.errors import RuleBroken
from tests.domain.ballots.ballot_types.options import FEW, LIMITS, OPTIONS


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


def test_a_ranking_keeps_its_order_within_each_pot() -> None:
    ranked = ballot_type("ranking").check(["7", "10", "1"], {"max": 3}, OPTIONS)
    assert ranked == ("10", "1", "7")


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
