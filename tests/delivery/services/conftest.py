"""A project in delivery and an organiser."""

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from tests.factories import NOW, a_department, a_project, a_winner, an_actor, round_in


@pytest.fixture
def project(app):
    """A project of a round in delivery, with a responsible department."""
    return a_project(a_winner(round_in(Phase.DELIVERY, NOW)), a_department())


@pytest.fixture
def organiser(app):
    """An organiser."""
    return an_actor(Role.ORGANISER)
