"""How many scorecards an entry needs, and what else a jury's ranking goes by."""

from datetime import datetime

from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission
from app.rounds.queries import criteria_of, latest_rubric
from app.rounds.services.changing import changing

MOST_SCORECARDS = 50
MOST_LOAD = 1000


def set_judging(
    actor: Actor,
    round_id: int,
    *,
    min_scorecards: int,
    per_entry: int,
    max_load: int | None,
    tie_break: str,
    places: int,
    now: datetime,
) -> None:
    """Say how many scorecards make a place (``min_scorecards``), how many mentors score an entry (``per_entry``),
    how many entries a mentor scores at the most (``None``: no limit), which criterion breaks ties (its key, or empty)
    and how many entries win (``places``).

    Raises as :func:`changing`, and ``RuleBroken``: ``judging.number`` (with ``least`` and ``most``),
    ``judging.too_few_mentors``, ``judging.unknown_criterion``.
    """
    for number, most in (
        (min_scorecards, MOST_SCORECARDS),
        (per_entry, MOST_SCORECARDS),
        (places, MOST_LOAD),
    ):
        _check(number, most)
    if max_load is not None:
        _check(max_load, MOST_LOAD)
    if per_entry < min_scorecards:
        raise RuleBroken("judging.too_few_mentors")
    with changing(actor, round_id, "set_judging", now=now, permission=Permission.BUILD_RUBRIC) as round:
        rubric = latest_rubric(round.id)
        keys = {criterion.key for criterion in criteria_of(rubric.id)} if rubric else set()
        if tie_break and tie_break not in keys:
            raise RuleBroken("judging.unknown_criterion")
        round.judging = {
            "min_scorecards": min_scorecards,
            "per_entry": per_entry,
            "max_load": max_load,
            "tie_break": tie_break,
            "places": places,
        }


def _check(number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise RuleBroken("judging.number", least=1, most=most)
