"""Starting a round, and deleting one that nobody has seen."""

import pytest
from sqlalchemy import func, select

from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import RoundKind
from app.rounds import queries, services
from app.rounds.models import Round
from tests.factories import (
    NOW,
    an_actor,
    ready_round_in,
    round_in,
)
from tests.rounds.services.asking import code_of


def a_draft(organiser, slug="budzets", **columns):
    given = {"kind": RoundKind.BUDGET, "title": {"lv": "Budžets"}, "seed": "s", "now": NOW, **columns}
    return services.create_round(organiser, slug=slug, **given)


def test_a_new_round_is_a_draft_with_the_defaults_of_its_kind(organiser):
    round = a_draft(organiser, kind=RoundKind.HACKATHON)
    assert queries.phase_of(round, NOW) is Phase.DRAFT
    assert round.allocation == {"rule": "ranking", "prizes": 3}
    assert round.proposers["as"] == ["team"]
    assert queries.missing_before_announcement(round) == [
        "missing.summary",
        "missing.rules_text",
        "missing.promise",
        "missing.timetable",
    ]


@pytest.mark.parametrize("slug", ["new", "", "Budžets", "a--b", "-a", "a_b", "x" * 61, "a/b"])
def test_short_names_that_are_no_addresses(organiser, slug):
    with pytest.raises(RuleBroken) as broken:
        a_draft(organiser, slug)
    assert broken.value.code == "round.slug_invalid"


def test_a_short_name_is_given_once(organiser, session):
    a_draft(organiser)
    with pytest.raises(RuleBroken) as broken:
        a_draft(organiser)
    assert broken.value.code == "round.slug_taken"
    assert session.scalar(select(func.count()).select_from(Round)) == 1


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_create_rounds(app, role):
    actor = an_actor() if role is Role.RESIDENT else an_actor(role)
    with pytest.raises(NotAllowed):
        a_draft(actor)


def test_a_draft_can_be_deleted_with_all_it_holds(organiser, session):
    round = ready_round_in(Phase.DRAFT, NOW)
    round_id, other = round.id, ready_round_in(Phase.DRAFT, NOW)
    services.delete_round(organiser, round_id, now=NOW)
    assert queries.round_by_id(round_id) is None
    assert queries.pots_of(round_id) == []
    assert len(queries.pots_of(other.id)) == 1


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.SUBMISSION])
def test_a_round_that_was_seen_stays(organiser, phase):
    round = round_in(phase, NOW)
    assert code_of(services.delete_round, organiser, round.id) == "round.seen"
