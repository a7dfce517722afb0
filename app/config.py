"""Settings, read once: defaults < ``instance/config.py`` < ``.env`` < environment < what the caller passes."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from flask import Config, current_app

MODES = ("development", "demo", "production", "testing")

DEFAULTS: dict[str, Any] = {
    "TALKA_ENV": "development",
    "TALKA_CITY_NAME": "Daugavpils",
    "TALKA_COUNTRY": "Latvia",
    "TALKA_LANGUAGES": "lv,ru,en",
    "TALKA_TIMEZONE": "Europe/Riga",
    "TALKA_TILE_SERVER": "",
    "TALKA_TILE_CREDIT": "",
    "TALKA_CONSENT_AGE": "13",
    "TALKA_MAIL_SERVER": "",
    "TALKA_MAIL_PORT": "587",
    "TALKA_MAIL_USER": "",
    "TALKA_MAIL_PASSWORD": "",
    "TALKA_MAIL_FROM": "talka@localhost",
    "TALKA_MAIL_TLS": "starttls",
    "TALKA_BASE_URL": "",
    "TALKA_PROXIES": "0",
    "TALKA_LIMITER_STORAGE": "memory://",
    "TALKA_TWO_PERSON_RULE": "auto",
    "CLOCK_OFFSET": timedelta(0),
    "MAX_CONTENT_LENGTH": 40 * 2**20,
    "MAX_FORM_MEMORY_SIZE": 2**20,
    "MAX_FORM_PARTS": 1000,
    "SESSION_COOKIE_NAME": "talka",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
    "WTF_CSRF_TIME_LIMIT": None,
    "RATELIMIT_HEADERS_ENABLED": True,
}


class SettingsError(SystemExit):
    """A setting that Talka cannot start with; the message is one clear line."""


def load_settings(config: Config, instance: Path, passed: Mapping[str, Any] | None = None) -> None:
    """Fill ``config`` from all sources in their order and check it.

    Raises ``SettingsError`` for an unknown mode, and in production mode for a missing or short secret.
    """
    config.from_mapping(DEFAULTS)
    config.from_pyfile(str(instance / "config.py"), silent=True)
    _take(config, dotenv_values(Path(config.root_path).parent / ".env"))
    _take(config, os.environ)
    config.from_mapping(passed or {})
    _check_mode(config)
    _check_consent_age(config)
    config["SECRET_KEY"] = _secret_key(config, instance)
    config["SQLALCHEMY_DATABASE_URI"] = _database_url(config, instance)
    config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config["SQLALCHEMY_DATABASE_URI"])
    _derive(config)


def _take(config: Config, values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is not None and (name.startswith("TALKA_") or name in ("DATABASE_URL", "SECRET_KEY")):
            config[name] = value


def _check_mode(config: Config) -> None:
    if config["TALKA_ENV"] not in MODES:
        raise SettingsError(f"talka: TALKA_ENV must be one of {', '.join(MODES)}")
    config["TESTING"] = config["TALKA_ENV"] == "testing"
    if not config["TESTING"]:
        config["CLOCK_OFFSET"] = timedelta(0)


def _check_consent_age(config: Config) -> None:
    given = str(config["TALKA_CONSENT_AGE"])
    if given not in ("0", "13", "16", "18"):  # where one age band ends and the next begins
        raise SettingsError(
            "talka: TALKA_CONSENT_AGE must be 13, 16 or 18, or 0 where no consent is asked for"
        )


def consent_age() -> int:
    """The age in years below which a guardian's consent is needed in this city; 0 where none is asked for."""
    return int(current_app.config["TALKA_CONSENT_AGE"])


def _secret_key(config: Config, instance: Path) -> str:
    """The configured secret; outside production one is made and kept in the instance folder."""
    given = str(config.get("SECRET_KEY") or "")
    if config["TALKA_ENV"] == "production":
        if len(given) < 32 or "change" in given.lower():
            raise SettingsError("talka: set SECRET_KEY to a random text of at least 32 characters")
        if not config["TALKA_BASE_URL"]:
            raise SettingsError("talka: set TALKA_BASE_URL to the site's own address, such as https://…")
        return given
    return given or _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _database_url(config: Config, instance: Path) -> str:
    url = str(config.get("DATABASE_URL") or f"sqlite:///{instance / 'talka.sqlite'}")
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10}


def _derive(config: Config) -> None:
    config["LANGUAGES"] = tuple(str(config["TALKA_LANGUAGES"]).replace(" ", "").split(","))
    config["BABEL_DEFAULT_LOCALE"] = config["LANGUAGES"][0]
    config["BABEL_DEFAULT_TIMEZONE"] = config["TALKA_TIMEZONE"]
    config["RATELIMIT_STORAGE_URI"] = config["TALKA_LIMITER_STORAGE"]
    config["SESSION_COOKIE_SECURE"] = config["TALKA_ENV"] == "production"
