"""Loading the demo city: the whole story in one transaction, told by the services, while the clock travels."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete

from app.accounts.services import mark_notes_read
from app.audit.record import record
from app.db.base import db
from app.db.clock import database_now
from app.db.session import transaction
from app.demo.after import tell_after
from app.demo.channels import tell_channels
from app.demo.delivery import tell_delivery
from app.demo.judging import tell_judging
from app.demo.people import tell_founding
from app.demo.proposals import tell_proposals, tell_rivals, tell_teams
from app.demo.queries import LOADED, counts, is_loaded
from app.demo.reading import Calendar, Content, read_content
from app.demo.results import tell_results
from app.demo.rounds import first_draft, tell_rounds
from app.demo.screening import tell_screening
from app.demo.story import Act, Stage, Story
from app.demo.team_work import tell_team_work
from app.demo.town import FOUNDER, Town
from app.demo.voting import tell_ballots
from app.notices.models import Mail
from app.notices.tell import MAIL_QUEUED
from app.web.city import city_changed
from app.web.uploads import discard_upload

READ_UNTIL = timedelta(days=4)
"""How long ago everybody last looked at their notes."""

Watch = Callable[[Act], None]
"""Called after each act."""


class LoadingFailed(Exception):
    """An act of the story could not be done; nothing was stored. The cause is its ``__cause__``."""

    def __init__(self, act: Act) -> None:
        super().__init__(act)
        self.act = act


def load_demo(watch: Watch = lambda act: None, *, prepare: Callable[[Mapping[Stage, int]], None]) -> bool:
    """Load the demo city; ``False`` where another process has done so meanwhile.

    ``prepare`` is told how many acts each stage has, ``watch`` each act that is done. All is one transaction: after a
    failure, and after a kill, the database is as it was before. Raises ``LoadingFailed``.
    """
    content = read_content()
    with _time_machine() as travel_to, transaction() as session:
        if is_loaded():
            return False
        town = Town(Calendar(database_now(), ZoneInfo(current_app.config["TALKA_TIMEZONE"])))
        story = tell_everything(town, content)
        prepare(story.sizes())
        try:
            _act_out(story, town, travel_to, watch)
        except BaseException:
            for key in town.pictures:
                discard_upload(key)
            raise
        _forget_mails(content)
        session.flush()
        record(FOUNDER, LOADED, "city", None, now=town.now, after=counts())
    db.session().info.pop(MAIL_QUEUED, None)
    city_changed()
    return True


def tell_everything(town: Town, content: Content) -> Story:
    """The whole story, from the founding of the city to the instant of the loading."""
    story = Story()
    tell_founding(story, town, content, first_draft(town, content))
    tell_rounds(story, town, content)
    for facts in content.rounds:
        tell_teams(story, town, facts)
        tell_proposals(story, town, facts)
        tell_rivals(story, town, facts)
        tell_screening(story, town, facts)
        tell_judging(story, town, facts)
        tell_ballots(story, town, content, facts)
        tell_channels(story, town, facts)
        tell_results(story, town, facts)
        tell_after(story, town, facts)
        tell_delivery(story, town, content, facts)
    tell_team_work(story, town, content)
    story.add(town.now - READ_UNTIL, Stage.PLACES, lambda now: _read_notes(town, now))
    return story


def _act_out(story: Story, town: Town, travel_to: Callable[[datetime], None], watch: Watch) -> None:
    for act in story.until(town.now):
        travel_to(act.at)
        try:
            act.do(act.at)
        except Exception as error:
            raise LoadingFailed(act) from error
        watch(act)


@contextmanager
def _time_machine() -> Iterator[Callable[[datetime], None]]:
    """Gives a function that sets the database's clock to an instant; afterwards the clock is right again."""
    config = current_app.config
    before, started = config["CLOCK_OFFSET"], monotonic()
    there = database_now() - before

    def travel_to(moment: datetime) -> None:
        config["CLOCK_OFFSET"] = moment - there - timedelta(seconds=monotonic() - started)

    try:
        yield travel_to
    finally:
        config["CLOCK_OFFSET"] = before


def _read_notes(town: Town, now: datetime) -> None:
    for key in town.people:
        mark_notes_read(town.actor(key), now=now)


def _forget_mails(content: Content) -> None:
    """Nobody gets mail about what happened before they came."""
    addresses = [facts["email"] for facts in content.people]
    db.session.execute(delete(Mail).where(Mail.address.in_(addresses)))
