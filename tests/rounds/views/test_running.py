"""Rows without a script, and running a round that is public."""

from datetime import UTC, datetime

import pytest

from app.domain.phases import Phase
from app.rounds import queries
from tests.factories import (
    a_person,
    a_pot,
    ready_round_in,
    round_in,
)
from tests.rounds.views.answers import city_time

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
