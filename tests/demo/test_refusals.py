"""`flask demo` says in one line why it does not load, and a failure leaves nothing behind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.demo import loading
from app.demo.pictures import draw_picture, store_picture
from app.demo.queries import is_loaded
from app.demo.reading import Calendar
from app.demo.story import Stage, Story
from tests.factories import a_person


def people(session: Any) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_city_with_people_is_left_alone(cli, session):
    a_person("Somebody Real")
    refused = cli.invoke(args=["demo"])
    assert refused.exit_code == 1
    assert refused.output == (
        "Error: the database is not empty (1 people); `flask demo --anyway` loads the demo city beside them\n"
    )
    assert people(session) == 1


def test_production_has_no_demo_city(cli, app, session):
    app.config["TALKA_ENV"] = "production"
    refused = cli.invoke(args=["demo"])
    assert refused.exit_code == 1
    assert "not for production" in refused.output
    assert people(session) == 0


def test_a_failure_half_way_leaves_nothing_behind(cli, app, session, instance: Path, monkeypatch):
    def tell_trouble(story: Story, town: Any, _content: Any) -> None:
        today = datetime.now(UTC)
        story.add(today, Stage.ROUNDS, lambda now: store_picture(town, "model", "sport", "trouble"))
        story.add(today, Stage.ROUNDS, lambda now: {}["the missing piece"])

    monkeypatch.setattr(loading, "tell_everything", _founding_and(tell_trouble))
    failed = cli.invoke(args=["demo"])
    assert failed.exit_code == 1
    assert failed.output.count("\n") == 1
    assert "could not be loaded and nothing was stored (Rounds" in failed.output
    assert "KeyError: 'the missing piece'" in failed.output
    assert people(session) == 0
    assert not is_loaded()
    assert not [path for path in (instance / "uploads").rglob("*") if path.is_file()]
    assert app.config["CLOCK_OFFSET"] == timedelta(0)


def _founding_and(tell_trouble: Any) -> Any:
    def tell(town: Any, content: Any) -> Story:
        story = Story()
        loading.tell_founding(story, town, content, datetime(2025, 2, 1, tzinfo=UTC))
        tell_trouble(story, town, content)
        return story

    return tell


def test_nothing_happens_in_the_future():
    story, done = Story(), []
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    for hours in (5, -3, 1):
        story.add(
            noon + timedelta(hours=hours), Stage.ROUNDS, lambda now, hours=hours: done.append((hours, now))
        )
    for act in story.until(noon):
        act.do(act.at)
    assert done == [(-3, noon - timedelta(hours=3)), (1, noon), (5, noon)]


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ({"offset_days": -1, "time": "09:00"}, datetime(2026, 4, 30, 6, tzinfo=UTC)),
        ({"offset_days": 0, "time": "23:30"}, datetime(2026, 5, 1, 20, 30, tzinfo=UTC)),
        ({"date": "2025-03-21", "time": "09:00"}, datetime(2025, 3, 21, 7, tzinfo=UTC)),
    ],
)
def test_days_are_counted_in_the_citys_zone(when: dict[str, Any], moment: datetime):
    calendar = Calendar(datetime(2026, 4, 30, 21, 30, tzinfo=UTC), ZoneInfo("Europe/Riga"))
    assert calendar.moment(when) == moment


@pytest.mark.parametrize(
    "kind", ["drawing", "model", "poster", "photo", "generated", "before", "progress", "after"]
)
def test_pictures_are_the_same_for_the_same_key_and_differ_between_keys(kind: str):
    assert draw_picture(kind, "sport", "a").tobytes() == draw_picture(kind, "sport", "a").tobytes()
    assert draw_picture(kind, "sport", "a").tobytes() != draw_picture(kind, "sport", "b").tobytes()
