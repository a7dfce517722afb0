"""Roles that hold in one round."""

import pytest

from app.domain.errors import NotAllowed
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.rounds import queries, services
from tests.factories import (
    NOW,
    a_person,
    an_actor,
    round_in,
)
from tests.rounds.services.asking import code_of


def test_an_organiser_appoints_a_mentor_of_the_round_only(organiser):
    round, other = round_in(Phase.SUBMISSION, NOW), round_in(Phase.SUBMISSION, NOW)
    person = a_person("Marta", email="marta@example.com")
    services.appoint(organiser, round.id, "Marta@Example.com", Role.MENTOR, now=NOW)
    (grant,) = queries.grants_in(round.id)
    assert (grant.person_id, grant.role) == (person.id, Role.MENTOR)
    assert queries.grants_in(other.id) == []
    services.dismiss(organiser, other.id, grant.id, now=NOW)
    assert len(queries.grants_in(round.id)) == 1
    services.dismiss(organiser, round.id, grant.id, now=NOW)
    assert queries.grants_in(round.id) == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COUNCIL, Role.ORGANISER])
def test_only_administrators_grant_the_other_roles(organiser, role):
    round = round_in(Phase.SUBMISSION, NOW)
    a_person(email="marta@example.com")
    with pytest.raises(NotAllowed):
        services.appoint(organiser, round.id, "marta@example.com", role, now=NOW)
    services.appoint(an_actor(Role.ADMINISTRATOR), round.id, "marta@example.com", role, now=NOW)
    (grant,) = queries.grants_in(round.id)
    with pytest.raises(NotAllowed):
        services.dismiss(organiser, round.id, grant.id, now=NOW)


@pytest.mark.both_databases
def test_a_role_is_held_once(app):
    organiser = an_actor(Role.ORGANISER)
    round = round_in(Phase.SUBMISSION, NOW)
    a_person(email="marta@example.com")
    assert (
        code_of(services.appoint, organiser, round.id, "nobody@example.com", Role.MENTOR)
        == "grant.unknown_person"
    )
    services.appoint(organiser, round.id, "marta@example.com", Role.MENTOR, now=NOW)
    assert (
        code_of(services.appoint, organiser, round.id, "marta@example.com", Role.MENTOR)
        == "grant.held_already"
    )
    administrator = an_actor(Role.ADMINISTRATOR)
    assert code_of(services.appoint, administrator, round.id, "marta@example.com", Role.ADMINISTRATOR) == (
        "grant.not_in_a_round"
    )
