"""Rounds in a phase, with pots, electorates and rubrics."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.phases import SCHEDULED, Phase
from app.domain.rounds import Evidence, RoundKind
from app.rounds.models import Criterion, Electorate, Pot, Round, Rubric
from tests.factories.storing import add, next_number


def timetable_with(
    phase: Phase, now: datetime | None = None, *, skipped: Iterable[Phase] = (), days: int = 10
) -> dict[str, str]:
    """A timetable, as rounds store it, in which ``now`` lies a day after the start of ``phase``.

    Every phase lasts ``days`` days; those in ``skipped`` do not take place. ``DRAFT`` gives one that starts tomorrow.
    """
    instant = now or datetime.now(UTC)
    planned = [each for each in SCHEDULED if each not in set(skipped)]
    place = planned.index(phase) if phase in planned else -1
    first = instant - timedelta(days=1 + place * days) if place >= 0 else instant + timedelta(days=1)
    starts = (first + timedelta(days=number * days) for number in range(len(planned)))
    return {each.value: start.isoformat() for each, start in zip(planned, starts, strict=True)}


def round_in(
    phase: Phase,
    now: datetime | None = None,
    *,
    skipped: Iterable[Phase] = (),
    days: int = 10,
    **columns: Any,
) -> Round:
    """A round that is in ``phase`` at ``now`` (by default the real now): one line of text each, no pot, no electorate.

    ``skipped`` phases do not take place. ``DRAFT`` gives a round that is not announced.
    """
    instant = now or datetime.now(UTC)
    number = next_number()
    title = columns.pop("title", f"Kārta {number}")
    texts = {
        "summary": "Idejas pagalmam.",
        "rules_text": "Viens cilvēks, viena balss.",
        "promise": "Uzvarētāju uzbūvē.",
    }
    given: dict[str, Any] = {
        "slug": f"karta-{number}",
        "kind": RoundKind.BUDGET,
        "title": {"lv": title, "en": title} if isinstance(title, str) else title,
        **{name: {"lv": text} for name, text in texts.items()},
        "easy_text": {},
        "timetable": timetable_with(phase, instant, skipped=skipped, days=days),
        "ballot_type": "approval",
        "ballot_limits": {"min": 1, "max": 3},
        "allocation": {"rule": "greedy", "min_votes": 0, "stop_at_first_misfit": False},
        "tie_order": ["votes", "cost", "lot"],
        "seed": "seed-of-the-tests",
        "proposers": {"age_bands": [], "neighbourhood_ids": [], "as": ["resident", "team"]},
        "judging": {"min_scorecards": 3, "per_entry": 3, "max_load": None, "tie_break": "", "places": 3},
        "announced_at": None if phase is Phase.DRAFT else instant - timedelta(days=400),
        "created_at": instant,
        "changed_at": instant,
    }
    return add(Round(**{**given, **columns}))


def a_pot(round: Round, amount_cents: int = 10_000_000, name: str = "Visa pilsēta", **columns: Any) -> Pot:
    """A pot of the round: 100,000 € for the whole city."""
    return add(Pot(**{"round_id": round.id, "name": {"lv": name}, "amount_cents": amount_cents, **columns}))


def an_electorate(round: Round, key: str = "residents", **columns: Any) -> Electorate:
    """A group of voters of the round: everybody, known by their e-mail address."""
    given = {
        "name": {"lv": key.title()},
        "age_bands": [],
        "neighbourhood_ids": [],
        "evidence": Evidence.EMAIL,
    }
    return add(Electorate(**{"round_id": round.id, "key": key, **given, **columns}))


def ready_round_in(phase: Phase, now: datetime | None = None, **columns: Any) -> Round:
    """As :func:`round_in`, with a pot, an electorate and a rubric: nothing is missing for an announcement."""
    round = round_in(phase, now, **columns)
    a_pot(round)
    an_electorate(round)
    a_rubric(round)
    return round


LEVELS = {1: "Vāji", 2: "Viduvēji", 3: "Labi", 4: "Ļoti labi", 5: "Izcili"}


def a_rubric(
    round: Round,
    criteria: Sequence[Mapping[str, Any]] = (
        {"key": "feasibility", "weight": 3},
        {"key": "benefit", "weight": 2},
    ),
    version: int = 1,
) -> Rubric:
    """A rubric whose criteria have the scale 1 to 5 and a descriptor for each level unless they say otherwise."""
    rubric = add(Rubric(round_id=round.id, version=version, created_at=round.created_at))
    for position, columns in enumerate(criteria):
        a_criterion(rubric, **{"position": position, **columns})
    return rubric


def a_criterion(rubric: Rubric, key: str, **columns: Any) -> Criterion:
    """One criterion of a rubric."""
    levels = range(columns.get("lo", 1), columns.get("hi", 5) + 1)
    given = {
        "name": {"lv": key.title(), "en": key.title()},
        "description": {},
        "descriptors": {str(level): {"lv": LEVELS.get(level, f"Līmenis {level}")} for level in levels},
    }
    return add(Criterion(**{"rubric_id": rubric.id, "key": key, **given, **columns}))
