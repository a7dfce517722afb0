"""Joining the jury's scores and the public vote into one number, by declared scalings."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from app.domain.errors import RuleBroken

Scaling = Callable[[Mapping[str, Fraction]], dict[str, Fraction]]


def _share_of_max(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return _divided(values, max(values.values()))


def _share_of_sum(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return _divided(values, sum(values.values(), Fraction(0)))


def _min_max(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    lowest = min(values.values())
    return _divided({entry: value - lowest for entry, value in values.items()}, max(values.values()) - lowest)


def _of_hundred(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return _divided(values, Fraction(100))


def _divided(values: Mapping[str, Fraction], whole: Fraction) -> dict[str, Fraction]:
    # Nobody got anything, or all got the same of a min-max scale: this side then tells no entry from another.
    return {entry: value / whole if whole else Fraction(0) for entry, value in values.items()}


SCALINGS: Mapping[str, Scaling] = {
    "share_of_max": _share_of_max,
    "share_of_sum": _share_of_sum,
    "min_max": _min_max,
    "of_hundred": _of_hundred,
}
"""Name in the rules → how one side is scaled. ``of_hundred`` takes points out of 100 as they are."""


def check_combination(jury_share: Fraction, jury_scaling: str, vote_scaling: str) -> None:
    """Raise ``RuleBroken`` with ``combination.share_invalid`` or ``combination.scaling_unknown``."""
    if not 0 < jury_share < 1:
        raise RuleBroken("combination.share_invalid")
    for scaling in (jury_scaling, vote_scaling):
        if scaling not in SCALINGS:
            raise RuleBroken("combination.scaling_unknown", scaling=scaling)


def combine(
    jury: Mapping[str, Fraction],
    votes: Mapping[str, int | Fraction],
    *,
    jury_share: Fraction,
    jury_scaling: str,
    vote_scaling: str,
) -> dict[str, Fraction]:
    """``jury_share · scaled jury score + (1 − jury_share) · scaled votes`` of each entry, exactly.

    ``jury``: entry → score, 0 to 100; ``votes``: the same entries → votes or points of at least 0. Raises as
    :func:`check_combination`, and ``RuleBroken("combination.entries_differ")`` with the ``entries`` that only
    one side has.

    Jury {A 80, B 60}, votes {A 30, B 60}, 70/30, both as shares of the maximum: A 0.7 + 0.15, B 0.525 + 0.3.
    """
    check_combination(jury_share, jury_scaling, vote_scaling)
    if jury.keys() != votes.keys():
        raise RuleBroken("combination.entries_differ", entries=tuple(sorted(jury.keys() ^ votes.keys())))
    if not jury:
        return {}
    jury_side = SCALINGS[jury_scaling](jury)
    vote_side = SCALINGS[vote_scaling]({entry: Fraction(count) for entry, count in votes.items()})
    return {entry: jury_share * jury_side[entry] + (1 - jury_share) * vote_side[entry] for entry in jury}
