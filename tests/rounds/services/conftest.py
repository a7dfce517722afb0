"""Who acts in the tests of services."""

import pytest

from app.domain.permissions import Role
from tests.factories import an_actor


@pytest.fixture
def organiser(app):
    """An organiser of all rounds."""
    return an_actor(Role.ORGANISER)
