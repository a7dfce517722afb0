"""Numbers, money, dates and texts as the reader's language writes them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import current_app
from flask_babel import get_locale

from app.web.clock import city_zone, now

NARROW = "\u00a0"


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
    return str(format_decimal(plain, format=pattern, locale=get_locale()))


def money(cents: int | Fraction | None) -> str:
    """Cents as money: ``12 500 €`` in Latvian and Russian, ``€12,500`` in English; cents only where there are any."""
    if cents is None:
        return "–"
    whole = round(cents)
    units, rest = divmod(abs(whole), 100)
    text = number(units) + (decimal_mark() + f"{rest:02d}" if rest else "")
    sign = "−" if whole < 0 else ""
    return f"{sign}€{text}" if language() == "en" else f"{sign}{text}{NARROW}€"


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
    return format_date(_in_city(value), format="long", locale=get_locale())


def short_day(value: date | datetime | None) -> str:
    """A day without its year: ``22. nov.``."""
    if value is None:
        return ""
    return format_skeleton("MMMd", _in_city(value), locale=get_locale())


def moment(value: datetime | None) -> str:
    """An instant in the city with its weekday: ``svētdiena, 22. novembris, 18:00``."""
    if value is None:
        return ""
    place = _in_city(value)
    skeleton = "MMMMEEEEd" if place.year == now().astimezone(city_zone()).year else "yMMMMEEEEd"
    when = format_skeleton(skeleton, place, locale=get_locale())
    return f"{when}, {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """The time of day in the city: ``18:00``."""
    return format_datetime(_in_city(value), "HH:mm", locale=get_locale())


def ago(value: datetime) -> str:
    """How far an instant is from now: ``3 days ago``, ``in 2 hours``."""
    return str(format_timedelta(value - now(), add_direction=True, locale=get_locale()))


def duration(value: timedelta) -> str:
    """A length of time: in days from two days on, below in its largest unit: ``8 days``, ``5 hours``."""
    if value >= timedelta(days=2):
        return str(format_unit(value.days, "duration-day", locale=get_locale()))
    return str(format_timedelta(value, threshold=1, locale=get_locale()))


def _in_city(value: date | datetime) -> date | datetime:
    return value.astimezone(city_zone()) if isinstance(value, datetime) else value


def named(things: Iterable[Named]) -> list[tuple[int, str]]:
    """Id and name of each thing in the reader's language, by name."""
    return sorted(((thing.id, local(thing.name)) for thing in things), key=lambda pair: pair[1].casefold())
