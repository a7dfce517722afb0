"""What changes in a plan when mentors drop out, conflicts are found, or entries go."""

from app.domain.assignment import Pair, plan_assignments
from tests.domain.assignment.test_plan import names


def test_a_dropout_is_topped_up_and_scorecards_are_kept():
    before = plan_assignments(names("e", 7), dict.fromkeys(names("m", 6)), seed="s")
    scored = next(pair for pair in before.pairs if pair.mentor == "m5")
    existing = [pair for pair in before.pairs if pair.mentor != "m5" or pair == scored]
    after = plan_assignments(names("e", 7), dict.fromkeys(names("m", 5)), existing=existing, seed="s")
    assert after.kept == tuple(sorted(existing))
    assert {pair.entry for pair in after.added} == {
        pair.entry for pair in before.pairs if pair.mentor == "m5"
    } - {scored.entry}
    assert after.unmet == ()


def test_a_conflict_found_later_releases_the_pair_and_fills_the_gap():
    before = plan_assignments(names("e", 4), dict.fromkeys(names("m", 4)), seed="s")
    recused = before.pairs[0]
    after = plan_assignments(
        names("e", 4), dict.fromkeys(names("m", 4)), existing=before.pairs, conflicts=[recused], seed="s"
    )
    assert after.released == (recused,)
    assert [pair.entry for pair in after.added] == [recused.entry]


def test_pairs_of_a_withdrawn_entry_are_released():
    plan = plan_assignments(["a"], {"m0": None}, per_entry=1, existing=[Pair("gone", "m0")], seed="s")
    assert (plan.released, plan.loads) == ((Pair("gone", "m0"),), {"m0": 1})


def test_everyone_without_a_conflict_scores_the_calibration_entry_beside_the_plan():
    mentors = dict.fromkeys(names("m", 4), 2)
    plan = plan_assignments(
        ["a", "b", "c"], mentors, per_entry=2, calibration="c", conflicts=[Pair("c", "m3")],
        existing=[Pair("c", "m0")], seed="s",
    )  # fmt: skip
    assert plan.calibration == (Pair("c", "m0"), Pair("c", "m1"), Pair("c", "m2"))
    assert {pair.entry for pair in plan.pairs} == {"a", "b"}
    assert sum(plan.loads.values()) == 4
    assert (plan.released, plan.unmet) == ((), ())
    assert plan.minutes(10) == (10, 20)
