"""What teams did between founding and handing in: maps, canvases, sessions with mentors, questionnaires, the board."""

import json
from datetime import datetime, timedelta
from functools import partial

from app.accounts import services as accounts
from app.demo.reading import FOLDER, Content, Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.board import PostKind
from app.domain.people import AgeBand
from app.domain.questionnaires import AgeGroup, Field, Gender, QuestionKind, Sitting
from app.domain.sheets import SheetKind
from app.domain.themes import Theme
from app.teams import services
from app.teams.queries import questions_of, slots_of_mentor

BAND_OF = {
    "up_to_18": AgeBand.FROM_16,
    "19_30": AgeBand.ADULT,
    "31_39": AgeBand.ADULT,
    "over_40": AgeBand.ADULT,
}
"""Age as participants were counted → the band of a credit."""

MINUTES = 20
OPENED_BEFORE = timedelta(days=3)
NOTED_AFTER = timedelta(hours=1)


def tell_team_work(story: Story, town: Town, content: Content) -> None:
    """Everything that teams of all rounds did together, each when it was done."""
    facts = json.loads((FOLDER / "team_work.json").read_text(encoding="utf-8"))
    teams = {team["key"]: team for each in content.rounds for team in each["teams"]}
    hackathon = next(each for each in content.rounds if each["key"] == facts["round"])
    _tell_profiles(story, town, content, facts, hackathon)
    _tell_sheets(story, town, facts, teams)
    _tell_sessions(story, town, facts, teams)
    _tell_questions(story, town, facts, hackathon)
    _tell_now(story, town, facts["now"])
    for person in content.people:
        if person["guardian_consent"]:
            asked = town.calendar.moment(person["guardian_consent"]["on"])
            story.add(asked, Stage.PLACES, partial(_ask_guardian, town, content, person))


def _tell_profiles(story: Story, town: Town, content: Content, facts: Facts, hackathon: Facts) -> None:
    at = town.calendar.moment(hackathon["timetable"]["announced"]) + timedelta(hours=2)
    for person in content.people:
        if person["mentor_themes"]:
            story.add(at, Stage.PLACES, partial(_describe_mentor, town, facts, person))


def _tell_sheets(story: Story, town: Town, facts: Facts, teams: dict[str, Facts]) -> None:
    """Everybody's names on the first morning, the map before noon, the canvas in the afternoon."""
    for number, (key, work) in enumerate(facts["work"].items()):
        team = teams[key]
        for time, act in (("09:40", _credit), ("11:00", _fill_map), ("15:00", _fill_canvas)):
            at = _on(town, facts["day"], time) + timedelta(minutes=number)
            story.add(at, Stage.PROPOSALS, partial(act, town, team, work))


def _tell_sessions(story: Story, town: Town, facts: Facts, teams: dict[str, Facts]) -> None:
    for slot in facts["slots"]:
        at = _on(town, facts["day"], slot["time"])
        founder = teams[slot["team"]]["founder"]
        round_id = partial(town.rounds.__getitem__, facts["round"])
        story.add(
            at - OPENED_BEFORE, Stage.PROPOSALS, partial(_open_slot, town, slot["mentor"], round_id, at)
        )
        story.add(at - NOTED_AFTER, Stage.PROPOSALS, partial(_book, town, slot, founder, round_id, at))
        story.add(at + NOTED_AFTER, Stage.PROPOSALS, partial(_note, town, slot, round_id, at))


def _tell_questions(story: Story, town: Town, facts: Facts, hackathon: Facts) -> None:
    written = _on(town, facts["day"], "08:00")
    story.add(written, Stage.PROPOSALS, partial(_write_questions, town, facts, hackathon))
    for sitting, at in (
        (Sitting.BEFORE, _on(town, facts["day"], "09:20")),
        (Sitting.AFTER, _on(town, facts["day"], "15:30") + timedelta(days=1)),
    ):
        story.add(at, Stage.PROPOSALS, partial(_enter_sheets, town, facts, hackathon, sitting))


def _tell_now(story: Story, town: Town, now: Facts) -> None:
    """What happens in the round that takes ideas today."""
    round_id = partial(town.rounds.__getitem__, now["round"])
    yesterday = town.calendar.moment({"offset_days": -1, "time": "12:00"})
    for slots in now["slots"]:
        at = town.calendar.moment({"offset_days": slots["offset_days"], "time": slots["time"]})
        story.add(yesterday, Stage.PROPOSALS, partial(_open_slots, town, slots, round_id, at))
    story.add(yesterday + timedelta(hours=1), Stage.PROPOSALS, partial(_book_first, town, now, round_id))
    for post in now["board"]:
        at = town.calendar.moment({"offset_days": post["offset_days"], "time": "17:10"})
        story.add(at, Stage.PROPOSALS, partial(_post, town, post, round_id))


def _on(town: Town, day: str, time: str) -> datetime:
    return town.calendar.moment({"date": day, "time": time})


def _ask_guardian(town: Town, content: Content, person: Facts, now: datetime) -> None:
    guardian = next(each for each in content.people if each["key"] == person["guardian_consent"]["by"])
    child = town.actor(person["key"])
    asked = accounts.ask_guardian(child, address=guardian["email"], language=guardian["language"], now=now)
    if person["guardian_consent"]["state"] == "given":
        accounts.give_consent(asked.token, name=guardian["name"], now=now)


