"""Equal Shares against its definition, on worked examples and on generated elections."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate
from app.domain.allocation.equal_shares import rounds
from app.domain.allocation.equal_shares.completion import COMPLETIONS, deciding_run
from app.domain.allocation.equal_shares.proposing import Proposal
from app.domain.allocation.equal_shares.rounds import Runner
from app.domain.allocation.equal_shares.supporters import supporters_of
from app.domain.ballots import ConflictGroup
from app.domain.errors import RuleBroken
from app.domain.tally import Election, Profile, Project
from tests.domain.allocation.elections import BY_ID, approvals, generated
from tests.domain.allocation.naive_shares import completed, one_run, utility_of


def test_a_minority_gets_its_share() -> None:
    """60 people want A, B, C at 10 each; 40 want D, E. Greedy gives all to the 60, Equal Shares gives the 40 theirs."""
    costs = dict.fromkeys("ABCDE", 10)
    election = approvals(costs, {"ABC": 60, "DE": 40}, 30)
    assert allocate("greedy", election).selected == ("A", "B", "C")
    shares = allocate("equal-shares", election)
    # Each starts with 0.30: sixty have 18, enough for one of theirs; forty have 12, enough for one of theirs.
    assert shares.selected == ("A", "D")
    assert shares.start == 30
    assert shares.reasons["A"].params["max_payment"] == round(Fraction(1000, 60))


def test_supporters_pay_alike_as_far_as_they_can() -> None:
    """Worked by hand: 3 voters, budget 12, so 4 each. X costs 6 and all want it: 2 each. Y costs 5 for voters 2 and 3:
    they have 2 each left, 4 together, 1 short. Z costs 2 for voter 1, who has 2."""
    election = approvals({"X": 6, "Y": 5, "Z": 2}, {"XZ": 1, "XY": 2}, 12)
    shares = allocate("equal-shares", election)
    assert shares.selected == ("X", "Z")
    assert shares.payments is not None
    assert shares.payments.by_group({"z": {("X", "Z"): 1}, "y": {("X", "Y"): 2}}) == {
        "z": {"X": 200, "Z": 200},
        "y": {"X": 400},
    }
    lost = shares.reasons["Y"]
    assert lost.code == "supporters_short"
    assert {
        name: lost.params[name]
        for name in ("supporters_left", "most_left", "supporters_short", "votes", "cost")
    } == {
        "supporters_left": 400,
        "most_left": 200,
        "supporters_short": 100,
        "votes": 2,
        "cost": 500,
    }


def test_a_poor_supporter_gives_all_and_the_rich_pay_the_rest() -> None:
    """Four voters with 10 each. A (24) is of three, 8 each; B (11) of one of them, with 2 left, and the fourth."""
    election = approvals({"A": 24, "B": 11}, {"AB": 1, "A": 2, "B": 1}, 40)
    payments = allocate("equal-shares", election).payments
    assert payments is not None
    assert payments.by_group({"both": {("A", "B"): 1}, "b": {("B",): 1}}) == {
        "both": {"A": 800, "B": 200},
        "b": {"B": 900},
    }


def test_add1_keeps_the_last_result_within_budget_and_add1e_the_first_exhaustive_one() -> None:
    """Three voters, one for each project, A and B cost 4, C 5. With budget 10, starts of 3 1/3 fund nothing, 4 1/3 fund
    A and B, and 5 1/3 would add C for 13, too much."""
    election = approvals({"A": 4, "B": 4, "C": 5}, {"A": 1, "B": 1, "C": 1}, 10)
    assert allocate("equal-shares", election).selected == ()
    added = allocate("equal-shares", election, {"completion": "add1"})
    assert added.selected == ("A", "B")
    assert added.start == Fraction(1000, 3) + 100
    assert allocate("equal-shares", election, {"completion": "add1", "step": 1000}).selected == ()
    assert allocate("equal-shares", election, {"completion": "utilitarian"}).selected == ("A", "B")


def test_add1e_stops_at_the_first_exhaustive_result() -> None:
    """Two voters with 5 each, budget 10. B (6, both) leaves 2 each; A (3, voter 1) does not get its 3, which would fit.
    With 6 each A is paid, 9 together, exhaustive: add1e ends here. With 7 each C (4, voter 2) is paid as well: 13."""
    election = approvals({"A": 3, "B": 6, "C": 4}, {"AB": 1, "BC": 1}, 10)
    assert allocate("equal-shares", election).selected == ("B",)
    first = allocate("equal-shares", election, {"completion": "add1e"})
    assert (first.selected, first.start) == (("B", "A"), 600)
    # The same with B's rival supporters moving on: a later result may use the money better, which add1 waits for.
    later = approvals({"A": 3, "B": 6}, {"AB": 1, "B": 1}, 10)
    assert allocate("equal-shares", later, {"completion": "add1e"}).start == 600
    assert allocate("equal-shares", later, {"completion": "add1"}).start == 600


def test_add1_waits_for_a_rival_that_a_higher_start_brings_first() -> None:
    """Three voters with 2 each, one of them silent. B (2) is paid by its one supporter and keeps out its rival A (6),
    whose two have 4 together. With 3 each they can pay A at ρ = 1/2, before B at ρ = 1."""
    election = approvals({"A": 6, "B": 2}, {"A": 1, "AB": 1, "": 1}, 6)
    rivals = replace(election, conflicts=(ConflictGroup("rivals", frozenset("AB"), 1),))
    assert allocate("equal-shares", rivals).selected == ("B",)
    assert allocate("equal-shares", rivals, {"completion": "add1"}).selected == ("A",)


def test_greedy_completion_tells_who_got_in_that_way() -> None:
    """Three voters with 4 each: B (4) has its one supporter's money, A (7) has not, but 8 are left."""
    election = approvals({"A": 7, "B": 4, "C": 2}, {"A": 1, "B": 1, "": 1}, 12)
    shares = allocate("equal-shares", election, {"completion": "utilitarian"})
    assert shares.selected == ("B", "A")
    assert [shares.reasons[one].code for one in "ABC"] == [
        "funded_by_completion",
        "funded_by_shares",
        "no_support",
    ]
    assert shares.reasons["A"].params["left"] == 100
    assert shares.reasons["A"].params["place"] == 2


