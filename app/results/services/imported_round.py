"""What META of a .pb file says about a round: its name, its days, its language, its ballots' limits."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.ballots import ballot_type
from app.domain.pabulib import PbFile
from app.domain.phases import Phase

SUMMARY = {
    "lv": "Noslēgušās vēlēšanas, kas ievietotas no datnes. Summas ir tajā pašā valūtā kā datnē.",
    "ru": "Завершившееся голосование, загруженное из файла. Суммы указаны в той же валюте, что и в файле.",
    "en": "A finished election, imported from a file. Amounts are in the currency of that file.",
}
POT_NAME = {"lv": "Budžets", "ru": "Бюджет", "en": "Budget"}
ELECTORATE_NAME = {"lv": "Balsotāji", "ru": "Голосовавшие", "en": "Voters"}

UNKNOWN_LANGUAGE = "und"
_LANGUAGES = {
    "czech": "cs", "dutch": "nl", "english": "en", "estonian": "et", "french": "fr", "german": "de", "italian": "it",
    "latvian": "lv", "lithuanian": "lt", "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es",
    "ukrainian": "uk",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)

LONGEST_TITLE = 120

NUMBERED = ("points", "grades")
"""Types whose ballots give a number to every proposal."""


def one_line(text: str, most: int) -> str:
    """The text on one line, without control characters and direction marks, cut at ``most`` characters."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def title_of(meta: Mapping[str, str]) -> str:
    """What the election is called, with its year."""
    name = meta.get("description") or meta.get("unit") or "Election"
    year = meta.get("instance", "")
    return one_line(name if not year or year in name else f"{name}, {year}", LONGEST_TITLE)


def language_of(meta: Mapping[str, str]) -> str:
    """The code of the language that the proposals are written in; ``und`` where the file does not say."""
    said = meta.get("language", "").strip().lower()
    return _LANGUAGES.get(said, said if _CODE.fullmatch(said) else UNKNOWN_LANGUAGE)


def timetable_of_file(meta: Mapping[str, str], now: datetime) -> dict[Phase, datetime]:
    """When the phases began. Voting lasted on the days that META states; a round is over when it is imported."""
    end = _day(meta.get("date_end", "")) or now - timedelta(days=60)
    end = min(end, now - timedelta(days=3))
    begin = _day(meta.get("date_begin", "")) or end - timedelta(days=14)
    begin = min(begin, end)
    decision = end + timedelta(days=1)
    return {
        Phase.SUBMISSION: begin - timedelta(days=30),
        Phase.VOTING: begin,
        Phase.DECISION: decision,
        Phase.CLOSED: decision + min(timedelta(days=30), (now - decision) / 2),
    }


def ballot_limits(file: PbFile) -> dict[str, Any]:
    """The limits of the ballots as a round states them; what META leaves open follows from the ballots."""
    kind = ballot_type(file.type_key)
    known = {field.name for field in kind.limit_fields}
    limits = {name: value for name, value in file.limits.items() if name in known}
    return kind.limits_from({**limits, **_as_used(file, limits)})


def _as_used(file: PbFile, limits: Mapping[str, int]) -> dict[str, int]:
    """Limits that the ballots in the file need where META states narrower ones or none: their city counted them all.

    The maximum length of a ranking stays as it is, because its points follow from it.
    """
    lengths = [len(one.choices) for one in file.ballots]
    used = {"min": min([limits.get("min", 1), *lengths])}
    if file.type_key != "ranking" and "max" in limits:
        used["max"] = max([limits["max"], *lengths])
    if file.type_key == "points":
        sums = [sum(given for _, given in one.choices) for one in file.ballots]
        used["total"] = max([limits.get("total", 1), *sums])
    given = [number for one in file.ballots for _, number in one.choices] if file.type_key in NUMBERED else []
    if file.type_key == "points" and "max_each" in limits:
        used["max_each"] = max([limits["max_each"], *given])
    if file.type_key == "grades":
        used["highest"] = max([limits.get("highest", 1), *given])
        used["lowest"] = min([limits.get("lowest", 0), *given])
    return used


def _day(text: str) -> datetime | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=UTC) if found else None
    except ValueError:
        return None
