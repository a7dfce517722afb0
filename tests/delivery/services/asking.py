"""Days around today, the rule that an act breaks, and what a person was told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.notices.models import Note

TODAY = date(2026, 5, 4)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)


def broken_by(act, *args, **kwargs):
    """The code of the rule that this breaks."""
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value.code


def told(session, person):
    """The events that a person was told of, in order."""
    return session.scalars(select(Note.event).where(Note.person_id == person.id).order_by(Note.id)).all()
