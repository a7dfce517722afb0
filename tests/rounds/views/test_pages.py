"""The pages of rounds, as the people who use them see them."""

from datetime import UTC, datetime

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from app.rounds import queries
from app.rounds.views.blueprint import STEPS
from tests.factories import (
    a_neighbourhood,
    a_person,
    ready_round_in,
)
from tests.rounds.views.answers import city_time


def test_a_budget_from_nothing_to_its_announcement(organiser, client):
    a_neighbourhood("Grīva")
    answer = organiser.submit(
        "/rounds/new", {"title-lv": "Budžets 2027", "title-en": "Budget 2027"}, kind="budget"
    )
    assert answer.status_code == 303
    page = organiser.follow(answer).page
    assert page.h1 == "Budget 2027"
    assert answer.leads_to == "/rounds/budzets-2027/edit"
    assert "Budget 2027" not in client.get("/rounds/").page.text

    base = "/rounds/budzets-2027/edit"
    organiser.submit(
        f"{base}/texts",
        {
            "summary-lv": "Idejas pilsētai.",
            "rules_text-lv": "Viens cilvēks, viena balss.",
            "promise-lv": "Uzvarētājus uzbūvē.",
        },
    )
    answer = organiser.submit(
        f"{base}/timetable",
        submission=city_time(1),
        voting=city_time(20),
        decision=city_time(30),
        button="Save and go on",
    )
    assert answer.leads_to == f"{base}/money"
    organiser.submit(f"{base}/money", {"pots-0-name-lv": "Visa pilsēta", "pots-0-amount": "287 367,44"})
    organiser.submit(f"{base}/proposers", capacities=["resident"], age_bands=["16_17", "18_plus"])
    organiser.submit(f"{base}/ballot?type=approval", min="1", max="3")
    organiser.submit(
        f"{base}/electorates", {"electorates-0-name-lv": "Iedzīvotāji", "electorates-0-evidence": "email"}
    )
    organiser.submit(f"{base}/allocation?rule=equal-shares", utility="cost", completion="add1u")

    page = organiser.get(base).page
    assert "Nothing is missing" in page.text
    organiser.submit(base, form_named="Announce the round")
    round = queries.round_by_slug("budzets-2027")
    assert queries.phase_of(round, datetime.now(UTC)) is Phase.ANNOUNCED
    assert queries.pots_of(round.id)[0].amount_cents == 28736744
    assert round.allocation == {
        "rule": "equal-shares",
        "utility": "cost",
        "completion": "add1u",
        "step": 100,
        "min_votes": 0,
    }
    assert "Budget 2027" in client.get("/rounds/").page.text


STEP_ADDRESSES = [f"edit/{step}" if step != "rubric" else step for step in STEPS]


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.SUBMISSION])
@pytest.mark.parametrize("address", [*STEP_ADDRESSES, "edit", "preview", "staff", "deadline", "rubric/new"])
def test_every_page_of_an_organiser_opens(organiser, phase, address):
    round = ready_round_in(phase)
    assert organiser.get(f"/rounds/{round.slug}/{address}").status_code == 200


@pytest.mark.parametrize("address", [*STEP_ADDRESSES, "rubric/new", "rubric/benefit"])
def test_a_frozen_round_has_no_steps(organiser, address):
    round = ready_round_in(Phase.VOTING)
    assert organiser.get(f"/rounds/{round.slug}/{address}").status_code == 403


def test_the_hub_of_a_frozen_round_shows_its_fingerprint(organiser):
    round = ready_round_in(Phase.VOTING)
    page = organiser.get(f"/rounds/{round.slug}/edit").page
    assert queries.rules_hash(round) in page.text
    assert "The rules are frozen" in page.text


PRIVATE = [*STEP_ADDRESSES, "edit", "staff", "deadline", "rubric/new"]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_other_roles_do_not_build_rounds(visitor, role):
    round = ready_round_in(Phase.SUBMISSION)
    person = visitor().sign_in(a_person("", role))
    answers = {person.get(f"/rounds/{round.slug}/{address}").status_code for address in PRIVATE}
    assert answers == {403}


def test_drafts_do_not_exist_for_others(client, visitor):
    draft = ready_round_in(Phase.DRAFT)
    resident = visitor().sign_in(a_person())
    for browser in (client, resident):
        assert {
            browser.get(f"/rounds/{draft.slug}/{address}").status_code for address in (*PRIVATE, "preview")
        } == {404}


def test_visitors_are_sent_to_sign_in(client):
    round = ready_round_in(Phase.SUBMISSION)
    answer = client.get(f"/rounds/{round.slug}/edit")
    assert answer.status_code == 303
    assert answer.leads_to.startswith("/sign-in")


def test_the_preview_says_all_rules_in_words(organiser):
    place = a_neighbourhood("Grīva")
    round = ready_round_in(Phase.DRAFT, proposers={"as": ["team"], "neighbourhood_ids": [place.id]})
    text = organiser.get(f"/rounds/{round.slug}/preview").page.text
    for sentence in (
        "This is a preview.",
        "Teams can propose.",
        "Neighbourhoods: Grīva.",
        "Choose 1 to 3 ideas.",
        "advisory",
        "€100,000",
        "seed-of-the-tests",
        "The result is advice to the council.",
        "Feasibility",
    ):
        assert sentence in text


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rounds_as_for_one(client, count_queries, rounds):
    for _number in range(rounds):
        ready_round_in(Phase.VOTING)
    ready_round_in(Phase.DRAFT, title="Hidden draft")
    with count_queries() as made:
        page = client.get("/rounds/").page
    assert len(page.all("article")) == rounds
    assert "Hidden draft" not in page.text
    assert len(made) == 3, made
