"""How many scorecards an entry needs, and what else a jury's ranking goes by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.domain.aggregation import check_combination
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission
from app.domain.phases import Phase
from app.rounds.models import Round
from app.rounds.queries import criteria_of, latest_rubric, phase_of
from app.rounds.services.changing import changing

MOST_SCORECARDS = 50
MOST_LOAD = 1000
MOST_MINUTES = 600

BEFORE_OPENING = ("adjusted_decides", "combination")
"""Rules that could be bent by whoever knows the entries: fixed once they can be handed in."""

BEFORE_SCORING = ("min_scorecards", "tie_break", "places", "advisers_score")
"""Rules that could be bent by whoever knows scores: fixed once mentors score."""


@dataclass(frozen=True)
class Combination:
    """One award from jury and vote: the jury's share in percent, and how each side is scaled."""

    jury_percent: int
    jury_scaling: str
    vote_scaling: str


def set_judging(
    actor: Actor,
    round_id: int,
    *,
    min_scorecards: int,
    per_entry: int,
    max_load: int | None,
    tie_break: str,
    places: int,
    minutes: int = 10,
    grace_minutes: int = 0,
    adjusted_decides: bool = False,
    advisers_score: bool = False,
    combination: Combination | None = None,
    now: datetime,
) -> None:
    """Say how many scorecards make a place (``min_scorecards``), how many mentors score an entry (``per_entry``),
    how many entries a mentor scores at the most (``None``: no limit), which criterion breaks ties (its key, or empty),
    how many entries win (``places``), how many ``minutes`` a scorecard takes, how long after the deadline one is still
    taken (``grace_minutes``, the last part of the scoring phase), whether the severity-adjusted score replaces the
    plain one, whether mentors also score teams that they held sessions with (``advisers_score``), and how jury and
    vote make one award (``None``: each has its own).

    Raises as :func:`changing`, and ``RuleBroken``: ``judging.number`` (with ``least`` and ``most``),
    ``judging.too_few_mentors``, ``judging.unknown_criterion``, ``judging.fixed_at_opening``,
    ``judging.fixed_at_scoring``, and the codes of ``check_combination``.
    """
    _check(min_scorecards, 1, MOST_SCORECARDS)
    _check(per_entry, 1, MOST_SCORECARDS)
    _check(places, 1, MOST_LOAD)
    _check(minutes, 1, MOST_MINUTES)
    _check(grace_minutes, 0, MOST_MINUTES)
    if max_load is not None:
        _check(max_load, 1, MOST_LOAD)
    if per_entry < min_scorecards:
        raise RuleBroken("judging.too_few_mentors")
    if combination is not None:
        share = Fraction(combination.jury_percent, 100)
        check_combination(share, combination.jury_scaling, combination.vote_scaling)
    rules = {
        "min_scorecards": min_scorecards,
        "per_entry": per_entry,
        "max_load": max_load,
        "tie_break": tie_break,
        "places": places,
        "minutes": minutes,
        "grace_minutes": grace_minutes,
        "adjusted_decides": adjusted_decides,
        "advisers_score": advisers_score,
        "combination": asdict(combination) if combination else None,
    }
    with changing(actor, round_id, "set_judging", now=now, permission=Permission.BUILD_RUBRIC) as round:
        rubric = latest_rubric(round.id)
        keys = {criterion.key for criterion in criteria_of(rubric.id)} if rubric else set()
        if tie_break and tie_break not in keys:
            raise RuleBroken("judging.unknown_criterion")
        _must_be_open(round, rules, now)
        round.judging = rules


def _must_be_open(round: Round, rules: Mapping[str, Any], now: datetime) -> None:
    """Refuse to change what has been fixed by now."""
    phase = phase_of(round, now)
    changed = {name for name in rules if (rules[name] or None) != (round.judging.get(name) or None)}
    if phase not in (Phase.DRAFT, Phase.ANNOUNCED) and changed & set(BEFORE_OPENING):
        raise RuleBroken("judging.fixed_at_opening")
    if phase is Phase.SCORING and changed & set(BEFORE_SCORING):
        raise RuleBroken("judging.fixed_at_scoring")


def _check(number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise RuleBroken("judging.number", least=least, most=most)