def _describe_mentor(town: Town, facts: Facts, person: Facts, now: datetime) -> None:
    themes = [Theme(theme) for known in person["mentor_themes"] for theme in facts["mentors"][known]]
    services.describe_mentor(
        town.actor(person["key"]),
        themes=themes,
        neighbourhood_ids=[town.neighbourhoods[slug] for slug in person["mentor_neighbourhoods"]],
        about=person["blurb"]["lv"][:400],
        now=now,
    )


def _credit(town: Town, team: Facts, _work: Facts, now: datetime) -> None:
    for other in team["others"]:
        services.credit_participant(
            town.actor(team["founder"]),
            town.teams[team["key"]],
            name=other["first_name"],
            age_band=BAND_OF[other["age_group"]],
            has_agreed=True,
            now=now,
        )


def _fill_map(town: Town, team: Facts, work: Facts, now: datetime) -> None:
    said = team["empathy_map"]
    cells = {name: text if isinstance(text, str) else "\n".join(text) for name, text in said.items()}
    team_id, kind = town.teams[team["key"]], SheetKind.EMPATHY_MAP
    begun = {name: cells[name] for name in ("who", "think_and_feel", "see", "hear")}
    services.save_sheet(town.actor(team["founder"]), team_id, kind, begun, seen=0, now=now)
    whole = {**cells, "lacks": work["lacks"]}
    services.save_sheet(town.actor(team["members"][-1]), team_id, kind, whole, seen=1, now=now)


def _fill_canvas(town: Town, team: Facts, work: Facts, now: datetime) -> None:
    team_id = town.teams[team["key"]]
    services.save_sheet(
        town.actor(team["founder"]), team_id, SheetKind.CANVAS, work["canvas"], seen=0, now=now
    )


def _open_slot(town: Town, mentor: str, round_id: partial[int], at: datetime, now: datetime) -> None:
    services.open_slots(
        town.actor(mentor),
        round_id(),
        starts_at=at,
        minutes=MINUTES,
        count=1,
        place="",
        now=now,
    )


def _slot(town: Town, mentor: str, round_id: partial[int], at: datetime) -> int:
    held = slots_of_mentor(town.people[mentor], round_id())
    return next(slot.id for slot in held if slot.starts_at == at)


def _book(town: Town, slot: Facts, founder: str, round_id: partial[int], at: datetime, now: datetime) -> None:
    found = _slot(town, slot["mentor"], round_id, at)
    services.book_slot(town.actor(founder), found, town.teams[slot["team"]], topic=slot["topic"], now=now)


def _note(town: Town, slot: Facts, round_id: partial[int], at: datetime, now: datetime) -> None:
    services.note_session(
        town.actor(slot["mentor"]), _slot(town, slot["mentor"], round_id, at), slot["note"], now=now
    )


def _write_questions(town: Town, facts: Facts, hackathon: Facts, now: datetime) -> None:
    organiser, round_id = town.actor(hackathon["organisers"][0]), town.rounds[facts["round"]]
    for each in facts["questions"]:
        draft = services.QuestionDraft(
            QuestionKind(each["kind"]), each["text"], each["options"], each["before"], each["after"]
        )
        services.save_question(organiser, round_id, None, draft, now=now)
    services.open_questionnaires(
        organiser, round_id, takes_before=False, takes_after=False, is_public=True, now=now
    )


def _enter_sheets(town: Town, facts: Facts, hackathon: Facts, sitting: Sitting, now: datetime) -> None:
    organiser, round_id = town.actor(hackathon["organisers"][0]), town.rounds[facts["round"]]
    ids = {each["key"]: row.id for each, row in zip(facts["questions"], questions_of(round_id), strict=True)}
    for person in facts["participants"]:
        services.enter_paper_answers(
            organiser,
            round_id,
            sitting,
            person["mark"],
            {ids[key]: str(answer) for key, answer in person[sitting.value].items()},
            services.Participant(AgeGroup(person["age"]), Gender(person["gender"]), Field(person["field"])),
            now=now,
        )


def _open_slots(town: Town, slots: Facts, round_id: partial[int], at: datetime, now: datetime) -> None:
    services.open_slots(
        town.actor(slots["mentor"]),
        round_id(),
        starts_at=at,
        minutes=slots["minutes"],
        count=slots["count"],
        place=slots["place"],
        now=now,
    )


def _book_first(town: Town, facts: Facts, round_id: partial[int], now: datetime) -> None:
    booked = facts["booked"]
    first = slots_of_mentor(town.people[booked["mentor"]], round_id())[0]
    author = town.actor(facts["board"][0]["author"])
    services.book_slot(author, first.id, town.teams[facts["team"]], topic=booked["topic"], now=now)


def _post(town: Town, post: Facts, round_id: partial[int], now: datetime) -> None:
    made = services.put_on_board(
        town.actor(post["author"]),
        round_id(),
        kind=PostKind(post["kind"]),
        body=post["text"],
        language=post["lang"],
        team_id=town.teams[post["team"]] if post["team"] else None,
        theme=Theme(post["theme"]) if post["theme"] else None,
        neighbourhood_id=None,
        now=now,
    )
    for reply in post["replies"]:
        services.answer_post(
            town.actor(reply["author"]), made.id, body=reply["text"], language=reply["lang"], now=now
        )
