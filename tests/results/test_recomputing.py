"""The program that recomputes a jury's decision agrees with the ranking core, and notices what was changed."""

import copy
import random
from fractions import Fraction

import pytest

from app.domain.aggregation import RankingRules, Scorecard, adjusted_ranking, default_ranking
from app.domain.deliberation import reordered
from app.domain.errors import RuleBroken
from app.domain.rubric import Criterion, Rubric
from app.results.queries.bundle import pseudonymous
from app.results.recompute_jury import Jury, Wrong, check, standings
from tests.domain.worked_round import CARDS, ENTRIES, RUBRIC


def bundle_of(rubric, cards, entries, rules, motions=()):
    """A bundle as the site writes it, from the ranking core."""
    rank = adjusted_ranking if rules.adjusted_decides else default_ranking
    ranking = rank(rubric, cards, entries, rules)
    computed = [each.entry for each in ranking.standings]
    after = reordered(computed, motions)
    said = {
        each.entry: {"place": None, "position": None, "score": None, "scorecards": each.count}
        for each in ranking.provisional
    }
    for index, entry in enumerate(after):
        own = ranking.of(entry)
        moved = computed[index] != entry
        said[entry] = {
            "place": index + 1 if moved else own.place,
            "position": index + 1 if moved else own.position,
            "score": str(own.score),
            "scorecards": own.figures.count,
        }
    prizes = rules.cut or 3
    return {
        "rules": {
            "min_scorecards": rules.min_scorecards,
            "tie_order": list(rules.tie_order),
            "seed": rules.seed,
            "ridge": str(rules.ridge),
            "adjusted_decides": rules.adjusted_decides,
            "prizes": prizes,
        },
        "rubric": [{"key": c.key, "weight": c.weight, "lo": c.lo, "hi": c.hi} for c in rubric.criteria],
        "entries": [{"id": entry, "title": f"Ideja {entry}"} for entry in entries],
        "scorecards": [{"mentor": c.mentor, "entry": c.entry, "levels": dict(c.levels)} for c in cards],
        "motions": [list(order) for order in motions],
        "announced": {
            "prizes": [e for e in said if said[e]["position"] and said[e]["position"] <= prizes],
            "entries": said,
        },
    }


VECTOR_RULES = RankingRules(min_scorecards=2, seed="s", cut=1)
VECTOR = bundle_of(RUBRIC, CARDS, ENTRIES, VECTOR_RULES)


def test_the_worked_round_comes_out_as_written_down():
    found = {entry: (place, score) for entry, place, _position, score in standings(Jury(VECTOR))}
    assert found == {
        "E": (1, Fraction(70)),
        "C": (2, Fraction(135, 2)),
        "D": (3, Fraction(55)),
        "B": (4, Fraction(50)),
        "A": (5, Fraction(55, 2)),
    }
    assert Jury(VECTOR).adjusted() == {
        "A": 35,
        "B": Fraction(105, 2),
        "C": Fraction(115, 2),
        "D": Fraction(125, 2),
        "E": 60,
    }
    assert check(VECTOR)[-1] == "The winners are the announced ones: Ideja E."


def test_the_adjusted_score_decides_where_the_rules_say_so_and_a_motion_may_move_entries():
    rules = RankingRules(min_scorecards=2, seed="s", cut=1, adjusted_decides=True)
    assert check(bundle_of(RUBRIC, CARDS, ENTRIES, rules))[-1].endswith(": Ideja D.")
    lines = check(bundle_of(RUBRIC, CARDS, ENTRIES, rules, motions=[["E", "D"]]))
    assert lines[-1].endswith(": Ideja E.")
    assert lines[-2] == "The jury's deliberation moved 2 entries: D, E."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b["scorecards"][0]["levels"].update(feasibility=5), "entry A “Ideja A”: score"),
        (lambda b: b["scorecards"].pop(), "entry E “Ideja E”: scorecards"),
        (lambda b: b["scorecards"].append(b["scorecards"][0]), "the mentor scored it twice"),
        (lambda b: b["scorecards"][0]["levels"].update(benefit=9), "no level 9"),
        (lambda b: b["rubric"][0].update(weight=1), "score: "),
        (lambda b: b["rules"].update(min_scorecards=3), "score: None is computed"),
        (lambda b: b["announced"].update(prizes=["C"]), "who wins: ['E'] is computed, ['C'] was announced"),
        (lambda b: b["announced"]["entries"]["C"].update(place=1), "entry C “Ideja C”: place"),
        (lambda b: b["motions"].append(["C", "E"]), "place: "),
        (lambda b: b["entries"].pop(), "the entry is unknown"),
    ],
)
def test_whatever_is_changed_is_noticed(change, told):
    bundle = copy.deepcopy(VECTOR)
    change(bundle)
    with pytest.raises(Wrong, match=told.replace("[", r"\[").replace("]", r"\]")):
        check(bundle)


def test_a_hundred_random_rounds_agree_with_the_core():
    chance, compared = random.Random(7), 0
    for number in range(100):
        rubric, cards, entries, rules = a_random_round(chance, number)
        try:
            bundle = bundle_of(rubric, cards, entries, rules)
        except RuleBroken:
            continue  # the parts cannot be compared, and the site announces nothing
        check(bundle)
        compared += 1
    assert compared > 60


def a_random_round(chance, number):
    """Few levels and few mentors, so that many entries tie at every step."""
    rubric = Rubric(1, (Criterion("one", weight=chance.randint(1, 3)), Criterion("two", hi=3)))
    entries = [str(each) for each in range(1, chance.randint(3, 9))]
    mentors = "PQRST"[: chance.randint(2, 5)]
    cards = [
        Scorecard(entry, mentor, {"one": chance.choice([2, 3, None]), "two": chance.choice([1, 2])})
        for entry in entries
        for mentor in mentors
        if chance.random() < 0.75
    ]
    rules = RankingRules(
        min_scorecards=chance.randint(1, 3),
        tie_order=("criterion:one", "median", "head_to_head", "lot"),
        seed=f"seed-{number}",
        adjusted_decides=chance.random() < 0.5,
        cut=2,
    )
    return rubric, cards, entries, rules


def test_pseudonyms_follow_from_what_was_given_and_from_nothing_else():
    cards = [(41, "1", {"a": 3}), (7, "1", {"a": 4}), (7, "2", {"a": None})]
    renamed = [(1, "1", {"a": 3}), (9, "2", {"a": None}), (9, "1", {"a": 4})]
    assert pseudonymous(cards, "s") == pseudonymous(renamed, "s")
    assert {each["mentor"] for each in pseudonymous(cards, "s")} == {"M1", "M2"}
    orders = {tuple(each["mentor"] for each in pseudonymous(cards, f"s{n}")) for n in range(8)}
    assert len(orders) == 2
