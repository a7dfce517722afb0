"""The program counts as the product does."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate
from app.domain.ballots import ConflictGroup, ballot_type
from app.domain.tally import Election, Profile, Project, TieOrder
from app.results import verify

KINDS = {
    "approval": {"min": 0, "max": 3},
    "knapsack": {"min": 0},
    "ranking": {"min": 0, "max": 3},
    "points": {"total": 6, "min": 0},
    "grades": {"lowest": 0, "highest": 3, "min": 0},
}
COSTS = [0, 100, 250, 300, 300, 520]


@st.composite
def elections(draw):
    """A small round: ballots of any type, rivals, a rule with any settings."""
    kind = ballot_type(draw(st.sampled_from(sorted(KINDS))))
    ids = [str(number) for number in range(1, draw(st.integers(2, 6)) + 1)]
    one = st.lists(st.sampled_from(ids), max_size=3, unique=True)
    ballots = draw(st.lists(one, max_size=9))
    canonical = []
    for chosen in ballots:
        if kind.takes == "numbers":
            numbers = {key: draw(st.integers(1 if kind.key == "points" else 0, 2)) for key in chosen}
            canonical.append(kind.canonical(tuple(sorted(numbers.items()))))
        else:
            canonical.append(kind.canonical(tuple(chosen if kind.takes == "order" else sorted(chosen))))
    utilities = ["cost", "cardinality", "given", *(["borda"] if kind.key == "ranking" else [])]
    rule = draw(
        st.one_of(
            st.fixed_dictionaries({"rule": st.just("greedy"), "stop_at_first_misfit": st.booleans()}),
            st.fixed_dictionaries({"rule": st.just("ranking"), "prizes": st.integers(1, 3)}),
            st.fixed_dictionaries(
                {
                    "rule": st.just("equal-shares"),
                    "utility": st.sampled_from(utilities),
                    "completion": st.sampled_from(
                        ["none", "utilitarian", "add1", "add1e", "add1u", "add1eu"]
                    ),
                    "step": st.sampled_from([7, 50]),
                }
            ),
        )
    )
    if rule["rule"] != "ranking":
        rule["min_votes"] = draw(st.integers(0, 2))
    rivals = draw(st.sampled_from([(), ids[:2], ids[:3]]))
    return kind, ids, canonical, rule, rivals, draw(st.integers(1, 2)), draw(st.integers(0, 1200))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(elections())
def test_the_program_counts_as_the_product_does(election):
    kind, ids, canonical, rule, rivals, at_most, budget = election
    limits = kind.limits_from(KINDS[kind.key])
    projects = tuple(Project(key, COSTS[place]) for place, key in enumerate(ids))
    groups = (ConflictGroup("g", frozenset(rivals), at_most),) if rivals else ()
    profile = Profile.from_canonical(kind.key, canonical, limits)
    ties = TieOrder.parse("votes,cost,lot", "seed")
    given = {name: value for name, value in rule.items() if name != "rule"}
    result = allocate(rule["rule"], Election(projects, profile, budget, groups, ties), given)
    bundle = verify.Bundle.__new__(verify.Bundle)
    bundle.rules = {
        "allocation": rule,
        "ballot": {"type": kind.key, "limits": limits},
        "pots": [{"id": 1}],
        "tie_order": ["votes", "cost", "lot"],
        "seed": "seed",
    }
    bundle.projects = {
        one.id: {
            "pot_id": "1",
            "cost_cents": str(one.cost),
            "rival_group": "g" if one.id in rivals else "",
            "won": str(int(one.id in result.selected)),
        }
        for one in projects
    }
    bundle.ledger = [{"electorate": "all", "superseded": "0", "choices": text} for text in canonical]
    pot = {"id": "1", "amount": budget, "selected": list(result.selected)}
    bundle.rules["pots"][0]["amount_cents"] = budget
    pot |= {"votes": dict(result.votes), "scores": dict(result.scores)}
    bundle.result = {
        "rivals": {"g": at_most},
        "electorates": [{"key": "all", "decides": True, "pots": [pot]}],
    }
    assert "gives the announced winners" in verify.check_winners(bundle)
