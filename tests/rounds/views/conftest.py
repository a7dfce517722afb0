"""Who opens the pages in these tests."""

import pytest

from app.domain.permissions import Role
from tests.factories import a_person


@pytest.fixture
def organiser(visitor):
    """The browser of an organiser of all rounds."""
    return visitor().sign_in(a_person("Oļegs Organizators", Role.ORGANISER))
