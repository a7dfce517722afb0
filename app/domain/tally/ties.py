"""The declared order in which ties are broken, the seeded lot at its end, and the record of each tie that decided."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from app.domain.errors import RuleBroken

CRITERIA = ("votes", "cost", "lot", "id")
_FINAL = ("lot", "id")


def lot(seed: str, project_id: str) -> str:
    """The lot drawn by a project: sha256 of ``seed:project_id`` in hexadecimal; the lowest is taken first.

    The seed is published before voting opens: nobody can choose it knowing the result, everybody can recompute it.

    >>> lot("2026-05-01 06-12-18-33-41", "7")[:16]
    '227e2c7c4799ed6f'
    """
    return hashlib.sha256(f"{seed}:{project_id}".encode()).hexdigest()


@dataclass(frozen=True)
class Facts:
    """What tie-breaking may look at: the number of ballots and the cost in cents of every project."""

    votes: Mapping[str, int]
    costs: Mapping[str, int]


@dataclass(frozen=True)
class Tie:
    """Projects that a rule could not tell apart, in the order that the tie order gave them.

    ``stage`` says what was tied: ``score`` (with the tied score in ``at``), or ``share`` for Equal Shares. ``by``
    is the criterion that separated each project from the next; ``lots`` holds the hashes where a lot was drawn.
    """

    stage: str
    projects: tuple[str, ...]
    by: tuple[str, ...]
    votes: Mapping[str, int]
    costs: Mapping[str, int]
    lots: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """JSON-able form; costs in cents."""
        return {
            "stage": self.stage,
            "projects": list(self.projects),
            "by": list(self.by),
            "votes": dict(self.votes),
            "costs": dict(self.costs),
            "lots": dict(self.lots),
        }


@dataclass(frozen=True)
class TieOrder:
    """Criteria applied one after the other: ``votes`` (more first), ``cost`` (lower first), ``lot``, ``id``."""

    criteria: tuple[str, ...] = ("votes", "cost", "lot")
    seed: str = ""

    @classmethod
    def parse(cls, text: str, seed: str = "") -> "TieOrder":
        """Read ``"votes,cost,lot"``. The last criterion must be ``lot`` or ``id``, which never tie.

        Raises ``RuleBroken`` with ``ties.unknown``, ``ties.repeated`` or ``ties.undecided``.
        """
        criteria = tuple(part.strip() for part in text.split(","))
        for criterion in criteria:
            if criterion not in CRITERIA:
                raise RuleBroken("ties.unknown", criterion=criterion, known=list(CRITERIA))
        if len(set(criteria)) < len(criteria):
            raise RuleBroken("ties.repeated", criteria=list(criteria))
        if criteria[-1] not in _FINAL:
            raise RuleBroken("ties.undecided", criteria=list(criteria))
        return cls(criteria, seed)

    def key(self, project_id: str, facts: Facts) -> tuple[int | str, ...]:
        """Sorting key of a project: ascending keys are the tie order."""
        return tuple(self._value(criterion, project_id, facts) for criterion in self.criteria)

    def in_order(self, ids: Iterable[str], facts: Facts) -> list[str]:
        """The projects in tie order, best first."""
        return sorted(ids, key=lambda project_id: self.key(project_id, facts))

    def record(self, stage: str, ids: Iterable[str], facts: Facts) -> Tie:
        """The record of a tie among these projects."""
        ordered = self.in_order(ids, facts)
        by = tuple(self._separates(first, second, facts) for first, second in pairwise(ordered))
        return Tie(
            stage=stage,
            projects=tuple(ordered),
            by=by,
            votes={one: facts.votes[one] for one in ordered},
            costs={one: facts.costs[one] for one in ordered},
            lots={one: lot(self.seed, one) for one in ordered} if "lot" in by else {},
        )

    def _separates(self, first: str, second: str, facts: Facts) -> str:
        return next(
            criterion
            for criterion in self.criteria
            if self._value(criterion, first, facts) != self._value(criterion, second, facts)
        )

    def _value(self, criterion: str, project_id: str, facts: Facts) -> int | str:
        if criterion == "votes":
            return -facts.votes[project_id]
        if criterion == "cost":
            return facts.costs[project_id]
        return lot(self.seed, project_id) if criterion == "lot" else project_id
