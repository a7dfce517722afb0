"""Floats propose: an interval that surely holds a project's ρ, from the money that its supporters have left."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.domain.allocation.equal_shares.supporters import Floats, Support

CLOSE = 1e-9
"""Relative distance within which floats must not decide: two ρ, or supporters' money and a cost."""

_ROUNDING = 1e-12
"""Relative error allowed to a sum of money; with 10⁵ supporters numpy's pairwise sums stay below 10⁻¹⁴."""

_GRAIN = 1e-14
"""Error allowed to a purse, relative to what it held at the start: some fifty payments, each rounded."""


@dataclass(frozen=True)
class Proposal:
    """ρ lies between ``low`` and ``high``; ``exact`` is ρ itself where it is known without knowing exact purses.

    ``doubtful`` marks a project whose supporters' money equals its cost so nearly that exact arithmetic must say
    whether it can be afforded at all.
    """

    low: float
    high: float
    exact: Fraction | None = None
    doubtful: bool = False


def propose(support: Support, purses: Floats, start: float, at_least: float) -> Proposal | None:
    """Bounds of ρ given every ballot's purse in cents; ``at_least`` is a known lower bound. None: not affordable.

    ``start`` is what every purse once held. ρ is the smallest number with Σ min(purse, ρ·u) ≥ cost (Peters,
    Pierczyński and Skowron 2021, section 3).
    """
    money = purses.take(support.ballots)
    total = support.total_float
    floor = support.cost / total
    if float(money.min()) > floor * support.most * (1 + CLOSE):
        return Proposal(floor * (1 - CLOSE), floor * (1 + CLOSE), exact=Fraction(support.cost, support.total))
    many = None if support.each_once else support.many_float
    held = float(money.sum() if many is None else money @ many)
    unsure = support.voters * start * _GRAIN
    if held < support.cost * (1 - CLOSE) - unsure:
        return None
    if held <= support.cost * (1 + CLOSE) + unsure:
        return Proposal(at_least * (1 - CLOSE), np.inf, doubtful=True)
    if support.shared is not None:
        scale = support.shared
        level, slope = _level(money, many, support.cost, max(floor, at_least) * scale)
    else:
        scale = 1
        level, slope = _rho(money, many, support, max(floor, at_least))
    doubt = level * CLOSE + (support.cost * _ROUNDING + unsure) / slope
    return Proposal((level - doubt) / scale, (level + doubt) / scale)


def _level(money: Floats, many: Floats | None, cost: int, level: float) -> tuple[float, float]:
    """The most that anyone pays if all pay alike: climbs from below, each step solving for the supporters still above.

    Σ min(money, level) is concave and piecewise linear, so the tangent never overshoots and the climb ends.
    """
    slope = 1.0
    for _ in range(200):
        above = money > level
        paid = np.minimum(money, level)
        if many is None:
            count, raised = float(np.count_nonzero(above)), float(paid.sum())
        else:
            count, raised = float(many @ above), float(many @ paid)
        slope = count or slope
        step = (cost - raised) / slope
        if step <= level * 1e-14:
            break
        level += step
    return level, slope


def _rho(money: Floats, many: Floats | None, support: Support, rho: float) -> tuple[float, float]:
    """The same climb where utilities differ: in ρ, with slope Σ u over the supporters who still have more than ρ·u."""
    weights = support.utilities_float if many is None else support.utilities_float * many
    slope = 1.0
    for _ in range(200):
        asked = rho * support.utilities_float
        above = money > asked
        paid = np.minimum(money, asked)
        raised = float(paid.sum() if many is None else many @ paid)
        slope = float(weights @ above) or slope
        step = (support.cost - raised) / slope
        if step <= rho * 1e-14:
            break
        rho += step
    return rho, slope
