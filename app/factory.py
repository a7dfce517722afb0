"""Putting the house together: settings, extensions, rooms, error pages, commands."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.cli import init_commands
from app.config import load_settings
from app.db.base import db, init_database
from app.demo.guests import guests
from app.extensions import csrf, limiter, login, migrate
from app.web.addresses import RowNumber
from app.web.cover_sheets import init_cover_sheets
from app.web.drawing import init_drawing
from app.web.errors import init_errors
from app.web.headers import init_headers
from app.web.i18n import init_i18n
from app.web.mail import init_mail
from app.web.maps import init_maps
from app.web.navigation import init_navigation
from app.web.sending import init_sending
from app.web.static_files import serve_static_files, versioned_address

ROOMS = (
    "places",
    "accounts",
    "rounds",
    "teams",
    "proposals",
    "screening",
    "judging",
    "voting",
    "results",
    "delivery",
    "hall",
)
"""In their order: a room knows only earlier ones."""

ROOT = Path(__file__).parent.parent


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application. ``settings`` win over every other source; ``INSTANCE_PATH`` (or the environment's
    ``TALKA_INSTANCE``) moves the instance folder.

    Raises ``SettingsError`` (one line) for settings it cannot start with.
    """
    passed = dict(settings or {})
    given = passed.pop("INSTANCE_PATH", None) or os.environ.get("TALKA_INSTANCE")
    instance = Path(given or ROOT / "instance")
    app = Flask(
        __name__,
        instance_path=str(instance.resolve()),
        root_path=str(ROOT / "app"),
        static_url_path=versioned_address(ROOT / "app" / "static"),
    )
    load_settings(app.config, instance, passed)
    _bind_extensions(app)
    for room in ROOMS:
        if room != "hall":
            import_module(f"app.{room}.models")
    for room in ROOMS:
        import_module(f"app.{room}.views").register(app)
    if app.config["TALKA_ENV"] == "demo":
        app.extensions["demo_guests"] = guests()
    init_errors(app)
    init_commands(app)
    _wrap_server(app)
    return app


def _bind_extensions(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = (
        True  # sentences in catalogues hold no line breaks of templates
    )
    init_database(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True)
    login.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    init_headers(app)
    init_i18n(app)
    init_drawing(app)
    init_maps(app)
    init_cover_sheets(app)
    init_sending(app)
    init_mail(app)
    init_navigation(app)


def _wrap_server(app: Flask) -> None:
    """Static files are answered before the application; addresses of proxies are believed as configured."""
    serve_static_files(app)
    proxies = int(app.config["TALKA_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
