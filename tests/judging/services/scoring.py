"""What a mentor gives, and the scorecards that came of it."""

from app.accounts.queries import actor_of
from app.db.base import db
from app.judging import services
from app.judging.models import Scorecard

FULL = {"feasibility": "3", "benefit": "5"}


def given(levels=FULL, version=1, **more):
    return services.Given(version, levels, more.pop("comments", {}), **more)


def mine(assignment):
    return actor_of(assignment.mentor)


def rows(assignment):
    found = db.session.query(Scorecard).filter_by(assignment_id=assignment.id)
    return found.order_by(Scorecard.revision).all()
