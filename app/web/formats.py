"""Numbers, money, dates and texts as the reader's language writes them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache, partial
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import current_app
from flask_babel import get_locale

from app.domain.words import fold
from app.web.clock import city_zone, now, today

NARROW = "\u00a0"
NUMBER_AND_WORD = re.compile(r"(?<=\d) (?=[^\W\d])|(?<=\d\.) (?=[^\W\d])")

WRITTEN_AT_MOST = 4096
"""How many numbers and days of each kind a process remembers as written: Babel takes long over each."""


class Named(Protocol):
    """Something with an id and a name in several languages."""

    id: int
    name: dict[str, str]


def language() -> str:
    """The two-letter code of the language of this page."""
    locale = get_locale()
    return locale.language if locale else current_app.config["LANGUAGES"][0]


def number(value: int | float | Fraction, digits: int | None = None) -> str:
    """A number with grouping; with ``digits``, that many decimals."""
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    plain = float(value) if isinstance(value, Fraction) else value
    return _number(plain, pattern, get_locale())


@lru_cache(maxsize=WRITTEN_AT_MOST)
def _number(value: int | float, pattern: str | None, locale: Locale | None) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))


def money(cents: int | Fraction | None) -> str:
    """Cents as money: ``12 500 €`` in Latvian and Russian, ``€12,500`` in English; cents only where there are any."""
    if cents is None:
        return "–"
    return _money(round(cents), language(), get_locale())


@lru_cache(maxsize=WRITTEN_AT_MOST)
def _money(cents: int, language: str, locale: Locale | None) -> str:
    units, rest = divmod(abs(cents), 100)
    mark = _number(1.5, None, locale)[1]
    text = _number(units, None, locale) + (f"{mark}{rest:02d}" if rest else "")
    sign = "−" if cents < 0 else ""
    return f"{sign}€{text}" if language == "en" else f"{sign}{text}{NARROW}€"


def decimal_mark() -> str:
    """The character between units and decimals."""
    return number(1.5)[1]


def percent(share: Fraction | float, digits: int = 0) -> str:
    """A share of one as per cent: ``12 %``, in English ``12%``."""
    return number(float(share) * 100, digits) + ("%" if language() == "en" else f"{NARROW}%")


def local(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language, else in the city's languages in their order, else whatever there is."""
    if not texts:
        return ""
    order = (language(), *current_app.config["LANGUAGES"], *texts)
    return next((texts[code] for code in order if texts.get(code)), "")


def local_language(texts: Mapping[str, str] | None) -> str:
    """The language of the text that :func:`local` gives, for its ``lang`` attribute."""
    order = (language(), *current_app.config["LANGUAGES"], *(texts or ()))
    return next((code for code in order if (texts or {}).get(code)), language())


def day(value: date | datetime | None) -> str:
    """A day with its year: ``2026. gada 22. novembris``; an instant counts as its day in the city."""
    if value is None:
        return ""
    return _day(_day_in_city(value), "long", get_locale())


def short_day(value: date | datetime | None) -> str:
    """A day without its year: ``22. nov.``."""
    if value is None:
        return ""
    return _day(_day_in_city(value), "MMMd", get_locale())


def moment(value: datetime | None) -> str:
    """An instant in the city with its weekday: ``svētdiena, 22. novembris, 18:00``."""
    if value is None:
        return ""
    place = _day_in_city(value)
    skeleton = "MMMMEEEEd" if place.year == today().year else "yMMMMEEEEd"
    return f"{_day(place, skeleton, get_locale())}, {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """The time of day in the city: ``18:00``."""
    return f"{value.astimezone(city_zone()):%H:%M}"


def ago(value: datetime) -> str:
    """How far an instant is from now: ``3 days ago``, ``in 2 hours``."""
    return str(format_timedelta(value - now(), add_direction=True, locale=get_locale()))


def duration(value: timedelta) -> str:
    """A length of time: in days from two days on, below in its largest unit: ``8 days``, ``5 hours``."""
    if value >= timedelta(days=2):
        return str(format_unit(value.days, "duration-day", locale=get_locale()))
    return str(format_timedelta(value, threshold=1, locale=get_locale()))


def _day_in_city(value: date | datetime) -> date:
    return value.astimezone(city_zone()).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=WRITTEN_AT_MOST)
def _day(value: date, style: str, locale: Locale | None) -> str:
    """A day in Babel's long style, or by one of its skeletons; no line breaks between a number and its word."""
    write = partial(format_date, format=style) if style == "long" else partial(format_skeleton, style)
    text = write(value, locale=locale)
    return NUMBER_AND_WORD.sub(NARROW, text)


def alphabetical(name: str) -> tuple[str, str]:
    """A key to sort names by: Č beside C, whatever the case, and then by the letters themselves."""
    return fold(name), name


def named(things: Iterable[Named]) -> list[tuple[int, str]]:
    """Id and name of each thing in the reader's language, by name."""
    return sorted(((thing.id, local(thing.name)) for thing in things), key=lambda pair: alphabetical(pair[1]))
