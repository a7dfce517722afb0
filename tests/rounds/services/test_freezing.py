"""What freezes when voting opens, and who may change it before."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import Entry
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence, ProposesAs
from app.rounds import queries, services
from app.rounds.services import ElectorateLine, PotLine, changing
from tests.factories import (
    NOW,
    an_actor,
    ready_round_in,
    round_in,
)
from tests.rounds.services.asking import a_draft_criterion

FROZEN = (Phase.VOTING, Phase.DECISION, Phase.DELIVERY, Phase.CLOSED)
OPEN = tuple(phase for phase in Phase if phase not in FROZEN)


def every_change(organiser, round):
    """Each way to change the rules of a round; the first five change what freezes."""
    pot = queries.pots_of(round.id)[0]
    yield lambda: services.set_pots(organiser, round.id, [PotLine(pot.id, {"lv": "A"}, 100)], now=NOW)
    yield lambda: services.set_ballot(organiser, round.id, "approval", {"min": 1, "max": 5}, now=NOW)
    yield lambda: services.set_allocation(organiser, round.id, "greedy", {"min_votes": 9}, ["lot"], now=NOW)
    yield lambda: services.set_electorates(
        organiser, round.id, [ElectorateLine("", {"lv": "Visi"}, [], [], Evidence.CODE)], now=NOW
    )
    yield lambda: services.set_judging(
        organiser, round.id, min_scorecards=3, per_entry=3, max_load=5, tie_break="", places=3, now=NOW
    )
    yield lambda: services.set_proposers(
        organiser, round.id, age_bands=[], neighbourhood_ids=[], capacities=[ProposesAs.TEAM], now=NOW
    )
    yield lambda: services.save_criterion(organiser, round.id, a_draft_criterion("Ideja"), now=NOW)


@pytest.mark.parametrize("phase", FROZEN)
def test_rules_freeze_when_voting_opens(organiser, phase):
    round = ready_round_in(phase, NOW)
    before = queries.rules_hash(round)
    for change in every_change(organiser, round):
        with pytest.raises(RuleBroken) as broken:
            change()
        assert broken.value.code == "phase.wrong"
    assert queries.rules_hash(queries.round_by_id(round.id)) == before


@pytest.mark.parametrize("phase", OPEN)
def test_rules_can_change_before(organiser, phase, session):
    round = ready_round_in(phase, NOW)
    hashes = [queries.rules_hash(round)]
    for change in every_change(organiser, round):
        change()
        hashes.append(queries.rules_hash(queries.round_by_id(round.id)))
    assert len(set(hashes)) == 6
    assert len(set(hashes[5:])) == 1
    assert session.scalar(select(func.count()).select_from(Entry)) == len(hashes) - 1


@pytest.mark.parametrize("role", [Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_other_roles_change_nothing(app, role):
    round = ready_round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(role), round):
        with pytest.raises(NotAllowed):
            change()


def test_an_organiser_of_another_round_changes_nothing(app):
    round, other = ready_round_in(Phase.DRAFT, NOW), round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(Role.ORGANISER, round=other), round):
        with pytest.raises(NotAllowed):
            change()


def test_an_organiser_of_this_round_changes_it(app):
    round = ready_round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(Role.ORGANISER, round=round), round):
        change()
    assert queries.round_by_id(round.id).judging["max_load"] == 5


def test_the_same_again_is_no_change(organiser, session):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.set_ballot(organiser, round.id, "approval", {"min": "1", "max": "3"}, now=NOW)
    assert session.scalar(select(func.count()).select_from(Entry)) == 0


def test_a_change_that_waited_until_voting_opened_comes_too_late(organiser, monkeypatch):
    round = ready_round_in(Phase.SCORING, NOW)
    opening = queries.timetable_of(round).span(Phase.VOTING).start
    waits = iter([0.0, 2.0])
    monkeypatch.setattr(changing, "monotonic", lambda: next(waits))
    with pytest.raises(RuleBroken, match=r"phase\.wrong"):
        services.set_ballot(
            organiser, round.id, "approval", {"min": 1, "max": 2}, now=opening - timedelta(seconds=1)
        )
