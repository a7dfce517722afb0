"""What can be asked about the demo city: whether it was loaded, and what else the database holds."""

from collections.abc import Mapping

from sqlalchemy import func, select

from app.accounts.models import Person
from app.audit.models import Entry
from app.db.base import db
from app.proposals.models import Proposal
from app.rounds.models import Round
from app.voting.models import Ballot

LOADED = "load_demo"
"""The line of the audit log that stands for a demo city loaded to its end."""


def is_loaded() -> bool:
    """Whether the demo city was loaded to its end."""
    return db.session.scalar(select(Entry.id).where(Entry.action == LOADED).limit(1)) is not None


def counts() -> Mapping[str, int]:
    """How many people, rounds, ideas and ballots the database holds."""
    tables = {"people": Person, "rounds": Round, "ideas": Proposal, "ballots": Ballot}
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in tables.items()
    }
