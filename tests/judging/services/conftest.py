"""A round in scoring with a rubric, its organiser and one assignment."""

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from tests.factories import NOW, a_rubric, an_actor, an_assignment, an_entry, round_in


@pytest.fixture
def round(app):
    round = round_in(Phase.SCORING, NOW)
    a_rubric(round)
    return round


@pytest.fixture
def organiser(app):
    return an_actor(Role.ORGANISER)


@pytest.fixture
def assignment(round):
    return an_assignment(an_entry(round))
