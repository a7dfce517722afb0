"""A pot being spent: what is left, what is funded so far, and which rivals are thereby excluded."""

from collections.abc import Iterable

from app.domain.ballots import ConflictGroup
from app.domain.tally import Election


class Spending:
    """Funding one project after the other from a budget in cents, keeping to the conflict groups."""

    def __init__(self, election: Election, selected: Iterable[str] = ()) -> None:
        self.election = election
        self.left = election.budget
        self.selected: list[str] = []
        for project_id in selected:
            self.fund(project_id)

    def fund(self, project_id: str) -> None:
        """Take the project's cost out of the pot; it may run below zero, which :attr:`left` then shows."""
        self.left -= self.election.by_id[project_id].cost
        self.selected.append(project_id)

    def fits(self, project_id: str) -> bool:
        """Whether what is left pays for the project."""
        return self.election.by_id[project_id].cost <= self.left

    def excluded_by(self, project_id: str) -> tuple[ConflictGroup, list[str]] | None:
        """The conflict group that already has its winners, with those winners; None where the project may still win."""
        for group in self.election.conflicts:
            if project_id in group.members:
                winners = [one for one in self.selected if one in group.members]
                if len(winners) >= group.at_most:
                    return group, winners
        return None
