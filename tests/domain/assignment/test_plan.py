"""Automatic assignment: the promises of a plan, over thousands of random rounds."""

from collections import Counter, deque
from random import Random

import pytest

from app.domain.aggregation import Part, connected_parts
from app.domain.assignment import Pair, Unmet, plan_assignments
from app.domain.errors import RuleBroken


def names(letter, count):
    return [f"{letter}{number}" for number in range(count)]


def random_round(number):
    """Entries, mentors with caps, conflicts and existing pairs, some of them of people who left."""
    rng = Random(number)
    entries, people = names("e", rng.randint(1, 8)), names("m", rng.randint(0, 6))
    mentors = {mentor: rng.choice([None, None, 1, 2, 3, 5]) for mentor in people}
    conflicts = [Pair(e, m) for e in entries for m in people if rng.random() < 0.15]
    existing = [Pair(e, m) for e in entries for m in [*people, "left"] if rng.random() < 0.08]
    return {
        "entries": entries,
        "mentors": mentors,
        "per_entry": rng.randint(1, 4),
        "conflicts": conflicts,
        "existing": existing,
        "seed": str(number),
    }


def most_assignments(given, plan):
    """The most pairs that any plan with these kept pairs could add: a maximum flow, counted independently."""
    kept, conflicts = set(plan.kept), set(given["conflicts"])
    room = {}
    for entry in given["entries"]:
        room["from", entry] = max(given["per_entry"] - sum(pair.entry == entry for pair in kept), 0)
        for mentor in given["mentors"]:
            if (entry, mentor) not in conflicts and (entry, mentor) not in kept:
                room[entry, mentor] = 1
    for mentor, cap in given["mentors"].items():
        room[mentor, "to"] = 99 if cap is None else max(cap - sum(pair.mentor == mentor for pair in kept), 0)
    flow = 0
    while path := shortest_path(room):
        for start, end in path:
            room[start, end] -= 1
            room[end, start] = room.get((end, start), 0) + 1
        flow += 1
    return flow


def shortest_path(room):
    after = {}
    for (start, end), left in room.items():
        if left:
            after.setdefault(start, []).append(end)
    came, waiting = {"from": None}, deque(["from"])
    while waiting:
        node = waiting.popleft()
        if node == "to":
            path = []
            while came[node] is not None:
                path.append((came[node], node))
                node = came[node]
            return path
        for end in after.get(node, ()):
            if end not in came:
                came[end] = node
                waiting.append(end)
    return None


@pytest.mark.parametrize("block", range(20))
def test_every_plan_keeps_its_promises(block):
    for number in range(block * 100, block * 100 + 100):
        given = random_round(number)
        plan = plan_assignments(**given)
        conflicts, pairs = set(given["conflicts"]), set(plan.pairs)
        assert len(plan.pairs) == len(pairs) == len(plan.kept) + len(plan.added)
        assert not pairs & conflicts
        assert set(plan.kept) == set(given["existing"]) - conflicts
        assert set(plan.released) == set(given["existing"]) & conflicts
        loads, kept_loads = Counter(pair.mentor for pair in pairs), Counter(pair.mentor for pair in plan.kept)
        assert plan.loads == {mentor: loads[mentor] for mentor in given["mentors"]}
        for mentor, cap in given["mentors"].items():
            assert cap is None or loads[mentor] <= max(cap, kept_loads[mentor])
        counts = Counter(pair.entry for pair in pairs)
        assert {each.entry: each.missing for each in plan.unmet} == {
            entry: given["per_entry"] - counts[entry]
            for entry in given["entries"]
            if counts[entry] < given["per_entry"]
        }
        assert all(pair.entry in given["entries"] and pair.mentor in given["mentors"] for pair in plan.added)
        scored_by = {}
        for pair in pairs:
            scored_by.setdefault(pair.entry, []).append(pair.mentor)
        assert plan.parts == connected_parts(scored_by)


def test_no_other_plan_would_fill_more():
    for number in range(2000, 2300):
        given = random_round(number)
        plan = plan_assignments(**given)
        assert len(plan.added) == most_assignments(given, plan), number


