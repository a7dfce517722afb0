"""The rules of a ranking that a round declares before it opens."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import RuleBroken
from app.domain.rubric import Rubric

CRITERION_STEP = "criterion:"
DECIDING_STEPS = ("lot", "jury")
"""A tie order ends with one of these: a seeded lot or a recorded vote of the jury."""

MAX_RIDGE = 1000


@dataclass(frozen=True, slots=True)
class RankingRules:
    """What a round declares about its ranking.

    ``min_scorecards``: below it an entry is provisional and has no place. ``tie_order``: the steps after the
    exact score, of ``"criterion:KEY"``, ``"median"``, ``"head_to_head"``, and last ``"lot"`` (with the
    published ``seed``) or ``"jury"``. ``ridge``: λ of the severity model. ``adjusted_decides``: whether the
    severity-adjusted score replaces the default one. ``cut``: how many entries win, if the round has such a
    line.
    """

    min_scorecards: int = 3
    tie_order: tuple[str, ...] = ("median", "head_to_head", "lot")
    seed: str = ""
    ridge: Fraction = Fraction(1)
    adjusted_decides: bool = False
    cut: int | None = None


def check_ranking_rules(rubric: Rubric, rules: RankingRules) -> None:
    """Check the rules against the rubric before the round opens.

    Raises ``RuleBroken`` with ``ranking.min_scorecards_invalid``, ``ranking.ridge_invalid``,
    ``ranking.cut_invalid``, ``ties.step_unknown``, ``ties.step_repeated``, ``ties.criterion_unknown``,
    ``ties.must_end_decided`` (the order ends with, and only with, a lot or the jury) or
    ``ties.seed_missing``.
    """
    if rules.min_scorecards < 1:
        raise RuleBroken("ranking.min_scorecards_invalid")
    if not 0 < rules.ridge <= MAX_RIDGE:
        raise RuleBroken("ranking.ridge_invalid", limit=MAX_RIDGE)
    if rules.cut is not None and rules.cut < 1:
        raise RuleBroken("ranking.cut_invalid")
    for number, step in enumerate(rules.tie_order):
        _check_step(rubric, step)
        if step in rules.tie_order[:number]:
            raise RuleBroken("ties.step_repeated", step=step)
    if [step in DECIDING_STEPS for step in rules.tie_order][-1:] != [True] or _decides_early(rules.tie_order):
        raise RuleBroken("ties.must_end_decided")
    if "lot" in rules.tie_order and not rules.seed.strip():
        raise RuleBroken("ties.seed_missing")


def _check_step(rubric: Rubric, step: str) -> None:
    if step.startswith(CRITERION_STEP):
        key = step.removeprefix(CRITERION_STEP)
        if key not in rubric.keys:
            raise RuleBroken("ties.criterion_unknown", criterion=key)
    elif step not in ("median", "head_to_head", *DECIDING_STEPS):
        raise RuleBroken("ties.step_unknown", step=step)


def _decides_early(tie_order: tuple[str, ...]) -> bool:
    return any(step in DECIDING_STEPS for step in tie_order[:-1])
