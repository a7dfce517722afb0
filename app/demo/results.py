"""The results of rounds that are over: what one person asks for, another one confirms."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.permissions import Actor
from app.results import services
from app.results.queries import latest_run
from app.voting.services import close_poll


def tell_results(story: Story, town: Town, facts: Facts) -> None:
    """Closing (where there was a vote), counting and publishing."""
    results = facts.get("results")
    if results is None:
        return
    if results["closed"]:
        story.add(town.calendar.moment(results["closed"]), Stage.RESULTS, partial(_close, town, facts))
    story.add(town.calendar.moment(results["tallied"]), Stage.RESULTS, partial(_count, town, facts))
    story.add(town.calendar.moment(results["published"]), Stage.RESULTS, partial(_publish, town, facts))


def _close(town: Town, facts: Facts, now: datetime) -> None:
    _by_two(town, facts, lambda actor: close_poll(actor, town.round(facts["key"]), clock=lambda: now))


def _count(town: Town, facts: Facts, now: datetime) -> None:
    _by_two(town, facts, lambda actor: services.run_tally(actor, town.round(facts["key"]), now=now))


def _publish(town: Town, facts: Facts, now: datetime) -> None:
    run = latest_run(town.rounds[facts["key"]])
    if run is None:
        raise LookupError(facts["key"])
    round, run_id = town.round(facts["key"]), run.id
    _by_two(town, facts, lambda actor: services.publish_result(actor, round, run_id, now=now))


def _by_two(town: Town, facts: Facts, act: Callable[[Actor], object]) -> None:
    """One asks, and where that does nothing yet, the other confirms."""
    for name in ("run_by", "approved_by"):
        if act(town.actor(facts["results"][name])):
            return
    raise LookupError(facts["key"])
