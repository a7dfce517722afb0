"""What each step of building a round accepts and refuses."""

from datetime import timedelta

import pytest

from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.rounds import queries, services
from app.rounds.services import ElectorateLine, PotLine
from tests.factories import (
    NOW,
    a_neighbourhood,
    a_pot,
    ready_round_in,
    round_in,
)
from tests.rounds.services.asking import code_of

DAY = timedelta(days=1)


def test_dates_of_a_public_round_stay(organiser):
    round = round_in(Phase.ANNOUNCED, NOW)
    starts = {Phase.SUBMISSION: NOW + DAY}
    assert code_of(services.set_timetable, organiser, round.id, starts) == "timetable.announced_already"


def test_a_timetable_needs_submission_and_order(organiser):
    round = round_in(Phase.DRAFT, NOW)
    assert (
        code_of(services.set_timetable, organiser, round.id, {Phase.VOTING: NOW}) == "timetable.no_submission"
    )
    wrong = {Phase.SUBMISSION: NOW, Phase.VOTING: NOW}
    assert code_of(services.set_timetable, organiser, round.id, wrong) == "timetable.order"


def test_pots_are_changed_added_and_removed(organiser):
    place = a_neighbourhood()
    round = round_in(Phase.DRAFT, NOW)
    city, gone = a_pot(round), a_pot(round, name="Vecs")
    limits = {"min": 1, "max": 3, "pots": {str(gone.id): {"max": 1}}, "one_of": [str(city.id), str(gone.id)]}
    services.set_ballot(organiser, round.id, "approval", limits, now=NOW)
    lines = [PotLine(None, {"lv": "Grīva"}, 300, place.id), PotLine(city.id, {"lv": "Pilsēta"}, 500)]
    services.set_pots(organiser, round.id, lines, now=NOW)
    found = [(pot.name["lv"], pot.amount_cents, pot.neighbourhood_id) for pot in queries.pots_of(round.id)]
    assert found == [("Grīva", 300, place.id), ("Pilsēta", 500, None)]
    assert queries.round_by_id(round.id).ballot_limits == {"min": 1, "max": 3}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (PotLine(None, {}, 100), "pot.nameless"),
        (PotLine(None, {"lv": "A"}, 0), "pot.amount"),
        (PotLine(None, {"lv": "A"}, -5), "pot.amount"),
        (PotLine(None, {"lv": "A"}, 10**13), "pot.amount"),
        (PotLine(999, {"lv": "A"}, 100), "pot.unknown"),
        (PotLine(0, {"lv": "A"}, 100), "pot.unknown"),
        (PotLine(None, {"lv": "A"}, 100, 999), "place.unknown"),
    ],
)
def test_pots_that_are_none(organiser, line, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_pots, organiser, round.id, [line]) == code
    assert queries.pots_of(round.id) == []


def test_a_pot_of_another_round_is_out_of_reach(organiser):
    round, other = round_in(Phase.DRAFT, NOW), round_in(Phase.DRAFT, NOW)
    foreign = a_pot(other)
    line = PotLine(foreign.id, {"lv": "Mans"}, 1)
    assert code_of(services.set_pots, organiser, round.id, [line]) == "pot.unknown"


def test_pots_stay_once_ideas_may_belong_to_them(organiser):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    line = PotLine(None, {"lv": "Cits"}, 100)
    assert code_of(services.set_pots, organiser, round.id, [line]) == "pot.in_use"


@pytest.mark.parametrize(
    ("kind", "limits", "code"),
    [
        ("lottery", {}, "ballot.unknown_type"),
        ("approval", {"max": "1e999"}, "limits.unreadable"),
        ("approval", {"max": "-1"}, "limits.unreadable"),
        ("approval", {"max": "٣"}, "limits.unreadable"),
        ("points", {"total": ""}, "limits.missing"),
        ("approval", {"min": "3", "max": "2"}, "limits.upside_down"),
        ("approval", {"max": "3", "surprise": 1}, "limits.unknown"),
        ("approval", {"max": "3", "pots": {"1": {"max": 1}}}, "pot.unknown"),
    ],
)
def test_ballots_that_are_refused(organiser, kind, limits, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_ballot, organiser, round.id, kind, limits) == code


