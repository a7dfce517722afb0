"""Greedy: what is funded, why the rest is not, and which ties decided."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import RULES, allocate, allocation_rule
from app.domain.ballots import ConflictGroup
from app.domain.errors import RuleBroken
from app.domain.tally import Election, Profile, TieOrder, lot
from tests.domain.allocation.elections import approvals, generated


def test_fund_what_fits_and_skip_what_does_not() -> None:
    election = approvals({"A": 40, "B": 50, "C": 30, "D": 10}, {"A": 9, "B": 7, "C": 5, "": 1}, 80)
    result = allocate("greedy", election)
    assert (result.selected, result.spent) == (("A", "C"), 7000)
    assert result.reasons["A"].as_dict() == {
        "code": "funded",
        "votes": 9,
        "score": 9,
        "cost": 4000,
        "rank": 1,
        "place": 1,
        "left": 4000,
        "budget": 8000,
    }
    assert result.reasons["B"].as_dict() == {
        "code": "does_not_fit",
        "votes": 7,
        "score": 7,
        "cost": 5000,
        "rank": 2,
        "left": 4000,
        "short": 1000,
        "after": 1,
        # With 9 votes it ties with A, which is cheaper, so 10 are needed.
        "more_votes": 3,
    }
    assert result.reasons["D"].code == "no_support"
    assert result.reasons["D"].params["more_votes"] == 1


def test_stop_at_the_first_misfit() -> None:
    election = approvals({"A": 40, "B": 50, "C": 30}, {"A": 9, "B": 7, "C": 5}, 80)
    result = allocate("greedy", election, {"stop_at_first_misfit": "on"})
    assert result.selected == ("A",)
    assert result.reasons["C"].code == "stopped"
    assert {name: result.reasons["C"].params[name] for name in ("misfit", "after", "more_votes")} == {
        "misfit": "B",
        "after": 1,
        "more_votes": 2,
    }


def test_a_minimum_of_votes() -> None:
    election = approvals({"A": 40, "B": 10}, {"A": 9, "B": 2}, 80)
    result = allocate("greedy", election, {"min_votes": "5"})
    assert result.selected == ("A",)
    assert (result.reasons["B"].code, result.reasons["B"].params["more_votes"]) == ("below_minimum", 3)


def test_rivals() -> None:
    pond = ConflictGroup("pond", frozenset("ABC"), 2)
    election = approvals({"A": 1, "B": 1, "C": 1, "D": 1}, {"A": 4, "B": 3, "C": 2, "D": 1}, 9, (pond,))
    result = allocate("greedy", election)
    assert result.selected == ("A", "B", "D")
    assert result.reasons["C"].code == "excluded_by_rival"
    assert result.reasons["C"].params["rivals"] == ["A", "B"]
    assert result.reasons["C"].params["more_votes"] == 2


def test_what_costs_more_than_the_pot_cannot_be_helped() -> None:
    assert allocate("greedy", approvals({"A": 9}, {"A": 1}, 8)).reasons["A"].params["more_votes"] is None


def test_the_score_decides_before_the_number_of_ballots() -> None:
    profile = Profile("points", {(("1", 5),): 1, (("2", 2),): 2})
    election = approvals({"1": 5, "2": 5}, {}, 5)
    assert allocate("greedy", replace(election, profile=profile)).selected == ("1",)


def test_a_lot_that_decided_is_shown() -> None:
    ties = TieOrder.parse("votes,cost,lot", "river")
    election = approvals({"A": 5, "B": 5}, {"A": 3, "B": 3}, 5, ties=ties)
    result = allocate("greedy", election)
    first, second = sorted("AB", key=lambda one: lot("river", one))
    assert result.selected == (first,)
    [tie] = result.ties
    assert (tie.projects, tie.by) == ((first, second), ("lot",))
    assert tie.lots == {first: lot("river", first), second: lot("river", second)}


def test_a_tie_that_changed_nothing_is_not_shown() -> None:
    both_fit = approvals({"A": 5, "B": 5}, {"A": 3, "B": 3}, 10)
    neither_fits = approvals({"A": 5, "B": 5, "C": 8}, {"A": 3, "B": 3, "C": 9}, 9)
    one_could_never = approvals({"A": 5, "B": 11}, {"A": 3, "B": 3}, 10)
    for election in (both_fit, neither_fits, one_could_never):
        assert allocate("greedy", election).ties == ()


@settings(max_examples=60, deadline=None)
@given(data=st.data(), type_key=st.sampled_from(["approval", "points", "ranking"]))
def test_properties(data: st.DataObject, type_key: str) -> None:
    election = data.draw(generated(type_key, conflicts=data.draw(st.booleans())))
    chosen = {"min_votes": data.draw(st.integers(0, 3)), "stop_at_first_misfit": data.draw(st.booleans())}
    result = allocate("greedy", election, chosen)
    assert result.spent == sum(election.by_id[one].cost for one in result.selected) <= election.budget
    assert set(result.reasons) == set(election.by_id)
    for group in election.conflicts:
        assert len(group.members.intersection(result.selected)) <= group.at_most
    for one, reason in result.reasons.items():
        assert (reason.code == "funded") == (one in result.selected)
        if one in result.selected:
            continue
        more = reason.params["more_votes"]
        if more is None:
            assert one not in _with(election, one, 500, chosen)
        else:
            assert one in _with(election, one, more, chosen)
            assert more == 1 or one not in _with(election, one, more - 1, chosen)


def _with(election: Election, project_id: str, votes: int, chosen: dict) -> tuple[str, ...]:
    """The result after further ballots for one project alone, counted anew."""
    most = election.profile.most_given
    kind = election.profile.type_key
    keen = ((project_id, most),) if kind == "points" else (project_id,)
    counts = dict(election.profile.counts)
    counts[keen] = counts.get(keen, 0) + votes
    limits = {**election.profile.limits, "max": most if kind == "ranking" else 4}
    return allocate("greedy", replace(election, profile=Profile(kind, counts, limits)), chosen).selected


def test_places_for_prizes() -> None:
    profile = Profile("points", {(("1", 5), ("2", 3), ("3", 3), ("4", 1)): 1})
    election = replace(approvals({"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}, {}, 0), profile=profile)
    result = allocate("ranking", election, {"prizes": "2"})
    assert result.selected == ("1", "2")
    assert [result.reasons[one].code for one in "12345"] == [
        "prize",
        "prize",
        "no_prize",
        "no_prize",
        "no_support",
    ]
    assert result.reasons["2"].params["place"] == 2
    [tie] = result.ties
    assert tie.projects == ("2", "3")


def test_places_keep_to_rivals() -> None:
    pond = ConflictGroup("pond", frozenset("AB"), 1)
    result = allocate(
        "ranking", approvals({"A": 1, "B": 1, "C": 1}, {"A": 3, "B": 2, "C": 1}, 0, (pond,)), {"prizes": 2}
    )
    assert result.selected == ("A", "C")
    assert result.reasons["B"].code == "excluded_by_rival"


def test_unknown_rules_and_settings() -> None:
    with pytest.raises(RuleBroken, match="rule.unknown"):
        allocation_rule("sortition")
    with pytest.raises(RuleBroken, match="rule.unknown_setting"):
        allocate("greedy", approvals({}, {}, 1), {"prizes": 1})
    with pytest.raises(RuleBroken, match="rule.unreadable_setting"):
        allocate("greedy", approvals({}, {}, 1), {"stop_at_first_misfit": "maybe"})
    with pytest.raises(RuleBroken, match="rule.unreadable_setting"):
        allocate("ranking", approvals({}, {}, 1), {"prizes": "0"})


@pytest.mark.parametrize("rule", list(RULES))
def test_a_rule_is_named_and_its_result_is_json(rule: str) -> None:
    import json

    result = allocate(rule, approvals({"A": 5, "B": 9}, {"A": 3}, 5))
    assert json.loads(json.dumps(result.as_dict())) == result.as_dict()
    assert result.as_dict()["rule"] == rule