def test_no_single_move_makes_it_evener():
    for number in range(3000, 3300):
        given = random_round(number)
        plan = plan_assignments(**given | {"per_entry": 1})  # one a head: swaps for connection need two
        apart, pairs = set(given["conflicts"]), set(plan.pairs)
        for entry, mentor in plan.added:
            for other, cap in given["mentors"].items():
                if (entry, other) not in apart | pairs and (cap is None or plan.loads[other] < cap):
                    assert plan.loads[mentor] - plan.loads[other] <= 1


def test_without_obstacles_loads_differ_by_one_at_most_and_all_is_connected():
    rng = Random(7)
    for number in range(300):
        entries = rng.randint(2, 12)
        mentors = rng.randint(3, min(9, 2 * entries + 1))
        plan = plan_assignments(names("e", entries), dict.fromkeys(names("m", mentors)), seed=str(number))
        assert plan.unmet == ()
        assert plan.heaviest - plan.lightest <= 1
        assert plan.is_connected


def test_the_order_of_the_arguments_changes_nothing():
    rng = Random(8)
    for number in range(4000, 4100):
        given = random_round(number)
        shuffled = {
            key: rng.sample(given[key], len(given[key])) for key in ("entries", "conflicts", "existing")
        }
        mentors = dict(rng.sample(sorted(given["mentors"].items(), key=str), len(given["mentors"])))
        assert plan_assignments(**given) == plan_assignments(**given | shuffled | {"mentors": mentors})


def test_the_seed_decides_what_nothing_else_does():
    plans = {
        plan_assignments(names("e", 7), dict.fromkeys(names("m", 6)), seed=str(n)).pairs for n in range(5)
    }
    assert len(plans) == 5


def test_the_plan_for_a_seed_is_the_same_on_every_machine():
    plan = plan_assignments(names("e", 3), dict.fromkeys(names("m", 4)), per_entry=2, seed="2025")
    assert [tuple(pair) for pair in plan.pairs] == [
        ("e0", "m2"), ("e0", "m3"), ("e1", "m0"), ("e1", "m1"), ("e2", "m0"), ("e2", "m2"),
    ]  # fmt: skip


def test_the_plan_for_a_seed_with_conflicts_is_the_same_on_every_machine():
    apart = [Pair("e3", "m0"), Pair("e3", "m1"), Pair("e2", "m0")]
    plan = plan_assignments(
        names("e", 4), dict.fromkeys(names("m", 4)), per_entry=2, conflicts=apart, seed="3"
    )
    assert [tuple(pair) for pair in plan.pairs] == [
        ("e0", "m0"), ("e0", "m2"), ("e1", "m0"), ("e1", "m1"),
        ("e2", "m1"), ("e2", "m3"), ("e3", "m2"), ("e3", "m3"),
    ]  # fmt: skip


def test_a_hackathon_of_seven_teams_and_six_mentors():
    plan = plan_assignments(names("team", 7), dict.fromkeys(names("m", 6)), seed="2025")
    assert (plan.lightest, plan.heaviest, plan.minutes(10)) == (3, 4, (30, 40))
    assert (len(plan.pairs), plan.unmet, plan.is_connected) == (21, (), True)


def test_the_hardest_entry_is_served_first():
    mentors = {"m0": 1, "m1": 1}
    plan = plan_assignments(["a", "z"], mentors, per_entry=1, conflicts=[Pair("z", "m0")], seed="s")
    assert plan.pairs == (Pair("a", "m0"), Pair("z", "m1"))


def test_full_mentors_hand_on_what_others_can_take():
    # Any two of a, b and c may fill both mentors of the third; whatever the lot, all three can be served.
    apart = [Pair("a", "m2"), Pair("b", "m0"), Pair("c", "m1")]
    for seed in range(20):
        plan = plan_assignments(
            "abc", {"m0": 1, "m1": 1, "m2": 1}, per_entry=1, conflicts=apart, seed=str(seed)
        )
        assert plan.unmet == ()