def test_the_start_is_raised_by_long_strides_where_nothing_changes() -> None:
    """One supporter must save 90 000 by steps of a cent: nine million starts, proved alike instead of tried."""
    election = approvals({"A": 90_000, "B": 10}, {"A": 1, "B": 9}, 90_010)
    shares = allocate("equal-shares", election, {"completion": "add1", "step": 1})
    assert shares.selected == ("B", "A")
    assert shares.start is not None
    assert shares.start >= 9_000_000 > shares.start - 1


@pytest.mark.parametrize("type_key", ["approval", "ranking", "points", "grades"])
@pytest.mark.parametrize("utility", ["cost", "cardinality", "given"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_same_as_the_definition(type_key: str, utility: str, data: st.DataObject) -> None:
    election = data.draw(generated(type_key, conflicts=data.draw(st.booleans())))
    shares = allocate("equal-shares", election, {"utility": utility})
    start = Fraction(election.budget, election.profile.voters)
    assert list(shares.selected) == one_run(election, start, utility_of(election, utility))
    assert shares.spent == sum(election.by_id[one].cost for one in shares.selected) <= election.budget


@settings(max_examples=30, deadline=None)
@given(data=st.data(), completion=st.sampled_from(["none", "add1"]))
def test_the_same_without_floats(data: st.DataObject, completion: str) -> None:
    election = data.draw(generated("points", conflicts=True))
    supporters = supporters_of(election, "given")
    careful = Runner(election, supporters, supporters.projects, only_exact=True)
    decided = deciding_run(careful, completion, 250)
    assert all(round_.exact is not None for round_ in decided.rounds)
    chosen = {"utility": "given", "completion": completion, "step": 250}
    assert allocate("equal-shares", election, chosen).selected == decided.selected


def test_where_floats_are_too_coarse_all_is_decided_in_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Floats gone wrong, which is forced here: the exact replay notices, and fractions decide."""
    election = approvals({"A": 24, "B": 11, "C": 9}, {"AB": 1, "A": 2, "BC": 1}, 40)
    expected = allocate("equal-shares", election).as_dict()
    monkeypatch.setattr(rounds, "propose", lambda support, *_: Proposal(support.cost, support.cost + 1))
    assert allocate("equal-shares", election).as_dict() == expected


@pytest.mark.parametrize("completion", list(COMPLETIONS))
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_completion_is_the_same_as_the_definition(completion: str, data: st.DataObject) -> None:
    election = data.draw(generated("points", conflicts=data.draw(st.booleans())))
    utility = data.draw(st.sampled_from(["cost", "cardinality", "given"]))
    step = data.draw(st.sampled_from([70, 250]))
    shares = allocate("equal-shares", election, {"utility": utility, "completion": completion, "step": step})
    assert list(shares.selected) == completed(election, utility_of(election, utility), completion, step)


@settings(max_examples=30, deadline=None)
@given(election=generated("points"), utility=st.sampled_from(["cost", "cardinality", "given"]))
def test_no_money_is_made_or_lost(election: Election, utility: str) -> None:
    shares = allocate("equal-shares", election, {"utility": utility})
    assert shares.payments is not None
    paid = shares.payments.by_group({"all": election.profile.counts})["all"]
    assert paid == {one: election.by_id[one].cost for one in shares.selected}
    voters = [one for choices, one in election.profile.counts.items()]
    left = sum(
        Fraction(shares.payments.left.amounts[member], shares.payments.left.denominator) * many
        for member, many in zip(shares.payments.left.member.tolist(), voters, strict=True)
    )
    assert left + shares.spent == election.budget


@settings(max_examples=30, deadline=None)
@given(election=generated())
def test_the_order_of_ballots_and_projects_does_not_matter(election: Election) -> None:
    turned = replace(
        election,
        projects=election.projects[::-1],
        profile=Profile("approval", dict(reversed(list(election.profile.counts.items())))),
    )
    for settings_ in ({}, {"completion": "add1"}, {"completion": "add1u"}):
        one, other = (
            allocate("equal-shares", election, settings_),
            allocate("equal-shares", turned, settings_),
        )
        assert one.selected == other.selected
        assert one.as_dict()["projects"] == other.as_dict()["projects"]


@settings(max_examples=30, deadline=None)
@given(data=st.data(), utility=st.sampled_from(["cost", "cardinality", "given"]))
def test_so_many_more_votes_fund_it_and_one_fewer_does_not(data: st.DataObject, utility: str) -> None:
    """Further voters with ballots for one project alone, who share the budget with all others; the whole rule again."""
    election = data.draw(generated("points"))
    completion = data.draw(st.sampled_from(["none", "utilitarian", "add1"]))
    shares = allocate("equal-shares", election, {"utility": utility, "completion": completion, "step": 200})
    for project_id, reason in shares.reasons.items():
        if reason.code.startswith("funded"):
            continue
        more = reason.params["more_votes"]
        assert reason.params["more_votes_exact"]
        if more is None:
            more = 33
        else:
            assert project_id in _with(election, project_id, more, utility, completion)
        assert more == 1 or project_id not in _with(election, project_id, more - 1, utility, completion)


def _with(election: Election, project_id: str, voters: int, utility: str, completion: str) -> list[str]:
    keen = ((project_id, election.profile.most_given),)
    counts = dict(election.profile.counts)
    counts[keen] = counts.get(keen, 0) + voters
    richer = replace(election, profile=Profile(election.profile.type_key, counts, election.profile.limits))
    return completed(richer, utility_of(richer, utility), completion, 200)


def test_reasons_of_those_who_never_had_a_chance() -> None:
    rivals = ConflictGroup("pond", frozenset("AB"), 1)
    election = approvals({"A": 2, "B": 2, "C": 2, "D": 2, "E": 2}, {"AB": 4, "A": 1, "C": 1}, 12, (rivals,))
    shares = allocate("equal-shares", election, {"min_votes": 2})
    assert shares.selected == ("A",)
    assert shares.reasons["B"].code == "excluded_by_rival"
    assert shares.reasons["B"].params["rivals"] == ["A"]
    assert (shares.reasons["C"].code, shares.reasons["C"].params["minimum"]) == ("below_minimum", 2)
    assert (shares.reasons["D"].code, shares.reasons["D"].params["more_votes"]) == ("no_support", 2)


def test_ties_are_told_only_where_they_decided() -> None:
    apart = approvals({"A": 2, "B": 2}, {"A": 3, "B": 3}, 6)
    assert allocate("equal-shares", apart).ties == ()
    against = approvals({"A": 3, "B": 3, "C": 3}, {"ABC": 3}, 6)
    [tie] = allocate("equal-shares", against).ties
    assert (tie.stage, tie.projects, tie.by) == ("share", ("A", "B", "C"), ("id", "id"))


def test_floats_do_not_decide() -> None:
    """ρ(A) and ρ(B) differ by one part in 10¹², which floats of sums cannot be trusted with."""
    projects = (Project("A", 10**12), Project("B", 10**12 - 1))
    counts = {(("A", 1),): 3 * 10**6, (("B", 1),): 3 * 10**6}
    election = Election(projects, Profile("points", counts), 2 * 10**12, (), BY_ID)
    shares = allocate("equal-shares", election, {"utility": "cardinality"})
    assert shares.selected == ("B", "A")
    assert shares.ties == ()


def test_money_that_meets_the_cost_to_the_last_fraction_is_enough() -> None:
    """Seven voters with 1/7 of 1.00 each: sevenths of a cent, which no float holds, still make 1.00."""
    election = approvals({"A": 1}, {"A": 7}, 1)
    assert allocate("equal-shares", election).selected == ("A",)
    beyond = Election((Project("A", 101),), Profile("approval", {("A",): 7}), 100, (), BY_ID)
    assert allocate("equal-shares", beyond).selected == ()


def test_a_project_without_cost_is_funded_if_anybody_wants_it() -> None:
    election = approvals({"A": 0, "B": 0, "C": 5}, {"AC": 2}, 5)
    assert allocate("equal-shares", election).selected == ("A", "C")


def test_nobody_voted() -> None:
    for cost, budget in ((5, 5), (0, 1), (1, 1)):
        election = approvals({"A": cost}, {}, budget)
        for completion in COMPLETIONS:
            shares = allocate("equal-shares", election, {"completion": completion, "min_votes": 2})
            reason = shares.reasons["A"]
            assert (shares.selected, reason.code, reason.params["more_votes"]) == ((), "no_support", 2)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"utility": "happiness"}, "rule.unreadable_setting"),
        ({"completion": "add2"}, "rule.unreadable_setting"),
        ({"step": "0"}, "rule.unreadable_setting"),
        ({"step": "1e9"}, "rule.unreadable_setting"),
        ({"min_votes": "-1"}, "rule.unreadable_setting"),
        ({"utilty": "cost"}, "rule.unknown_setting"),
        ({"utility": "borda"}, "shares.needs_ranking"),
    ],
)
def test_settings_that_make_no_sense(raw: dict, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        allocate("equal-shares", approvals({"A": 1}, {"A": 1}, 1), raw)
    assert broken.value.code == code
