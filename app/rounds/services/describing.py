"""What a round is about, when it happens, and who may propose."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor
from app.domain.phases import Phase, Timetable
from app.domain.rounds import MOST_GRACE, MOST_STAGE, ProposesAs, RoundKind
from app.domain.team_rules import TeamRules
from app.places.queries import neighbourhoods
from app.rounds.queries import is_public
from app.rounds.services.announcing import announcement_instant
from app.rounds.services.changing import changing


@dataclass(frozen=True)
class RoundTexts:
    """What a round says of itself; texts by language. ``neighbourhood_id`` is ``None`` for the whole city."""

    kind: RoundKind
    title: Mapping[str, str]
    summary: Mapping[str, str]
    rules_text: Mapping[str, str]
    easy_text: Mapping[str, str]
    promise: Mapping[str, str]
    neighbourhood_id: int | None
    is_binding: bool


def change_texts(actor: Actor, round_id: int, texts: RoundTexts, *, now: datetime) -> None:
    """Say what the round is about and whether its result binds the council.

    Raises as :func:`changing`, and ``RuleBroken("place.unknown")``.
    """
    with changing(actor, round_id, "change_texts", now=now) as round:
        check_neighbourhoods([texts.neighbourhood_id] if texts.neighbourhood_id else [])
        for name, value in asdict(texts).items():
            setattr(round, name, value)


def set_timetable(
    actor: Actor, round_id: int, starts: Mapping[Phase, datetime | None], *, now: datetime
) -> None:
    """Give the phases their starts (aware); a phase without one is skipped.

    Once the round is public its dates move only by :func:`extend_deadline`. Raises as :func:`changing` and
    ``Timetable``, and ``RuleBroken("timetable.announced_already")``.
    """
    planned = Timetable({phase: start for phase, start in starts.items() if start is not None})
    with changing(actor, round_id, "set_timetable", now=now) as round:
        if is_public(round, now):
            raise RuleBroken("timetable.announced_already")
        round.timetable = stored_starts(planned)
        if round.announced_at is not None:
            round.announced_at = announcement_instant(planned, now)


def stored_starts(timetable: Timetable) -> dict[str, str]:
    """A timetable as JSON: phases with ISO instants."""
    return {phase.value: timetable.starts[phase].isoformat() for phase in timetable.phases}


def set_proposers(
    actor: Actor,
    round_id: int,
    *,
    age_bands: Collection[AgeBand],
    neighbourhood_ids: Collection[int],
    capacities: Collection[ProposesAs],
    now: datetime,
) -> None:
    """Say who may propose; no band or no neighbourhood means everybody.

    Raises as :func:`changing`, and ``RuleBroken``: ``proposers.nobody``, ``place.unknown``.
    """
    if not capacities:
        raise RuleBroken("proposers.nobody")
    with changing(actor, round_id, "set_proposers", now=now) as round:
        check_neighbourhoods(neighbourhood_ids)
        round.proposers = {
            "age_bands": [band.value for band in AgeBand if band in age_bands],
            "neighbourhood_ids": sorted(neighbourhood_ids),
            "as": [capacity.value for capacity in ProposesAs if capacity in capacities],
        }


def set_team_rules(
    actor: Actor, round_id: int, rules: TeamRules, *, grace_minutes: int, stage_minutes: int, now: datetime
) -> None:
    """Say what is asked of teams, how many minutes after the deadline still count, and how long a show lasts.

    Raises as :func:`changing`, and ``RuleBroken``: ``place.unknown``, ``team_rules.grace``, ``team_rules.stage`` (each
    with ``most``).
    """
    if not 0 <= grace_minutes <= MOST_GRACE:
        raise RuleBroken("team_rules.grace", most=MOST_GRACE)
    if not 1 <= stage_minutes <= MOST_STAGE:
        raise RuleBroken("team_rules.stage", most=MOST_STAGE)
    with changing(actor, round_id, "set_team_rules", now=now) as round:
        check_neighbourhoods(rules.neighbourhood_ids)
        round.team_rules = rules.as_data()
        round.grace_minutes, round.stage_minutes = grace_minutes, stage_minutes


def check_neighbourhoods(ids: Collection[int]) -> None:
    """Raise ``RuleBroken("place.unknown")`` for the id of a neighbourhood that does not exist."""
    if ids and not set(ids) <= {each.id for each in neighbourhoods()}:
        raise RuleBroken("place.unknown")
