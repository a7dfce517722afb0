"""The application for a server: ``flask --app wsgi run``, ``gunicorn wsgi:app``."""

import sys

from app.config import SettingsError
from app.factory import create_app

NEVER_AGAIN = 3
"""The exit status by which a worker tells gunicorn that starting it once more is of no use."""

try:
    app = create_app()
except SettingsError as refusal:
    print(refusal, file=sys.stderr)  # noqa: T201 (there is no log before there are settings)
    sys.exit(NEVER_AGAIN)
