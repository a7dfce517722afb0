"""Who paid for what under Equal Shares: exact payments by ballot, never by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.domain.ballots import Choices


@dataclass(frozen=True)
class Paid:
    """Equal amounts gathered: ballot ``ballots[i]`` paid ``amounts[member[i]] / denominator`` cents a voter."""

    ballots: npt.NDArray[np.int64]
    member: npt.NDArray[np.int64]
    amounts: tuple[int, ...]
    denominator: int

    @property
    def most(self) -> Fraction:
        """The largest amount, in exact cents."""
        return Fraction(max(self.amounts, default=0), self.denominator)

    def total(self, voters: npt.NDArray[np.int64]) -> Fraction:
        """The sum over all ballots, each cast by ``voters[ballot]`` people, in exact cents."""
        many = np.zeros(len(self.amounts), dtype=np.int64)
        np.add.at(many, self.member, voters[self.ballots])
        whole = sum(amount * count for amount, count in zip(self.amounts, many.tolist(), strict=True))
        return Fraction(whole, self.denominator)


@dataclass(frozen=True)
class Payments:
    """Payments of the deciding run: for every project funded by shares what its supporters paid, and what is left.

    ``ballots`` are the distinct ballots that the indices in :class:`Paid` point at.
    """

    ballots: tuple[Choices, ...]
    paid: Mapping[str, Paid]
    left: Paid

    @cached_property
    def _index(self) -> dict[Choices, int]:
        return {choices: at for at, choices in enumerate(self.ballots)}

    def by_group(self, groups: Mapping[str, Mapping[Choices, int]]) -> dict[str, dict[str, Fraction]]:
        """Money from each group to each project, in exact cents.

        ``groups`` maps a group's name to its ballots with their multiplicity, for example the ``counts`` of one
        profile for each channel. Projects to which a group paid nothing are missing.
        """
        flows = {}
        for name, counts in groups.items():
            voters = np.zeros(len(self.ballots), dtype=np.int64)
            for choices, many in counts.items():
                voters[self._index[choices]] = many
            sums = {project_id: paid.total(voters) for project_id, paid in self.paid.items()}
            flows[name] = {project_id: total for project_id, total in sums.items() if total}
        return flows
