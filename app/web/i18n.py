"""Which language a page speaks, and the filters by which templates write."""

from functools import lru_cache
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, Response, current_app, request, url_for
from flask_babel import get_locale, get_translations
from flask_login import current_user

from app.extensions import babel
from app.web import formats
from app.web.city import city_frame, city_look
from app.web.clock import today
from app.web.labels import label
from app.web.messages.actions import action_words, recorded_value, subject_words
from app.web.names import inside_label, public_label
from app.web.sanitise import markdown_html
from app.web.tongues import foreign_lang, tongue

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
NAMES = {"lv": "Latviešu", "ru": "Русский", "en": "English"}
"""What each language calls itself."""


def init_i18n(app: Flask) -> None:
    """Choose the language of each request and give templates their filters."""
    babel.init_app(
        app, locale_selector=choose_language, timezone_selector=lambda: app.config["TALKA_TIMEZONE"]
    )
    app.after_request(_remember_choice)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue(get_locale()).ugettext(text),
        ngettext=lambda one, many, count: _catalogue(get_locale()).ungettext(one, many, count),
        pgettext=lambda context, text: _catalogue(get_locale()).upgettext(context, text),
        newstyle=True,
    )
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["page_language"] = formats.language
    app.context_processor(_globals)


@lru_cache(maxsize=16)
def _catalogue(locale: Locale | None) -> NullTranslations:
    """The sentences of one language, which must be the present one: a page of a list asks hundreds of times."""
    return get_translations()


FILTERS = {
    "money": formats.money,
    "number": formats.number,
    "percent": formats.percent,
    "local": formats.local,
    "local_language": formats.local_language,
    "day": formats.day,
    "short_day": formats.short_day,
    "moment": formats.moment,
    "clock_time": formats.clock_time,
    "ago": formats.ago,
    "duration": formats.duration,
    "foreign_lang": foreign_lang,
    "tongue": tongue,
    "action_words": action_words,
    "subject_words": subject_words,
    "recorded_value": recorded_value,
    "markdown": markdown_html,
    "label": label,
    "public_label": public_label,
    "inside_label": inside_label,
}


def choose_language() -> str:
    """The person's choice (``?lang=``, then the cookie, then the account), then the browser's, then the city's."""
    offered: tuple[str, ...] = current_app.config["LANGUAGES"]
    if not request:
        return offered[0]
    wishes = [request.args.get("lang"), request.cookies.get(COOKIE)]
    if current_user.is_authenticated:
        wishes.append(current_user.person.language)
    chosen = next((wish for wish in wishes if wish in offered), None)
    return chosen or request.accept_languages.best_match(offered) or offered[0]


def _remember_choice(response: Response) -> Response:
    asked = None if response.cache_control.public else request.args.get("lang")
    if asked and asked in current_app.config["LANGUAGES"] and asked != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE,
            asked,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def language_links() -> list[dict[str, Any]]:
    """This page in every language: code, the language's own name, address, whether it is the current one."""
    current = formats.language()
    return [
        {
            "code": code,
            "name": NAMES.get(code, code),
            "url": _this_page(code),
            "alternate": _this_page(code, _external=True),
            "current": code == current,
        }
        for code in current_app.config["LANGUAGES"]
    ]


def _this_page(code: str, **options: bool) -> str:
    values = {**(request.view_args or {}), **request.args.to_dict(flat=False), "lang": code}
    return url_for(request.endpoint or "hall.home", **{**values, **options})


def city_name() -> str:
    """What the city is called in the reader's language."""
    look = city_look()
    plain: str = current_app.config["TALKA_CITY_NAME"]
    return formats.local(look.name) if look and look.name else plain


def _globals() -> dict[str, Any]:
    return {
        "city_name": city_name(),
        **(city_frame() if request else {}),
        "current_language": formats.language(),
        "language": formats.language(),
        "language_links": language_links() if request else [],
        "demo_mode": current_app.config["TALKA_ENV"] == "demo",
        "today": today,
    }
