"""What the tests of voting share."""

from collections.abc import Iterator

import pytest

from app.voting.queries import rules


@pytest.fixture(autouse=True)
def fresh_rules() -> Iterator[None]:
    """Rounds of different tests have the same ids, so rules remembered from one test mean nothing to the next."""
    rules._kept.clear()
    yield
    rules._kept.clear()
