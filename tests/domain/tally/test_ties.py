"""The tie order: declared, complete, seeded, and recorded."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RuleBroken
from app.domain.tally import Facts, TieOrder, lot

FACTS = Facts(votes={"1": 5, "2": 5, "10": 5, "3": 7}, costs={"1": 300, "2": 200, "10": 200, "3": 900})


def test_the_lot_can_be_recomputed_by_anybody() -> None:
    assert lot("seed of the round", "12") == hashlib.sha256(b"seed of the round:12").hexdigest()


def test_more_votes_then_lower_cost_then_the_lot() -> None:
    order = TieOrder.parse("votes,cost,lot", "river")
    drawn = sorted(["2", "10"], key=lambda one: hashlib.sha256(f"river:{one}".encode()).hexdigest())
    assert order.in_order(["1", "10", "2", "3"], FACTS) == ["3", *drawn, "1"]


def test_ids_are_compared_as_text() -> None:
    assert TieOrder.parse("votes, cost, id").in_order(["2", "10", "1"], FACTS) == ["10", "2", "1"]
    assert TieOrder.parse("id").in_order(["3", "2", "10"], FACTS) == ["10", "2", "3"]


def test_a_record_shows_what_separated_whom() -> None:
    tie = TieOrder.parse("votes,cost,id", "river").record("score", {"1", "2", "10"}, FACTS)
    assert (tie.projects, tie.by, tie.lots) == (("10", "2", "1"), ("id", "cost"), {})
    assert tie.as_dict() == {
        "stage": "score",
        "projects": ["10", "2", "1"],
        "by": ["id", "cost"],
        "votes": {"10": 5, "2": 5, "1": 5},
        "costs": {"10": 200, "2": 200, "1": 300},
        "lots": {},
    }


def test_a_record_of_a_lot_shows_the_hashes() -> None:
    tie = TieOrder.parse("lot", "river").record("score", ["1", "2"], FACTS)
    assert tie.lots == {"1": lot("river", "1"), "2": lot("river", "2")}
    assert list(tie.lots) == sorted(tie.lots, key=tie.lots.__getitem__)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("votes,cost", "ties.undecided"),
        ("lot,votes", "ties.undecided"),
        ("votes,votes,lot", "ties.repeated"),
        ("votes,age,lot", "ties.unknown"),
        ("", "ties.unknown"),
    ],
)
def test_an_order_must_always_decide(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        TieOrder.parse(text)
    assert broken.value.code == code


@given(st.text(max_size=8), st.permutations(["1", "2", "3", "10"]))
def test_the_order_does_not_depend_on_how_projects_are_listed(seed: str, ids: list[str]) -> None:
    order = TieOrder.parse("votes,cost,lot", seed.encode("utf-8", "replace").decode())
    assert order.in_order(ids, FACTS) == order.in_order(sorted(ids), FACTS)
