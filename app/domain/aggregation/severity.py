"""How strict each mentor is, and the scores with that strictness taken out, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

from app.domain.aggregation.connection import connected_parts
from app.domain.aggregation.scorecards import ScoreTable, mean
from app.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Severity:
    """``by_mentor``: points given above (+) or below (−) others, in sum 0; ``adjusted``: scores without it."""

    ridge: Fraction
    by_mentor: Mapping[str, Fraction]
    adjusted: Mapping[str, Fraction]


def mentor_severity(table: ScoreTable, ridge: Fraction | int = 1) -> Severity:
    """Fit ``y = q(entry) + b(mentor)`` by least squares with a ridge ``λ·Σ b²``, in exact fractions.

    ``table`` is entry → mentor → score; ``ridge`` is λ ≥ 0, in scorecards: a mentor of n scorecards is moved
    as far as n/(n + λ) suggests. λ = 0 stands for the limit λ → 0, where the severities still sum to 0.
    Closed form over the m mentors, with N the entry × mentor incidence, n_j and n_i the numbers of scorecards
    of a mentor and of an entry: ``A = diag(n_j + λ) − Nᵀ diag(1/n_i) N``, ``r_j = Σ_i (y_ij − ȳ_i)``, ``A b =
    r``, ``q_i = mean_j (y_ij − b_j)``: the normal equations of the additive model after eliminating q. Raises
    ``RuleBroken("ranking.disconnected")`` with the ``parts`` (:class:`Part`) when no chain of scorecards
    links all entries, and ``RuleBroken("ranking.ridge_invalid")`` for a negative λ.

    Two mentors, two entries, {A: P 0, Q 20; B: P 40, Q 60}, λ = 2: b = P −5, Q +5 (10 points each way, of
    which 2/(2 + 2) is kept); q = A 10, B 50.
    """
    if ridge < 0:
        raise RuleBroken("ranking.ridge_invalid")
    scored = {entry: scores for entry, scores in table.items() if scores}
    parts = connected_parts(scored)
    if len(parts) > 1:
        raise RuleBroken("ranking.disconnected", parts=parts)
    mentors = parts[0].mentors if parts else ()
    matrix, right = _normal_equations(scored, mentors, Fraction(ridge))
    by_mentor = dict(zip(mentors, _solve(matrix, right), strict=True))
    adjusted = {
        entry: mean([score - by_mentor[mentor] for mentor, score in scores.items()])
        for entry, scores in scored.items()
    }
    return Severity(Fraction(ridge), by_mentor, adjusted)


def _normal_equations(
    table: ScoreTable, mentors: tuple[str, ...], ridge: Fraction
) -> tuple[list[list[int]], list[Fraction]]:
    """``A`` scaled to integers and ``r`` scaled with it: whole numbers keep the elimination fast and exact."""
    number = {mentor: index for index, mentor in enumerate(mentors)}
    scale = lcm(ridge.denominator, *(len(scores) for scores in table.values()))
    # At λ = 0 the matrix has the constant vector as its kernel; adding 1 everywhere picks the b that sums to 0.
    pin = scale if ridge == 0 else 0
    matrix = [[pin] * len(mentors) for _ in mentors]
    right = [Fraction(0)] * len(mentors)
    for scores in table.values():
        average, share = mean(list(scores.values())), scale // len(scores)
        for mentor, score in scores.items():
            matrix[number[mentor]][number[mentor]] += scale - share
            right[number[mentor]] += scale * (score - average)
        for one, two in combinations([number[mentor] for mentor in scores], 2):
            matrix[one][two] -= share
            matrix[two][one] -= share
    for index in range(len(mentors)):
        matrix[index][index] += int(ridge * scale)
    return matrix, right


def _solve(matrix: list[list[int]], right: list[Fraction]) -> list[Fraction]:
    """Solve a symmetric positive definite integer system exactly.

    Fraction-free elimination (Bareiss, "Sylvester's identity and multistep integer-preserving Gaussian
    elimination", 1968): every division is exact, so entries stay minors of the matrix instead of doubling in
    length at each step. Positive definite matrices need no pivoting: every leading minor is positive.
    """
    size, divisor = len(matrix), 1
    common = lcm(*(value.denominator for value in right)) if right else 1
    rows = [[*row, int(value * common)] for row, value in zip(matrix, right, strict=True)]
    for step in range(size):
        pivot = rows[step]
        for row in rows[step + 1 :]:
            factor = row[step]
            row[step + 1 :] = [
                (pivot[step] * value - factor * above) // divisor
                for value, above in zip(row[step + 1 :], pivot[step + 1 :], strict=True)
            ]
        divisor = pivot[step]
    solution = [Fraction(0)] * size
    for step in reversed(range(size)):
        known = sum((rows[step][k] * solution[k] for k in range(step + 1, size)), Fraction(0))
        solution[step] = (rows[step][size] - known) / rows[step][step]
    return [value / common for value in solution]