def test_unmet_entries_come_with_their_reason():
    conflicts = [Pair("a", "m0"), Pair("a", "m1")]
    plan = plan_assignments(
        "ab", {"m0": 1, "m1": 1, "m2": 0, "m3": 9}, per_entry=3, conflicts=conflicts, seed="s"
    )
    assert plan.unmet == (Unmet("a", 2, 2, "assignment.too_few_eligible"),)
    full = plan_assignments("ab", {"m0": 1, "m1": 1, "m2": 1}, per_entry=2, seed="s")
    assert [(each.missing, each.eligible, each.reason) for each in full.unmet] == [
        (1, 3, "assignment.caps_full")
    ]


def test_a_shortage_falls_on_no_entry_alone():
    plan = plan_assignments(names("e", 6), dict.fromkeys(names("m", 4), 3), per_entry=3, seed="s")
    assert set(Counter(pair.entry for pair in plan.pairs).values()) == {2}
    assert [each.missing for each in plan.unmet] == [1] * 6


def test_two_halves_are_linked_by_a_swap_that_leaves_loads_alone():
    rng = Random(9)
    for number in range(200):
        entries = rng.randint(2, 8)
        mentors = rng.randint(2, entries + 1)
        plan = plan_assignments(
            names("e", entries), dict.fromkeys(names("m", mentors)), per_entry=2, seed=str(number)
        )
        assert plan.is_connected
        assert plan.heaviest - plan.lightest <= 1


def test_where_no_swap_is_possible_a_spare_assignment_moves_across():
    kept = [Pair(*pair) for pair in [("a", "m0"), ("a", "m1"), ("c", "m0"), ("b", "m2"), ("b", "m3")]]
    kept += [Pair(entry, mentor) for entry in "de" for mentor in ("m2", "m3")]
    # c goes to m1, the least loaded, and the plan falls apart: b, d and e share no mentor with a and c.
    for seed in range(10):
        plan = plan_assignments(
            "abcde", dict.fromkeys(names("m", 4)), per_entry=2, existing=kept, seed=str(seed)
        )
        assert plan.is_connected
        assert plan.added in ((Pair("c", "m2"),), (Pair("c", "m3"),))


def test_among_equally_loaded_mentors_the_one_who_shares_least_is_taken():
    # m1, m2 and m3 score two entries each; m1 and m3 already share one with m0, who scores e1.
    held = {"e0": ("m0", "m1"), "e1": ("m0",), "e3": ("m1", "m2"), "e4": ("m3", "m0"), "e5": ("m2", "m3")}
    kept = [Pair(entry, mentor) for entry, mentors in held.items() for mentor in mentors]
    for seed in range(10):
        plan = plan_assignments(
            held, dict.fromkeys(names("m", 4)), per_entry=2, existing=kept, seed=str(seed)
        )
        assert plan.added == (Pair("e1", "m2"),)


def test_a_plan_that_cannot_be_connected_says_so():
    apart = [Pair("a", "m1"), Pair("b", "m0")]
    plan = plan_assignments("ab", dict.fromkeys(["m0", "m1"]), per_entry=1, conflicts=apart, seed="s")
    assert plan.parts == (Part(("a",), ("m0",)), Part(("b",), ("m1",)))
    assert not plan.is_connected


def test_nobody_to_score_or_nothing_to_score_is_a_plan_too():
    assert plan_assignments([], {"m0": 3}, seed="s").loads == {"m0": 0}
    empty = plan_assignments(["a"], {}, seed="s")
    assert (empty.unmet, empty.minutes(10)) == ((Unmet("a", 3, 0, "assignment.too_few_eligible"),), (0, 0))


@pytest.mark.parametrize(
    ("change", "code"),
    [({"per_entry": 0}, "assignment.per_entry_invalid"), ({"mentors": {"m0": -1}}, "assignment.cap_invalid")],
)
def test_impossible_wishes_are_refused(change, code):
    with pytest.raises(RuleBroken) as refusal:
        plan_assignments(**{"entries": ["a"], "mentors": {"m0": 1}, "seed": "s", **change})
    assert refusal.value.code == code
