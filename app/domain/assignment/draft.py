"""A plan of assignments while it is being made: who holds what, who may take more, and the seeded draw."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from app.domain.aggregation.ranking import lot


class Pair(NamedTuple):
    """One mentor scoring one entry."""

    entry: str
    mentor: str


class Draft:
    """Assignments that can still be moved beside those that cannot (``kept``), with loads and caps.

    ``mentors`` maps active mentors to their cap, ``None`` for no cap. Kept pairs of people who are no longer
    active count for the entry and for nobody's load.
    """

    def __init__(
        self,
        entries: Iterable[str],
        mentors: Mapping[str, int | None],
        conflicts: Collection[Pair],
        kept: Iterable[Pair],
        seed: str,
    ) -> None:
        self.holders: dict[str, set[str]] = {entry: set() for entry in sorted(entries)}
        self.held: dict[str, set[str]] = {mentor: set() for mentor in sorted(mentors)}
        self.kept = frozenset(kept)
        self._caps = mentors
        self._conflicts = conflicts
        self._seed = seed
        self._shared: Counter[tuple[str, str]] = Counter()
        self._lots: dict[tuple[str, ...], str] = {}
        for pair in sorted(self.kept):
            self.add(pair)

    def add(self, pair: Pair) -> None:
        """Let the mentor score the entry."""
        self._count_shared(pair, 1)
        self.holders[pair.entry].add(pair.mentor)
        if pair.mentor in self.held:
            self.held[pair.mentor].add(pair.entry)

    def remove(self, pair: Pair) -> None:
        """Take the entry from the mentor again."""
        self.holders[pair.entry].remove(pair.mentor)
        self.held[pair.mentor].remove(pair.entry)
        self._count_shared(pair, -1)

    def move(self, pair: Pair, mentor: str) -> None:
        """Give the entry to another mentor instead."""
        self.remove(pair)
        self.add(Pair(pair.entry, mentor))

    def _count_shared(self, pair: Pair, step: int) -> None:
        for other in self.holders[pair.entry]:
            self._shared[min(pair.mentor, other), max(pair.mentor, other)] += step

    def load(self, mentor: str) -> int:
        """How many entries an active mentor scores."""
        return len(self.held[mentor])

    def has_room(self, mentor: str) -> bool:
        """Whether the mentor is below the cap."""
        cap = self._caps[mentor]
        return cap is None or self.load(mentor) < cap

    def eligible(self, entry: str) -> list[str]:
        """Active mentors without a conflict of interest with the entry."""
        return [mentor for mentor in self.held if (entry, mentor) not in self._conflicts]

    def can_take(self, entry: str) -> list[str]:
        """Eligible mentors who do not score the entry yet, whatever their load."""
        return [mentor for mentor in self.eligible(entry) if mentor not in self.holders[entry]]

    def movable(self) -> list[Pair]:
        """Pairs that are not kept, in a seeded order."""
        pairs = (Pair(entry, mentor) for entry, mentors in self.holders.items() for mentor in mentors)
        return sorted((pair for pair in pairs if pair not in self.kept), key=lambda pair: self.draw(*pair))

    def movable_of(self, mentor: str) -> Iterator[str]:
        """Entries that could be taken from a mentor."""
        return (entry for entry in sorted(self.held[mentor]) if (entry, mentor) not in self.kept)

    def preferred(self, entry: str, mentors: Iterable[str]) -> str:
        """The least loaded, then who shares fewest entries with the mentors it has, then by lot."""
        return min(
            mentors,
            key=lambda mentor: (self.load(mentor), self._shared_on(entry, mentor), self.draw(entry, mentor)),
        )

    def _shared_on(self, entry: str, mentor: str) -> int:
        others = self.holders[entry]
        return sum(self._shared[min(mentor, other), max(mentor, other)] for other in others)

    def draw(self, *names: str) -> str:
        """The seeded lot of an entry or of a pair: the same names and seed always draw the same."""
        if names not in self._lots:
            self._lots[names] = lot(self._seed, ":".join(names))
        return self._lots[names]
