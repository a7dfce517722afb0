"""Exact arithmetic decides: every ballot's purse as a fraction over one common denominator, in whole numbers."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.allocation.equal_shares.supporters import Ints, Support, Supporters
from app.domain.allocation.payments import Paid

Integers = npt.NDArray[np.object_]
"""Python integers of any length in a numpy array."""


@dataclass(frozen=True)
class _Purses:
    """Supporters of one project gathered by equal purse and utility: their number, and where each ballot belongs."""

    state: Ints
    utility: Integers
    voters: Integers
    member: Ints


class ExactPurses:
    """The purses of a run after any number of funded projects.

    Ballots that have paid the same so far share a *state*. A purse is ``numerators[state] / denominator`` cents, but
    the denominator grows with every payment, so a state keeps the one of its last touch (``touched``, an index
    into ``denominators``) and is brought up to date when it is looked at.
    """

    def __init__(self, supporters: Supporters, start: Fraction) -> None:
        self.state: Ints = np.zeros(len(supporters.ballots), dtype=np.int64)
        self.numerators: Integers = _integers([start.numerator])
        self.touched: Ints = np.zeros(1, dtype=np.int64)
        self.denominators = [start.denominator]
        self._states = 1

    @property
    def denominator(self) -> int:
        """The denominator now common to all purses that are up to date."""
        return self.denominators[-1]

    def rho(self, support: Support, hint: float = 0.0) -> Fraction | None:
        """Smallest ρ with Σ min(purse, ρ·u) ≥ cost over the supporters; None where they cannot pay it.

        ``hint`` may be a float close to ρ: it only saves work, the answer is checked.
        """
        purses = self._gather(support)
        money = self._money(purses.state)
        cost = support.cost * self.denominator
        if int(money @ purses.voters) < cost:
            return None
        return self._solve(purses, money, cost, hint) or self._solve_sorted(purses, money, cost)

    def pay(self, support: Support, rho: Fraction) -> Paid:
        """Charge each supporter min(purse, ρ·u) and say who paid what."""
        purses = self._gather(support)
        self.denominators.append(lcm(rho.denominator, self.denominator))
        money = self._money(purses.state)
        asked = purses.utility * (rho.numerator * (self.denominator // rho.denominator))
        paid = np.minimum(money, asked)
        known = len(self.numerators)
        self.numerators = np.concatenate([self.numerators, money - paid])
        self.touched = np.concatenate([self.touched, np.full(len(paid), len(self.denominators) - 1)])
        self.state[support.ballots] = known + purses.member
        if len(self.numerators) > 2 * self._states:
            self._forget_unused()
        return Paid(support.ballots, purses.member, tuple(paid), self.denominator)

    def left(self) -> Paid:
        """What one voter of each distinct ballot still has."""
        everyone = np.arange(len(self.state), dtype=np.int64)
        return Paid(
            everyone, self.state.copy(), tuple(self._money(np.arange(len(self.numerators)))), self.denominator
        )

    def _money(self, states: Ints) -> Integers:
        """Numerators of these states over the latest denominator."""
        latest = len(self.denominators) - 1
        touched = self.touched[states]
        for index in np.unique(touched).tolist():
            if index < latest:
                old = states[touched == index]
                self.numerators[old] = self.numerators[old] * (self.denominator // self.denominators[index])
        self.touched[states] = latest
        return self.numerators[states]

    def _gather(self, support: Support) -> _Purses:
        spread = int(support.utilities.max()) + 1
        if support.shared is not None:
            keys, member = np.unique(self.state[support.ballots], return_inverse=True)
            state, utility = keys, np.full(len(keys), support.shared)
        else:
            keys, member = np.unique(
                self.state[support.ballots] * spread + support.utilities, return_inverse=True
            )
            state, utility = np.divmod(keys, spread)
        voters = np.zeros(len(keys), dtype=np.int64)
        np.add.at(voters, member, support.many)
        return _Purses(state, _integers(utility.tolist()), _integers(voters.tolist()), member)

    def _solve(self, purses: _Purses, money: Integers, cost: int, hint: float) -> Fraction | None:
        """ρ if the hint tells rich from poor rightly, else None."""
        bound = Fraction(hint)
        asked = purses.utility * (bound.numerator * self.denominator)
        return self._checked(purses, money, cost, np.asarray(money * bound.denominator <= asked, dtype=bool))

    def _solve_sorted(self, purses: _Purses, money: Integers, cost: int) -> Fraction:
        """ρ by passing the supporters in order of purse / utility, poorest first."""
        keys = [Fraction(own, utility) for own, utility in zip(money, purses.utility, strict=True)]
        weight = int(purses.voters @ purses.utility)
        rest = cost
        for at in sorted(range(len(keys)), key=keys.__getitem__):
            if rest <= keys[at] * weight:
                break
            rest -= money[at] * purses.voters[at]
            weight -= purses.voters[at] * purses.utility[at]
        return Fraction(rest, weight * self.denominator)

    def _checked(
        self, purses: _Purses, money: Integers, cost: int, poor: npt.NDArray[np.bool_]
    ) -> Fraction | None:
        rest = cost - int((money * purses.voters)[poor].sum())
        weight = int((purses.voters * purses.utility)[~poor].sum())
        if rest <= 0 or weight <= 0:
            return None
        asked = purses.utility * rest
        owned = money * weight
        if bool((owned[poor] > asked[poor]).any()) or bool((owned[~poor] < asked[~poor]).any()):
            return None
        return Fraction(rest, weight * self.denominator)

    def _forget_unused(self) -> None:
        """Drop states in which no ballot is any more; worth a pass over all ballots only now and then."""
        used = np.bincount(self.state, minlength=len(self.numerators)) > 0
        self.state = (np.cumsum(used) - 1)[self.state]
        self.numerators = self.numerators[used]
        self.touched = self.touched[used]
        self._states = len(self.numerators)


def _integers(values: list[Any]) -> Integers:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
