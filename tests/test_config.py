"""Settings: their order, and what production insists on."""

from datetime import timedelta

import pytest
from flask import Config

from app.config import SettingsError, load_settings

SECRET = "k3ep-th1s-to-y0urself-32-characters-or-more"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Reads the settings of a folder of its own, with an environment of its own."""
    for name in ("TALKA_ENV", "DATABASE_URL", "SECRET_KEY", "TALKA_CITY_NAME", "TALKA_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "app").mkdir()
    (tmp_path / "instance").mkdir()

    def read(**passed):
        config = Config(str(tmp_path / "app"))
        load_settings(config, tmp_path / "instance", passed)
        return config

    return read


def test_each_source_wins_over_the_one_before(settings, tmp_path, monkeypatch):
    assert settings()["TALKA_CITY_NAME"] == "Daugavpils"
    (tmp_path / "instance" / "config.py").write_text('TALKA_CITY_NAME = "from the file"')
    assert settings()["TALKA_CITY_NAME"] == "from the file"
    (tmp_path / ".env").write_text("TALKA_CITY_NAME=from .env")
    assert settings()["TALKA_CITY_NAME"] == "from .env"
    monkeypatch.setenv("TALKA_CITY_NAME", "from the environment")
    assert settings()["TALKA_CITY_NAME"] == "from the environment"
    assert settings(TALKA_CITY_NAME="passed")["TALKA_CITY_NAME"] == "passed"


@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-change-me-change-me"])
def test_production_refuses_a_missing_or_default_secret(settings, secret):
    with pytest.raises(SettingsError, match="^talka: set SECRET_KEY") as refusal:
        settings(TALKA_ENV="production", SECRET_KEY=secret, TALKA_BASE_URL="https://talka.example")
    assert "\n" not in str(refusal.value)


def test_production_wants_its_own_address(settings):
    with pytest.raises(SettingsError, match="^talka: set TALKA_BASE_URL"):
        settings(TALKA_ENV="production", SECRET_KEY=SECRET)


def test_production_starts_with_what_it_needs(settings):
    config = settings(TALKA_ENV="production", SECRET_KEY=SECRET, TALKA_BASE_URL="https://talka.example")
    assert (config["SECRET_KEY"], config["SESSION_COOKIE_SECURE"]) == (SECRET, True)


def test_elsewhere_a_secret_is_made_and_kept(settings, tmp_path):
    first, second = settings()["SECRET_KEY"], settings()["SECRET_KEY"]
    assert first == second == (tmp_path / "instance" / "secret_key").read_text()
    assert len(first) >= 32
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0


def test_an_unknown_mode_is_refused(settings):
    with pytest.raises(SettingsError, match="TALKA_ENV must be one of"):
        settings(TALKA_ENV="staging")


@pytest.mark.parametrize("url", ["postgresql://talka@/city", "postgres://talka@/city"])
def test_the_usual_address_of_postgresql_is_understood(settings, url):
    assert settings(DATABASE_URL=url)["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://talka@/city"


def test_only_the_tests_move_the_clock(settings):
    moved = timedelta(days=3)
    assert settings(TALKA_ENV="testing", CLOCK_OFFSET=moved)["CLOCK_OFFSET"] == moved
    assert settings(
        TALKA_ENV="production", SECRET_KEY=SECRET, TALKA_BASE_URL="https://t.example", CLOCK_OFFSET=moved
    )["CLOCK_OFFSET"] == timedelta(0)
