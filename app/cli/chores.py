"""What is done beside the server: mail every few seconds, reminders every hour, once a day files that nothing names."""

import threading
from datetime import datetime, timedelta

from flask import Flask

from app.db.clock import database_now
from app.delivery.queries import named_photos
from app.places.queries import named_logos
from app.proposals.queries import named_files
from app.screening.services import remind_departments
from app.voting.services import destroy_keys, publish_heads
from app.web.clock import city_zone
from app.web.mail import deliver_due
from app.web.uploads import remove_unnamed

PAUSE_SECONDS = 15
MAILS_AT_ONCE = 200
LOOK_EVERY = timedelta(minutes=1)
"""How often votes are looked at: whether a head is due, which is once an hour, and whether a key has to go."""

REMIND_EVERY = timedelta(hours=1)
TIDY_EVERY = timedelta(days=1)
KEEP_UNNAMED = timedelta(days=1)
"""How old a file must be before it is removed: the transaction that will name it may still be running."""


def work_for_ever(app: Flask, stop: threading.Event) -> None:
    """Do the chores until told to stop; whatever goes wrong is logged and tried again."""
    tidy_at: datetime | None = None
    remind_at: datetime | None = None
    look_at: datetime | None = None
    while not stop.wait(PAUSE_SECONDS):
        with app.app_context():
            try:
                now = database_now()
                if look_at is None or look_at <= now:
                    look_at = now + LOOK_EVERY
                    look_after_votes(now)
                deliver_due(now, MAILS_AT_ONCE)
                if remind_at is None or remind_at <= now:
                    remind_at = now + REMIND_EVERY
                    remind_departments(today=now.astimezone(city_zone()).date(), now=now)
                if tidy_at is None or tidy_at <= now:
                    tidy_at = now + TIDY_EVERY
                    tidy_uploads(now)
            except Exception:
                app.logger.exception("the worker stumbled and goes on")


def look_after_votes(now: datetime) -> tuple[int, int]:
    """Publish the heads of open votes, destroy keys whose time is over; returns how many heads and keys that were."""
    return publish_heads(now), destroy_keys(now)


def tidy_uploads(now: datetime) -> int:
    """Remove the files older than a day that no idea, no project and no city names; returns how many keys that were."""
    return remove_unnamed(
        lambda keys: named_files(keys) | named_photos(keys) | named_logos(keys), now - KEEP_UNNAMED
    )