def test_electorates_keep_their_key(organiser):
    round = round_in(Phase.DRAFT, NOW)
    young = ElectorateLine("", {"lv": "Jaunieši"}, [AgeBand.FROM_13], [], Evidence.CODE, True)
    all_of_them = ElectorateLine("", {"lv": "Visi"}, [], [], Evidence.EMAIL)
    services.set_electorates(organiser, round.id, [young, all_of_them], now=NOW)
    first, second = queries.electorates_of(round.id)
    assert (first.key, first.age_bands, first.is_binding) == ("e1", ["13_15"], True)
    again = ElectorateLine(second.key, {"lv": "Iedzīvotāji"}, [], [], Evidence.ROLL)
    services.set_electorates(organiser, round.id, [again], now=NOW)
    (left,) = queries.electorates_of(round.id)
    assert (left.id, left.key, left.name, left.evidence) == (
        second.id,
        "e2",
        {"lv": "Iedzīvotāji"},
        Evidence.ROLL,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ElectorateLine("", {}, [], [], Evidence.CODE), "electorate.nameless"),
        (ElectorateLine("", {"lv": "A"}, [], [], Evidence.EMAIL, True), "electorate.email_is_advisory"),
        (ElectorateLine("no such key", {"lv": "A"}, [], [], Evidence.CODE), "electorate.unknown"),
        (ElectorateLine("", {"lv": "A"}, [], [999], Evidence.CODE), "place.unknown"),
    ],
)
def test_electorates_that_are_none(organiser, line, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_electorates, organiser, round.id, [line]) == code


@pytest.mark.parametrize(
    ("rule", "settings", "ties", "code"),
    [
        ("plurality", {}, ["lot"], "rule.unknown"),
        ("greedy", {"min_votes": "1e999"}, ["lot"], "rule.unreadable_setting"),
        ("greedy", {"utility": "cost"}, ["lot"], "rule.unknown_setting"),
        ("equal-shares", {"completion": "add2"}, ["lot"], "rule.unreadable_setting"),
        ("greedy", {}, ["votes", "cost"], "ties.undecided"),
        ("greedy", {}, ["coin"], "ties.unknown"),
        ("greedy", {}, ["votes", "votes", "lot"], "ties.repeated"),
    ],
)
def test_rules_that_are_refused(organiser, rule, settings, ties, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_allocation, organiser, round.id, rule, settings, ties) == code


def test_the_text_of_the_lot_stays_once_it_is_public(organiser):
    draft, public = round_in(Phase.DRAFT, NOW), round_in(Phase.ANNOUNCED, NOW)
    services.draw_seed(organiser, draft.id, "another", now=NOW)
    assert queries.round_by_id(draft.id).seed == "another"
    assert code_of(services.draw_seed, organiser, public.id, "another") == "seed.announced"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"min_scorecards": 0}, "judging.number"),
        ({"per_entry": 51}, "judging.number"),
        ({"max_load": -1}, "judging.number"),
        ({"places": 10**9}, "judging.number"),
        ({"min_scorecards": 4, "per_entry": 3}, "judging.too_few_mentors"),
        ({"tie_break": "gone"}, "judging.unknown_criterion"),
    ],
)
def test_scoring_that_is_refused(organiser, numbers, code):
    round = ready_round_in(Phase.DRAFT, NOW)
    usual = {"min_scorecards": 3, "per_entry": 3, "max_load": None, "tie_break": "benefit", "places": 3}
    assert code_of(services.set_judging, organiser, round.id, **{**usual, **numbers}) == code
