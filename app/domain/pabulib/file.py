"""What a .pb file says, once read or before it is written: META, projects and ballots with their optional columns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.ballots import Choices, ConflictGroup
from app.domain.tally import Election, Profile, Project, TieOrder

TYPE_OF_VOTE = {
    "approval": "approval",
    "choose-1": "approval",
    "ordinal": "ranking",
    "cumulative": "points",
    "scoring": "grades",
}
"""Ballot type for each ``vote_type`` of the format."""


@dataclass(frozen=True, slots=True)
class PbProject:
    """A line of PROJECTS: id, cost in cents, and every other column as text."""

    id: str
    cost: int
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The column ``name``, empty where there is none."""
        return self.columns.get("name", "")

    @property
    def selected(self) -> bool | None:
        """The decision recorded in the file; None where it records none."""
        mark = self.columns.get("selected", "")
        return None if mark == "" else mark == "1"


@dataclass(frozen=True, slots=True)
class PbBallot:
    """A line of VOTES: the voter's id, the choices in the ballot type's own shape, and every other column as text."""

    voter_id: str
    choices: Choices
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PbFile:
    """A whole file. ``budget`` is cents; ``limits`` are those of the ballot type, as far as META states them."""

    meta: Mapping[str, str]
    budget: int
    type_key: str
    limits: Mapping[str, Any]
    projects: tuple[PbProject, ...]
    ballots: tuple[PbBallot, ...]

    def profile(self) -> Profile:
        """Equal ballots counted together."""
        return Profile(self.type_key, Counter(ballot.choices for ballot in self.ballots), self.limits)

    def election(self, ties: TieOrder | None = None, conflicts: tuple[ConflictGroup, ...] = ()) -> Election:
        """The election to tally; its groups are the projects' neighbourhoods, districts or subunits."""
        projects = tuple(
            Project(project.id, project.cost, project.name, _group(project.columns))
            for project in self.projects
        )
        return Election(projects, self.profile(), self.budget, conflicts, ties or TieOrder())


def _group(columns: Mapping[str, str]) -> str:
    return next((columns[name] for name in ("neighborhood", "district", "subunit") if columns.get(name)), "")
