"""What is done beside the server: mail every few seconds, and once a day the files that nothing names."""

import threading
from datetime import datetime, timedelta

from flask import Flask

from app.db.clock import database_now
from app.delivery.queries import named_photos
from app.places.queries import named_logos
from app.proposals.queries import named_files
from app.web.mail import deliver_due
from app.web.uploads import remove_unnamed

PAUSE_SECONDS = 15
MAILS_AT_ONCE = 200
TIDY_EVERY = timedelta(days=1)
KEEP_UNNAMED = timedelta(days=1)
"""How old a file must be before it is removed: the transaction that will name it may still be running."""


def work_for_ever(app: Flask, stop: threading.Event) -> None:
    """Do the chores until told to stop; whatever goes wrong is logged and tried again."""
    tidy_at: datetime | None = None
    while not stop.wait(PAUSE_SECONDS):
        with app.app_context():
            try:
                now = database_now()
                deliver_due(now, MAILS_AT_ONCE)
                if tidy_at is None or tidy_at <= now:
                    tidy_at = now + TIDY_EVERY
                    tidy_uploads(now)
            except Exception:
                app.logger.exception("the worker stumbled and goes on")


def tidy_uploads(now: datetime) -> int:
    """Remove the files older than a day that no idea, no project and no city names; returns how many keys that were."""
    return remove_unnamed(lambda keys: named_files(keys) | named_photos(keys) | named_logos(keys), now - KEEP_UNNAMED)
