"""What the departments were asked and what they said."""

from collections import defaultdict
from datetime import date, datetime
from functools import partial

from app.demo.proposals import author_key
from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.screening import Verdict
from app.screening import services
from app.screening.queries import screenings_of


def tell_screening(story: Story, town: Town, facts: Facts) -> None:
    """The organiser asks each department about all its ideas at once; the answers come one by one."""
    asked = town.calendar.moment(facts["asked_departments"]) if facts.get("asked_departments") else None
    asked_for: dict[tuple[str, date], list[str]] = defaultdict(list)
    for idea in facts["proposals"]:
        for answer in idea["screening"]:
            asked_for[answer["department"], town.calendar.day(answer["due"])].append(idea["key"])
            _tell_answer(story, town, facts, idea, answer)
    for (department, due), ideas in asked_for.items():
        if asked is not None:
            story.add(asked, Stage.SCREENING, partial(_ask, town, facts, department, due, ideas))


def _tell_answer(story: Story, town: Town, facts: Facts, idea: Facts, answer: Facts) -> None:
    if answer["answered"]:
        answered = town.calendar.moment(answer["answered"])
        story.add(answered, Stage.SCREENING, partial(_decide, town, idea["key"], answer))
    if answer["author_reply"]:
        replied = town.calendar.moment(answer["author_reply"]["when"])
        story.add(replied, Stage.SCREENING, partial(_reply, town, facts, idea, answer))


def _ask(town: Town, facts: Facts, department: str, due: date, ideas: list[str], now: datetime) -> None:
    services.assign_screenings(
        town.actor(facts["organisers"][-1]),
        town.rounds[facts["key"]],
        [town.proposals[key] for key in ideas],
        [town.departments[department]],
        due,
        today=town.calendar.local_day(now),
        now=now,
    )


def _task(town: Town, idea_key: str, answer: Facts) -> int:
    department_id = town.departments[answer["department"]]
    tasks = screenings_of(town.proposals[idea_key])
    return next(task.id for task in tasks if task.department_id == department_id)


def _decide(town: Town, idea_key: str, answer: Facts, now: datetime) -> None:
    services.decide_screening(
        town.actor(answer["reviewer"]),
        _task(town, idea_key, answer),
        Verdict(answer["verdict"]),
        answer["reason"],
        answer["estimate_cents"],
        answer["lang"],
        now=now,
    )


def _reply(town: Town, facts: Facts, idea: Facts, answer: Facts, now: datetime) -> None:
    author = town.actor(author_key(facts, idea))
    services.answer_screening(
        author, _task(town, idea["key"], answer), answer["author_reply"]["text"], now=now
    )
