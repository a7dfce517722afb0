"""A strict round's rules for teams, and somebody under 13."""

from datetime import UTC, datetime

from app.domain.people import AgeBand
from tests.factories import a_person

NOW = datetime.now(UTC)

STRICT = {"least": 2, "most": 4, "needs_young": True, "needs_adult": True, "one_team": True}


def child(**columns):
    """Somebody under 13."""
    return a_person("Emīls Ūdrāns", age_band=AgeBand.UNDER_13, **columns)
