"""The results of rounds that are over: closed, counted by one person, published by another."""

from datetime import datetime
from functools import partial

from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.results import services
from app.results.queries import latest_run
from app.voting.services import close_poll

TWO_PEOPLE = "on"


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
    close_poll(town.actor(facts["results"]["run_by"]), town.round(facts["key"]), clock=lambda: now)


def _count(town: Town, facts: Facts, now: datetime) -> None:
    services.run_tally(town.actor(facts["results"]["run_by"]), town.round(facts["key"]), now=now)


def _publish(town: Town, facts: Facts, now: datetime) -> None:
    run = latest_run(town.rounds[facts["key"]])
    if run is None:
        raise LookupError(facts["key"])
    services.publish_result(
        town.actor(facts["results"]["approved_by"]),
        town.round(facts["key"]),
        run.id,
        two_person_rule=TWO_PEOPLE,
        now=now,
    )
