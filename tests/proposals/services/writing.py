"""Ideas as the tests of writing them need them: begun, whole, counted."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from app.domain.phases import Phase
from app.domain.rounds import starts_from
from app.proposals import services
from tests.factories import a_neighbourhood, an_actor, content_with, round_in

NOW = datetime.now(UTC)


def rows(session, model, **columns):
    """How many rows of a model have these values."""
    return session.scalar(select(func.count()).select_from(model).filter_by(**columns))


def deadline_of(round):
    """The first instant after submission."""
    return starts_from(round.timetable)[Phase.SCREENING]


def whole(**fields):
    """Content that lacks nothing, in a neighbourhood of its own."""
    return content_with(**{"neighbourhood_id": a_neighbourhood().id, **fields})


def begun(content=None, **columns):
    """A draft in a round that takes ideas, and its author as services know them."""
    actor = an_actor()
    return services.begin_proposal(actor, round_in(Phase.SUBMISSION, **columns).id, content or whole()), actor
