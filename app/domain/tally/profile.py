"""The profile of an election: distinct ballots with how often each was cast, and the scores that follow from them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.ballots import BallotType, Choices, Limits, ballot_type


@dataclass(frozen=True)
class Profile:
    """Ballots of one pot. ``counts`` maps each distinct checked ballot to its multiplicity (a positive integer).

    ``limits`` are the plain limits of that pot; only Borda's maximum length (``max``) is looked at. A blank
    ballot ``()`` counts as a voter.
    """

    type_key: str
    counts: Mapping[Choices, int]
    limits: Limits = field(default_factory=dict)

    @classmethod
    def from_canonical(cls, type_key: str, ballots: Iterable[str], limits: Limits) -> "Profile":
        """Count canonical ballots as the ledger stores them, one string a ballot."""
        kind = ballot_type(type_key)
        return cls(type_key, {kind.parse(text): many for text, many in Counter(ballots).items()}, limits)

    @property
    def kind(self) -> BallotType:
        """The ballot type, which knows what a ballot gives to whom."""
        return ballot_type(self.type_key)

    @cached_property
    def voters(self) -> int:
        """Number of ballots, blank ones included."""
        return sum(self.counts.values())

    @property
    def votes(self) -> Mapping[str, int]:
        """Number of ballots on which each project appears; projects on none are missing."""
        return self._counted[0]

    @property
    def scores(self) -> Mapping[str, int]:
        """Score of each project: ballots, Borda points with maximum length, or sums of points or grades.

        >>> Profile("ranking", {("7", "12"): 2, ("12",): 1}, {"max": 3}).scores["12"]
        7
        """
        return self._counted[1]

    @property
    def most_given(self) -> int:
        """The most that any ballot gave any project, at least 1: what a keen further supporter would give."""
        return self._counted[2]

    @cached_property
    def _counted(self) -> tuple[Mapping[str, int], Mapping[str, int], int]:
        """Votes, scores and the most given, in one pass over the distinct ballots."""
        votes: defaultdict[str, int] = defaultdict(int)
        scores: defaultdict[str, int] = defaultdict(int)
        most = 1
        kind, limits = self.kind, self.limits
        for choices, many in self.counts.items():
            for project_id in kind.ids_of(choices):
                votes[project_id] += many
            for project_id, given in kind.support(choices, limits).items():
                scores[project_id] += given * many
                most = max(most, given)
        return dict(votes), dict(scores), most

    def restricted_to(self, ids: Collection[str], limits: Limits | None = None) -> "Profile":
        """The profile of one pot out of several on a ballot; ballots without a choice there drop out."""
        wanted = frozenset(ids)
        counts: Counter[Choices] = Counter()
        for choices, many in self.counts.items():
            part = self.kind.restrict(choices, wanted)
            if part:
                counts[part] += many
        return Profile(self.type_key, dict(counts), self.limits if limits is None else limits)
