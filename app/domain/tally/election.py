"""An election ready to be tallied: projects, profile, budget, rivals and tie order. Every rule is a function of it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from app.domain.ballots import ConflictGroup
from app.domain.errors import RuleBroken
from app.domain.tally.profile import Profile
from app.domain.tally.ties import Facts, TieOrder


@dataclass(frozen=True)
class Project:
    """One line of the ballot: id, cost in cents, name, and ``group`` (a neighbourhood) for the measures."""

    id: str
    cost: int
    name: str = ""
    group: str = ""


@dataclass(frozen=True)
class Election:
    """One pot and the ballots for it; ``budget`` is the pot's amount in cents.

    Raises ``RuleBroken`` with ``election.duplicate_project``, ``election.unknown_project`` or ``election.negative``.
    """

    projects: tuple[Project, ...]
    profile: Profile
    budget: int
    conflicts: tuple[ConflictGroup, ...] = ()
    ties: TieOrder = field(default_factory=TieOrder)

    def __post_init__(self) -> None:
        if len(self.by_id) < len(self.projects):
            raise RuleBroken("election.duplicate_project")
        unknown = sorted(set(self.profile.votes) - set(self.by_id))
        if unknown:
            raise RuleBroken("election.unknown_project", project=unknown[0])
        if self.budget < 0 or any(project.cost < 0 for project in self.projects):
            raise RuleBroken("election.negative")

    @cached_property
    def by_id(self) -> dict[str, Project]:
        """Projects by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def facts(self) -> Facts:
        """Votes and costs of all projects, as the tie order wants them."""
        votes = self.profile.votes
        return Facts(
            votes={one.id: votes.get(one.id, 0) for one in self.projects},
            costs={one.id: one.cost for one in self.projects},
        )

    @cached_property
    def scores(self) -> dict[str, int]:
        """Score of every project, 0 for those on no ballot."""
        scores = self.profile.scores
        return {one.id: scores.get(one.id, 0) for one in self.projects}

    def with_further(self, project_id: str, votes: int) -> "Election":
        """The election after further ballots for one project alone, each as generous as any ballot was to any.

        Votes, scores and all that follows from them are those of the larger election; ``profile`` stays as it is.
        """
        larger = replace(self)
        raised = {**self.facts.votes, project_id: self.facts.votes[project_id] + votes}
        given = self.scores[project_id] + votes * self.profile.most_given
        vars(larger).update(facts=Facts(raised, self.facts.costs), scores={**self.scores, project_id: given})
        return larger

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All projects by score, equal scores in tie order, best first."""
        return tuple(sorted(self.by_id, key=lambda one: (-self.scores[one], *self.ties.key(one, self.facts))))

    @cached_property
    def rank(self) -> dict[str, int]:
        """Place of every project by score, 1 for the best."""
        return {project_id: place for place, project_id in enumerate(self.order, start=1)}
