"""Who is trusted with what in a round."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, Person
from app.db.base import db


def grants_in(round_id: int) -> list[Grant]:
    """The roles held in this round only, with their people, by role and name; closed accounts are left out."""
    found = select(Grant).join(Grant.person).where(Grant.round_id == round_id, Person.closed_at.is_(None))
    ordered = found.options(joinedload(Grant.person)).order_by(Grant.role, Person.display_name, Grant.id)
    return list(db.session.scalars(ordered))
