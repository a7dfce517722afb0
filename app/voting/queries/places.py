"""From where people voted: counts by neighbourhood, never anything finer."""

from sqlalchemy import String, cast, func, literal, select

from app.accounts.models import Person
from app.db.base import db
from app.voting.models import RollEntry

ACCOUNT = "account:"
"""How the key of somebody who votes by account begins; their id follows."""


def voters_by_place(round_id: int) -> dict[int, dict[int | None, int]]:
    """How many of each electorate have voted, by neighbourhood; under ``None`` those whose neighbourhood is unknown.

    It is that of the roll, else that of the account. The numbers are exact, so they are for a tally that hides small
    ones, not for a page.
    """
    place = func.coalesce(RollEntry.neighbourhood_id, Person.neighbourhood_id)
    account = literal(ACCOUNT) + cast(Person.id, String)
    counted = (
        select(RollEntry.electorate_id, place, func.count())
        .join(Person, account == RollEntry.eligibility_key, isouter=True)
        .where(RollEntry.round_id == round_id, RollEntry.channel.is_not(None))
        .group_by(RollEntry.electorate_id, place)
    )
    found: dict[int, dict[int | None, int]] = {}
    for electorate_id, neighbourhood_id, people in db.session.execute(counted):
        found.setdefault(electorate_id, {})[neighbourhood_id] = people
    return found
