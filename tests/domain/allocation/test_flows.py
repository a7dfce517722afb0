"""Who paid for what under Equal Shares, by group."""

from app.domain.allocation import allocate
from app.domain.allocation.flows import SEVERAL, money_flows
from app.domain.tally import Election, Profile, Project


def flows_of(counts: dict, groups: tuple[str, str, str] = ("grīva", "centrs", "centrs")):
    """Three projects of 1000, 500 and 2000 cents; 40 voters share 2000."""
    costs = (1000, 500, 2000)
    projects = tuple(
        Project(str(number), cost, "", group)
        for number, (cost, group) in enumerate(zip(costs, groups, strict=True))
    )
    election = Election(projects, Profile("approval", counts), 2000)
    return money_flows(election, allocate("equal-shares", election))


def test_groups_are_the_places_that_most_choices_lie_in() -> None:
    """50 cents each. 0: 20 from Grīva and 4 of both pay 1000/24. 1: 16 from the centre and the same 4 pay 25."""
    flows = flows_of({("0",): 20, ("1",): 16, ("0", "1"): 4})
    assert flows is not None
    assert (flows.kind, flows.start) == ("places", 50)
    assert flows.voters == {"grīva": 20, "centrs": None, SEVERAL: None}
    assert flows.average == {"0": 42, "1": 25}
    assert flows.paid["0"] == {"grīva": None, "centrs": 0, SEVERAL: None}
    assert flows.left == 500


def test_large_groups_are_shown_to_the_cent() -> None:
    flows = flows_of({("0",): 14, ("1",): 14, ("0", "1"): 12})
    assert flows is not None
    assert flows.voters == {"grīva": 14, "centrs": 14, SEVERAL: 12}
    assert flows.paid["1"] == {"grīva": 0, "centrs": 269, SEVERAL: 231}
    assert sum(flows.paid["0"].values()) == 1000


def test_without_places_groups_are_how_many_choices_are_funded() -> None:
    flows = flows_of({("0",): 14, ("1",): 14, ("0", "1"): 12, (): 11}, ("", "", ""))
    assert flows is not None
    assert flows.kind == "funded"
    assert flows.voters == {"0": 25, "1": 26}
    assert flows.as_dict()["paid"] == {"1": {"0": 0, "1": 500}}


def test_other_rules_have_no_flows() -> None:
    election = Election((Project("1", 5),), Profile("approval", {("1",): 3}), 10)
    assert money_flows(election, allocate("greedy", election)) is None
