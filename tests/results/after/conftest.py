"""The round after its result."""

import pytest

from app.db.session import transaction
from tests.results.after.jury import After


@pytest.fixture
def after(app):
    with transaction():
        made = After()
    made.publish()
    return made
