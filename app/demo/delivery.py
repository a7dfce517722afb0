"""The council's word on the winners, and what became of those that it confirmed."""

from datetime import datetime, timedelta
from functools import partial

from app.delivery import services
from app.delivery.queries import milestones_of, project_of
from app.demo.pictures import store_picture
from app.demo.proposals import follow, marked
from app.demo.reading import Content, Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.decisions import CouncilWord
from app.domain.project_states import PhotoMoment, ProjectMove

SPOKEN = "lv"
"""Decisions and news of projects are written in the language of the city."""

HANDED_OVER = timedelta(hours=3)
PLANNED = timedelta(days=1)
STARTED = timedelta(days=7)
"""How long after the council's word a department got the project, planned it, and began."""

MOMENTS = {"before": PhotoMoment.BEFORE, "progress": PhotoMoment.DURING, "after": PhotoMoment.AFTER}


def tell_delivery(story: Story, town: Town, content: Content, facts: Facts) -> None:
    """Decisions, then each project from its plan to its end."""
    decided = {}
    for decision in facts["decisions"]:
        at = decided[decision["proposal"]] = town.calendar.moment(decision["minutes"]["date"])
        story.add(at, Stage.RESULTS, partial(_decide, town, decision))
    sources = {source["slug"]: source["name"][SPOKEN] for source in content.city["funding_sources"]}
    themes = {idea["key"]: idea["themes"][0] for idea in facts["proposals"]}
    for project in facts["projects"]:
        confirmed = decided[project["proposal"]]
        _tell_beginning(story, town, facts, project, confirmed, sources)
        _tell_milestones(story, town, project, confirmed)
        for number, news in enumerate(project["updates"]):
            publish = partial(_publish, town, project, news, themes[project["proposal"]], number)
            story.add(town.calendar.moment(news["when"]), Stage.PROJECTS, publish)
        if project["end"]:
            ended = town.calendar.moment(project["end"]["when"])
            story.add(ended, Stage.PROJECTS, partial(_end, town, project))


def _tell_beginning(
    story: Story, town: Town, facts: Facts, project: Facts, confirmed: datetime, sources: dict[str, str]
) -> None:
    hand_over = partial(_hand_over, town, facts["organisers"][-1], project)
    story.add(confirmed + HANDED_OVER, Stage.PROJECTS, hand_over)
    story.add(confirmed + PLANNED, Stage.PROJECTS, partial(_plan, town, project, sources))
    story.add(confirmed + STARTED, Stage.PROJECTS, partial(_start, town, project))
    for key in project["followers"]:
        story.add(confirmed + PLANNED, Stage.PROJECTS, partial(follow, town, project["proposal"], key))


def _tell_milestones(story: Story, town: Town, project: Facts, confirmed: datetime) -> None:
    """Steps that were done, and steps that slipped: told on the day on which they should have been done."""
    for number, milestone in enumerate(project["milestones"]):
        if milestone["done"]:
            done = max(town.calendar.moment(milestone["done"]), confirmed + PLANNED)
            story.add(done, Stage.PROJECTS, partial(_finish, town, project, number, milestone))
        elif milestone["revised"]:
            planned = town.calendar.moment(milestone["planned"])
            story.add(planned, Stage.PROJECTS, partial(_move, town, project, number, milestone))


def _decide(town: Town, decision: Facts, now: datetime) -> None:
    services.decide_winner(
        town.actor(decision["decided_by"]),
        town.proposals[decision["proposal"]],
        CouncilWord(decision["decision"]),
        reason=f"{decision['reason'][SPOKEN]} ({decision['minutes']['number']})",
        now=now,
    )
    project = project_of(town.proposals[decision["proposal"]])
    if project is not None:
        town.projects[decision["proposal"]] = project.id


def _hand_over(town: Town, organiser: str, project: Facts, now: datetime) -> None:
    services.assign_department(
        town.actor(organiser),
        town.projects[project["proposal"]],
        town.departments[project["department"]],
        now=now,
    )


def _plan(town: Town, project: Facts, sources: dict[str, str], now: datetime) -> None:
    actor, project_id = town.actor(project["responsible"]), town.projects[project["proposal"]]
    for milestone in project["milestones"]:
        planned = town.calendar.day(milestone["planned"])
        services.add_milestone(actor, project_id, milestone["title"][SPOKEN], planned, now=now)
    for money in project["money"]:
        services.save_funding(
            actor,
            project_id,
            sources[money["source"]],
            planned_cents=money["planned_cents"],
            contracted_cents=money["contracted_cents"],
            paid_cents=money["paid_cents"],
            now=now,
        )


def _start(town: Town, project: Facts, now: datetime) -> None:
    _make_move(town, project, ProjectMove.START, "", now)


def _end(town: Town, project: Facts, now: datetime) -> None:
    move = {"opened": ProjectMove.OPEN, "stopped": ProjectMove.STOP}[project["end"]["kind"]]
    _make_move(town, project, move, project["end"]["text"][SPOKEN], now)


def _make_move(town: Town, project: Facts, move: ProjectMove, reason: str, now: datetime) -> None:
    today = town.calendar.local_day(now)
    services.move_project(
        town.actor(project["responsible"]),
        town.projects[project["proposal"]],
        move,
        on=today,
        today=today,
        reason=reason,
        now=now,
    )


def _finish(town: Town, project: Facts, number: int, milestone: Facts, now: datetime) -> None:
    project_id = town.projects[project["proposal"]]
    services.finish_milestone(
        town.actor(project["responsible"]),
        project_id,
        milestones_of(project_id)[number].id,
        town.calendar.day(milestone["done"]),
        reason=_reason(milestone),
        today=town.calendar.local_day(now),
        now=now,
    )


def _move(town: Town, project: Facts, number: int, milestone: Facts, now: datetime) -> None:
    project_id = town.projects[project["proposal"]]
    services.move_milestone(
        town.actor(project["responsible"]),
        project_id,
        milestones_of(project_id)[number].id,
        town.calendar.day(milestone["revised"]),
        reason=_reason(milestone),
        now=now,
    )


def _reason(milestone: Facts) -> str:
    return str(milestone["late_reason"][SPOKEN]) if milestone["late_reason"] else ""


def _publish(town: Town, project: Facts, news: Facts, theme: str, number: int, now: datetime) -> None:
    photos = [
        services.NewPhoto(stored.key, marked(photo["alt"][SPOKEN], SPOKEN), MOMENTS[photo["side"]])
        for photo in news["photos"]
        for stored in [
            store_picture(
                town, photo["side"], photo.get("shows", theme), f"{project['key']}-{number}-{photo['side']}"
            )
        ]
    ]
    services.publish_update(
        town.actor(news["author"]),
        town.projects[project["proposal"]],
        title=news["title"][SPOKEN],
        body=news["text"][SPOKEN],
        language=SPOKEN,
        photos=photos,
        now=now,
    )
