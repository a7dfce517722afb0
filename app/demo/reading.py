"""Reading the demo city's files, and turning the days in them into instants."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "content"
ROUNDS = ("round_last_year", "round_hackathon_2025", "round_budget_now", "round_youth_fund")

Facts = Mapping[str, Any]
"""One object of the files, as ``content/README.md`` describes it."""


@dataclass(frozen=True)
class Content:
    """Everything in the files: the city, its people, its rounds."""

    city: Facts
    people: Sequence[Facts]
    rounds: Sequence[Facts]
    city_map: bytes


@cache
def read_content() -> Content:
    """Read all files."""
    return Content(_read("city"), _read("people")["people"], [_read(name) for name in ROUNDS], _drawing())


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _drawing() -> bytes:
    return (FOLDER / "city_map.geojson").read_bytes()


@dataclass(frozen=True)
class Calendar:
    """Turns ``{"offset_days" or "date", "time"}`` into instants, seen from ``today`` (aware) in ``zone``."""

    today: datetime
    zone: ZoneInfo

    def moment(self, when: Facts) -> datetime:
        """The instant, in UTC."""
        local = datetime.combine(self.day(when), time.fromisoformat(when["time"]), self.zone)
        return local.astimezone(UTC)

    def day(self, when: Facts) -> date:
        """The day in the city."""
        if "date" in when:
            return date.fromisoformat(when["date"])
        return self.local_day(self.today) + timedelta(days=when["offset_days"])

    def local_day(self, moment: datetime) -> date:
        """The day that it is in the city at this instant."""
        return moment.astimezone(self.zone).date()
