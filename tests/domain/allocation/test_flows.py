"""Who paid for what under Equal Shares, by group."""

from app.domain.allocation import allocate
from app.domain.allocation.flows import SEVERAL, Flows, money_flows
from app.domain.tally import Election, Profile, Project


def flows_of(counts: dict, groups: tuple[str, str, str] = ("grīva", "centrs", "centrs")) -> Flows:
    """Three projects of 1000, 500 and 2000 cents; 40 voters share 2000."""
    projects = tuple(
        Project(str(number), cost, "", group)
        for number, (cost, group) in enumerate(zip((1000, 500, 2000), groups, strict=True))
    )
    election = Election(projects, Profile("approval", counts), 2000)
    flows = money_flows(election, allocate("equal-shares", election))
    assert flows is not None
    return flows


def test_small_groups_are_hidden_and_not_to_be_worked_out() -> None:
    """50 cents each. 0: 20 from Grīva and 4 of both pay 1000/24. 1: 16 from the centre and the same 4 pay 25."""
    flows = flows_of({("0",): 20, ("1",): 16, ("0", "1"): 4})
    assert (flows.share, flows.start) == (50, 50)
    assert flows.average == {"0": 42, "1": 25}
    assert flows.paid["0"] == {"grīva": None, "centrs": 0, SEVERAL: None}
    assert flows.together == {"0": {}, "1": {}}


def test_large_groups_are_shown_to_the_cent() -> None:
    flows = flows_of({("0",): 14, ("1",): 14, ("0", "1"): 12})
    assert flows.paid["1"] == {"grīva": 0, "centrs": 269, SEVERAL: 231}
    assert sum(paid or 0 for paid in flows.paid["0"].values()) == 1000
    assert flows.together == {"0": {"1": 12}, "1": {"0": 12}}


def test_voters_of_one_place_are_not_divided() -> None:
    assert flows_of({("0",): 20, ("1",): 20}, ("", "", "")).as_dict()["paid"] == {}


def test_other_rules_have_no_flows() -> None:
    election = Election((Project("1", 5),), Profile("approval", {("1",): 3}), 10)
    assert money_flows(election, allocate("greedy", election)) is None
