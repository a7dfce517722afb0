"""What is on a ballot: proposals with their official cost, the pots they belong to, and rival designs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """One proposal on the ballot: its id (ASCII digits), the city's own cost in cents, and its pot."""

    id: str
    cost: int
    pot: str


@dataclass(frozen=True)
class ConflictGroup:
    """Rival proposals, for example two designs for one spot: at most ``at_most`` of ``members`` can win.

    A voter may choose several of them all the same; the group binds the allocation, not the ballot.
    """

    key: str
    members: frozenset[str]
    at_most: int = 1


@dataclass(frozen=True)
class Options:
    """Everything that one voter may choose from.

    ``proposals`` by id, ``pots`` by key with the amount in cents that each holds, ``conflicts`` to show while voting.
    """

    proposals: Mapping[str, Option]
    pots: Mapping[str, int]
    conflicts: tuple[ConflictGroup, ...] = field(default=())

    @classmethod
    def of(
        cls,
        proposals: Iterable[Option],
        pots: Mapping[str, int],
        conflicts: Iterable[ConflictGroup] = (),
    ) -> "Options":
        """Gather proposals and pots (key → amount in cents) as they stand in the frozen rules of a round."""
        return cls({option.id: option for option in proposals}, dict(pots), tuple(conflicts))

    def in_pot(self, pot: str) -> tuple[str, ...]:
        """Ids of the proposals of one pot, in ballot order."""
        return tuple(option.id for option in self.proposals.values() if option.pot == pot)

    def cost_of(self, ids: Iterable[str]) -> int:
        """Official cost in cents of all these proposals together."""
        return sum(self.proposals[proposal_id].cost for proposal_id in ids)
