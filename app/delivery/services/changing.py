"""What every change of a project has in common: read anew under the lock, allowed, written to the audit log, told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction
from app.delivery.models import Milestone, Project
from app.delivery.queries import milestone_in, open_project
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, Standing, require
from app.results.queries import people_to_tell

LINE = 200
TEXT = 5000
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass
class Change:
    """A change being made: the session, the project, and what the audit log will say of it."""

    session: Session
    project: Project
    standing: Standing
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    def milestone(self, milestone_id: int) -> Milestone:
        """A milestone of the project. Raises ``RuleBroken("milestone.unknown")``."""
        milestone = milestone_in(self.project.id, milestone_id)
        if milestone is None:
            raise RuleBroken("milestone.unknown")
        return milestone

    def people(self) -> list[Any]:
        """Authors, team members and followers, who are told of every step."""
        return people_to_tell([self.project.proposal_id])[self.project.proposal_id]

    @property
    def told(self) -> Mapping[str, Any]:
        """What every notice about the project says."""
        return {"title": self.project.proposal.title}

    @property
    def path(self) -> str:
        """The project's page."""
        return f"/projects/{self.project.id}"


@contextmanager
def changing(actor: Actor, project_id: int, action: str, *, now: datetime) -> Iterator[Change]:
    """Run one change of a project as one transaction.

    Raises ``NotAllowed``, and ``RuleBroken("project.unknown")``.
    """
    with transaction() as session:
        session.get(Project, project_id, with_for_update={"of": Project}, populate_existing=True)
        found = open_project(project_id, actor, now)
        if found is None:
            raise RuleBroken("project.unknown")
        require(actor, Permission.MANAGE_PROJECT, found[1])
        change = Change(session, *found)
        yield change
        session.flush()
        record(
            actor,
            action,
            "project",
            project_id,
            now=now,
            round_id=change.project.round_id,
            before=change.before,
            after=change.after,
        )
