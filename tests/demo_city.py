"""The demo city in a folder of its own: loaded by the first process that asks, looked at by all others."""

import fcntl
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.config import DEFAULTS
from app.db.base import db
from app.factory import create_app
from tests.database import SECRET, compile_catalogues


def loaded_city(folder: Path) -> Path:
    """Load the city into the folder, unless that was done before; ``said.txt`` keeps what the command printed."""
    folder.mkdir(parents=True, exist_ok=True)
    compile_catalogues()
    with (folder / "loading.lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        said = folder / "said.txt"
        if not said.exists():
            app = demo_app(folder)
            with app.app_context():
                upgrade()
                loaded = app.test_cli_runner().invoke(args=["demo"])
                db.engine.dispose()
            said.write_text(loaded.output)
    return folder


def demo_app(folder: Path) -> Flask:
    """An application in demo mode that lives in this folder."""
    return create_app(
        {
            **DEFAULTS,
            "TALKA_ENV": "demo",
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'talka.sqlite'}",
            "SECRET_KEY": SECRET,
        }
    )
