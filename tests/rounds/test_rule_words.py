"""Rules in plain words: every rule of the domain has some."""

from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from app.domain.allocation import RULES
from app.domain.allocation.equal_shares.completion import COMPLETIONS
from app.domain.allocation.equal_shares.supporters import UTILITIES
from app.domain.ballots import BALLOT_TYPES
from app.domain.rounds import Evidence
from app.domain.tally.ties import CRITERIA
from app.rounds.forms.voting import _RULE_FIELDS, LIMIT_LABELS
from app.web import rule_words

POTS = [
    SimpleNamespace(id=1, name={"lv": "Pilsēta", "en": "City"}, amount_cents=28_736_744),
    SimpleNamespace(id=2, name={"en": "Grīva"}, amount_cents=3_000_000),
]


@pytest.fixture(autouse=True)
def _in_english(app):
    with app.test_request_context(), force_locale("en"):
        yield


def words_of(kind, limits, pots=POTS[:1]):
    read = BALLOT_TYPES[kind].limits_from(limits)
    return [
        f"{line['pot']}: {line['text']}" if line["pot"] else line["text"]
        for line in rule_words.ballot_words({"type": kind, "limits": read}, pots)
    ]


def test_every_rule_of_the_domain_has_words():
    assert set(rule_words.BALLOT_TYPE_WORDS) == set(BALLOT_TYPES)
    assert set(rule_words.RULE_WORDS) == set(RULES) == set(_RULE_FIELDS)
    assert set(rule_words.UTILITY_WORDS) == set(UTILITIES)
    assert set(rule_words.COMPLETION_WORDS) == set(COMPLETIONS)
    assert set(rule_words.TIE_WORDS) == set(CRITERIA)
    assert set(LIMIT_LABELS) == {field.name for kind in BALLOT_TYPES.values() for field in kind.limit_fields}


@pytest.mark.parametrize(
    ("kind", "limits", "sentences"),
    [
        ("approval", {"min": 1, "max": 3}, ["Choose 1 to 3 ideas."]),
        ("approval", {"min": 1, "max": 1}, ["Choose exactly 1 idea."]),
        ("approval", {"min": 0, "max": 5}, ["Choose up to 5 ideas."]),
        ("knapsack", {}, ["Spend up to €287,367.44 on the ideas you choose."]),
        ("ranking", {"max": 5}, ["Put 1 to 5 ideas in order."]),
        (
            "points",
            {"total": 10, "max_each": 5},
            ["You have 10 points to share out.", "One idea can get up to 5 points from you."],
        ),
        (
            "grades",
            {"highest": 5},
            ["Grade the ideas from 0 (not at all) to 5 (very much). Leave out what you have no opinion on."],
        ),
    ],
)
def test_limits_in_words(kind, limits, sentences):
    found = words_of(kind, limits)
    assert [text for text in sentences if text not in found] == []
    assert found[0] == f"{rule_words.BALLOT_TYPE_WORDS[kind]}."


def test_pots_are_named_only_where_they_differ():
    assert words_of("approval", {"max": 3}, POTS)[1:] == ["Choose 1 to 3 ideas.", "This holds for each pot."]
    different = words_of("approval", {"max": 3, "pots": {"2": {"max": 2}}, "one_of": ["1", "2"]}, POTS)
    assert different[1:] == [
        "Vote in only one of these: City, Grīva.",
        "City: Choose 1 to 3 ideas.",
        "Grīva: Choose 1 to 2 ideas.",
    ]


def test_a_round_without_pots_has_limits_too():
    assert words_of("approval", {"max": 3}, [])[1:] == ["Choose 1 to 3 ideas."]


@pytest.mark.parametrize("rule", RULES)
def test_every_allocation_rule_is_explained(rule):
    settings = RULES[rule].settings_from({})
    assert all(text.endswith(".") for text in rule_words.allocation_words({"rule": rule, **settings}))


def test_a_minimum_of_votes_is_said():
    assert "An idea needs at least 20 votes." in rule_words.allocation_words(
        {"rule": "greedy", "min_votes": 20}
    )


def test_a_tie_order_reads_as_a_sentence():
    assert rule_words.tie_words(["votes", "cost", "lot"]) == "more votes, then lower cost, then the lot"


def test_who_may_propose_and_vote():
    places = {7: SimpleNamespace(id=7, name={"lv": "Grīva"})}
    rules = {"as": ["team"], "age_bands": ["13_15", "16_17"], "neighbourhood_ids": [7, 8]}
    assert rule_words.proposer_words(rules, places) == [
        "Teams can propose.",
        "Age: 13 to 15, 16 or 17.",
        "Neighbourhoods: Grīva.",
    ]
    assert rule_words.proposer_words({}, {}) == ["Residents and teams can propose."]
    assert rule_words.voter_words([], [], {}, Evidence.CODE) == [
        "Everybody, of every age and from every neighbourhood.",
        "Voters are known by printed code.",
    ]
