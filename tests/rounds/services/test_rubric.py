"""Building the rubric, before scoring and while it goes on."""

import pytest

from app.db.session import transaction
from app.domain.phases import Phase
from app.rounds import queries, services
from tests.factories import (
    NOW,
    ready_round_in,
    round_in,
)
from tests.rounds.services.asking import a_draft_criterion, code_of


def keys_of(round):
    return [criterion.key for criterion in queries.criteria_of(queries.latest_rubric(round.id).id)]


def test_a_rubric_is_built_in_one_version_before_scoring(organiser):
    round = round_in(Phase.SUBMISSION, NOW)
    for name in ("Pieejamība", "Īstenojamība", "Pieejamība", "Польза"):
        services.save_criterion(organiser, round.id, a_draft_criterion(name), now=NOW)
    assert keys_of(round) == ["pieejamiba", "istenojamiba", "pieejamiba_2", "criterion"]
    services.save_criterion(organiser, round.id, a_draft_criterion("Ērtums", "pieejamiba", weight=4), now=NOW)
    services.move_criterion(organiser, round.id, "criterion", -2, now=NOW)
    services.remove_criterion(organiser, round.id, "pieejamiba_2", now=NOW)
    assert keys_of(round) == ["pieejamiba", "criterion", "istenojamiba"]
    assert [rubric.version for rubric in queries.rubric_versions(round.id)] == [1]


def test_a_change_after_the_first_scorecard_makes_a_new_version_and_keeps_the_old(organiser):
    round = ready_round_in(Phase.SCORING, NOW)
    old = queries.latest_rubric(round.id)
    with transaction():
        old.frozen_at = NOW
    changed = a_draft_criterion("Ieguvums", "benefit", weight=2, hi=3)
    new = services.save_criterion(organiser, round.id, changed, now=NOW)
    assert (old.version, new.version) == (1, 2)
    assert queries.domain_rubric(old.id).criterion("benefit").hi == 5
    assert queries.domain_rubric(new.id).criterion("benefit").hi == 3
    assert queries.domain_rubric(new.id).criterion("feasibility") == queries.domain_rubric(old.id).criterion(
        "feasibility"
    )


def test_saving_the_same_while_scoring_makes_no_version(organiser):
    round = round_in(Phase.SCORING, NOW)
    criterion = a_draft_criterion("Ideja", "idea")
    services.save_rubric(organiser, round.id, [criterion], now=NOW)
    services.save_criterion(organiser, round.id, criterion, now=NOW)
    assert [rubric.version for rubric in queries.rubric_versions(round.id)] == [1]


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        (a_draft_criterion(""), "rubric.nameless"),
        (a_draft_criterion("A", weight=0), "rubric.weight_invalid"),
        (a_draft_criterion("A", weight=-2), "rubric.weight_invalid"),
        (a_draft_criterion("A", lo=3, hi=3), "rubric.scale_invalid"),
        (a_draft_criterion("A", lo=0, hi=50), "rubric.scale_invalid"),
        (a_draft_criterion("A", descriptors={1: {"lv": "x"}}), "rubric.descriptor_missing"),
        (a_draft_criterion("A", "gone"), "rubric.criterion_gone"),
    ],
)
def test_criteria_that_are_refused(organiser, criterion, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.save_criterion, organiser, round.id, criterion) == code
    assert queries.latest_rubric(round.id) is None
