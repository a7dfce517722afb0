"""Hostile and forged answers: a sentence, the right status, nothing stored."""

import pytest

from app.domain.phases import Phase
from app.rounds import queries
from tests.factories import (
    ready_round_in,
    round_in,
)
from tests.rounds.views.answers import city_time

HOSTILE = ["", "   ", "x" * 20_000, "nul\x00", "\u202eright to left", "1e999", "-5", "<script>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_store_nothing(organiser, text):
    round = ready_round_in(Phase.DRAFT)
    before = dict(round.title)
    answer = organiser.submit(f"/rounds/{round.slug}/edit/texts", {"title-lv": text})
    fine = text in ("1e999", "-5", "<script>")
    assert answer.status_code == (303 if fine else 422)
    assert queries.round_by_id(round.id).title == ({**before, "lv": text} if fine else before)


@pytest.mark.parametrize("amount", ["-5", "1e999", "NaN", "Infinity", "9" * 30, "٣", "0", "1,2,3", "1\x00"])
def test_hostile_amounts_store_nothing(organiser, amount):
    round = round_in(Phase.DRAFT)
    answer = organiser.submit(
        f"/rounds/{round.slug}/edit/money", {"pots-0-name-lv": "Pilsēta", "pots-0-amount": amount}
    )
    assert answer.status_code == 422
    assert queries.pots_of(round.id) == []


@pytest.mark.parametrize(
    "moment", ["yesterday", "0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00", "2026-03-01", "1e999"]
)
def test_hostile_dates_store_nothing(organiser, moment):
    round = round_in(Phase.DRAFT, timetable={})
    answer = organiser.submit(f"/rounds/{round.slug}/edit/timetable", submission=moment)
    assert answer.status_code == 422
    assert queries.round_by_id(round.id).timetable == {}


def test_a_timetable_out_of_order_names_the_phase(organiser):
    round = round_in(Phase.DRAFT, timetable={})
    answer = organiser.submit(
        f"/rounds/{round.slug}/edit/timetable", submission=city_time(9), voting=city_time(3)
    )
    assert answer.status_code == 422
    assert "“Voting” has to start after “Submission”." in answer.page.text


@pytest.mark.parametrize(
    ("address", "forged"),
    [
        ("edit/texts", {"kind": "lottery"}),
        ("edit/texts", {"neighbourhood": "999"}),
        ("edit/texts", {"neighbourhood": "x"}),
        ("edit/proposers", {"capacities": "king"}),
        ("edit/proposers", {"neighbourhoods": "999"}),
        ("edit/money", {"pots-0-pot_id": "999"}),
        ("edit/money", {"pots-0-pot_id": "x"}),
        ("edit/money", {"pots-0-neighbourhood": "999"}),
        ("edit/electorates", {"electorates-0-evidence": "horoscope"}),
        ("edit/electorates", {"electorates-0-key": "../x"}),
        ("edit/ballot", {"max": "1e999"}),
        ("edit/ballot?type=points", {"total": ""}),
        ("edit/allocation?rule=equal-shares", {"completion": "add2"}),
        ("edit/allocation", {"tie_order": "votes"}),
        ("edit/scoring", {"places": "1e999"}),
        ("edit/scoring", {"tie_break": "gone"}),
        ("rubric/benefit", {"weight": "-1"}),
        ("rubric/benefit", {"lo": "0", "hi": "99999999999999999999"}),
        ("rubric/benefit", {"level_3-lv": ""}),
        ("staff", {"email": "marta@example.com", "role": "administrator"}),
    ],
)
def test_forged_answers_are_refused(organiser, address, forged):
    round = ready_round_in(Phase.DRAFT)
    before = queries.rules_of(round)
    form = "Use this rule" if "allocation" in address else None
    answer = organiser.submit(f"/rounds/{round.slug}/{address}", forged=forged, form_named=form)
    assert answer.status_code == 422
    assert queries.rules_of(queries.round_by_id(round.id)) == before


@pytest.mark.parametrize("address", ["edit/ballot?type=lottery", "edit/allocation?rule=coin", "rubric/gone"])
def test_addresses_of_nothing(organiser, address):
    round = ready_round_in(Phase.DRAFT)
    assert organiser.get(f"/rounds/{round.slug}/{address}").status_code == 404
