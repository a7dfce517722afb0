"""The pages of rounds, as the people who use them see them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from app.rounds import queries
from app.rounds.views.blueprint import STEPS
from tests.factories import (
    a_neighbourhood,
    a_person,
    a_pot,
    ready_round_in,
    round_in,
)


@pytest.fixture
def organiser(visitor):
    return visitor().sign_in(a_person("Oļegs Organizators", Role.ORGANISER))


def city_time(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT09:00")


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


# Bad input


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


# Rows and levels without a script


def test_one_more_pot_keeps_what_was_typed(organiser):
    round = round_in(Phase.DRAFT)
    address = f"/rounds/{round.slug}/edit/money"
    page = organiser.submit(
        address, {"pots-0-name-lv": "Pilsēta", "pots-0-amount": "5"}, button="One more pot"
    )
    assert page.status_code == 200
    assert queries.pots_of(round.id) == []
    organiser.submit(page, {"pots-1-name-lv": "Grīva", "pots-1-amount": "7"}, button="Save")
    assert [pot.amount_cents for pot in queries.pots_of(round.id)] == [500, 700]
    organiser.submit(
        address, {"pots-0-name-lv": "", "pots-0-name-en": "", "pots-0-amount": ""}, button="Save"
    )
    assert [pot.name["lv"] for pot in queries.pots_of(round.id)] == ["Grīva"]


def test_one_more_group_of_voters(organiser):
    round = round_in(Phase.DRAFT)
    address = f"/rounds/{round.slug}/edit/electorates"
    page = organiser.submit(address, {"electorates-0-name-lv": "Jaunieši"}, button="One more group")
    organiser.submit(
        page, {"electorates-1-name-lv": "Pārējie", "electorates-1-evidence": "code"}, button="Save"
    )
    assert [group.evidence.value for group in queries.electorates_of(round.id)] == ["email", "code"]


def test_limits_of_single_pots(organiser):
    round = round_in(Phase.DRAFT)
    first, second = a_pot(round), a_pot(round, name="Grīva", position=1)
    organiser.submit(
        f"/rounds/{round.slug}/edit/ballot",
        {f"pot-{second.id}-max": "2"},
        max="5",
        one_of=[str(first.id), str(second.id)],
        button="Vote in this way",
    )
    assert queries.round_by_id(round.id).ballot_limits == {
        "min": 1,
        "max": 5,
        "pots": {str(second.id): {"max": 2}},
        "one_of": sorted([str(first.id), str(second.id)]),
    }


def test_another_scale_asks_for_its_levels(organiser):
    round = ready_round_in(Phase.DRAFT)
    address = f"/rounds/{round.slug}/rubric/benefit"
    page = organiser.submit(address, lo="0", hi="2", button="Show the levels of this scale")
    assert page.status_code == 200
    assert "Level 0 means" in page.page.text
    assert "Level 5 means" not in page.page.text
    organiser.submit(page, {"level_0-lv": "Nekas"}, button="Save the criterion")
    rubric = queries.domain_rubric(queries.latest_rubric(round.id).id)
    assert list(rubric.criterion("benefit").levels) == [0, 1, 2]


def test_criteria_are_added_moved_and_removed(organiser):
    round = round_in(Phase.DRAFT)
    for name in ("Zaļums", "Drošība"):
        texts = {f"level_{level}-lv": f"Līmenis {level}" for level in range(1, 6)}
        answer = organiser.submit(f"/rounds/{round.slug}/rubric/new", {"name-lv": name, **texts})
        assert answer.status_code == 303
    page = f"/rounds/{round.slug}/rubric"
    organiser.submit(page, form_named=f"{page}/drosiba/move", button="Earlier: Drošība")
    rubric = queries.latest_rubric(round.id)
    assert [criterion.key for criterion in queries.criteria_of(rubric.id)] == ["drosiba", "zalums"]
    organiser.submit(page, form_named=f"{page}/zalums/remove")
    assert [criterion.key for criterion in queries.criteria_of(rubric.id)] == ["drosiba"]


# Running a round


def test_a_later_deadline_is_shown_with_its_reason(organiser):
    round = ready_round_in(Phase.SUBMISSION)
    address = f"/rounds/{round.slug}/deadline"
    answer = organiser.submit(
        address, phase="submission", ends_at=city_time(12), reason="Skolēnu brīvdienas."
    )
    assert answer.status_code == 303
    assert "Skolēnu brīvdienas." in organiser.follow(answer).page.text
    (extension,) = queries.extensions_of(round.id)
    assert queries.timetable_of(queries.round_by_id(round.id)).starts[Phase.SCREENING] == extension.ends_at


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"ends_at": "", "reason": "x"}, "Fill in this field."),
        ({"ends_at": city_time(12), "reason": ""}, "Fill in this field."),
        ({"ends_at": city_time(2), "reason": "x"}, "A deadline can only move later."),
        (
            {"ends_at": city_time(60), "reason": "x"},
            "“Screening” would have no time left. Move its end first.",
        ),
    ],
)
def test_deadlines_that_do_not_move_say_why(organiser, answers, sentence):
    round = ready_round_in(Phase.SUBMISSION)
    answer = organiser.submit(f"/rounds/{round.slug}/deadline", phase="submission", **answers)
    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert queries.extensions_of(round.id) == []


def test_an_organiser_finds_a_mentor_for_the_round(organiser):
    round = ready_round_in(Phase.SUBMISSION)
    a_person("Marta Mentore", email="marta@example.com")
    address = f"/rounds/{round.slug}/staff"
    answer = organiser.submit(address, email="nobody@example.com", role="mentor")
    assert answer.status_code == 422
    answer = organiser.submit(address, email="Marta@example.com", role="mentor")
    assert "Marta Mentore" in organiser.follow(answer).page.text
    organiser.submit(address, form_named="Take the role back")
    assert queries.grants_in(round.id) == []


def test_a_draft_is_deleted_and_its_lot_redrawn(organiser):
    round = ready_round_in(Phase.DRAFT)
    seed = round.seed
    organiser.submit(f"/rounds/{round.slug}/edit/allocation", form_named="Make a new text")
    assert queries.round_by_id(round.id).seed != seed
    slug = round.slug
    organiser.submit(f"/rounds/{slug}/edit", form_named="Delete the draft")
    assert queries.round_by_slug(slug) is None


def test_an_announcement_in_advance_is_taken_back(organiser):
    round = ready_round_in(Phase.DRAFT)
    address = f"/rounds/{round.slug}/edit"
    organiser.submit(address, form_named="Announce the round")
    assert queries.round_by_id(round.id).announced_at > datetime.now(UTC)
    organiser.submit(address, form_named="Take the announcement back")
    assert queries.round_by_id(round.id).announced_at is None
