"""What mentors did at the hackathon: who scored which entry, who stepped aside, every scorecard, the deliberation."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.demo.proposals import begin_idea
from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.conflicts import ConflictKind
from app.domain.deliberation import Word, moved_to
from app.judging import services
from app.judging.queries import (
    agenda_positions,
    assignments_in,
    default_settings,
    deliberation_of,
    fingerprint,
    motions_of,
    planned,
)
from app.rounds.queries import round_by_id


def tell_judging(story: Story, town: Town, facts: Facts) -> None:
    """Assignments as scoring begins, then recusals and scorecards, each when it was written."""
    entries: dict[str, list[str]] = defaultdict(list)
    for paper in (*facts["scorecards"], *facts["recusals"]):
        entries[paper["mentor"]].append(paper["proposal"])
    for mentor, proposals in entries.items():
        begins = town.calendar.moment(facts["timetable"]["scoring"])
        story.add(begins, Stage.JUDGING, partial(_assign, town, facts, mentor, proposals))
    if "calibration" in facts:
        _tell_calibration(story, town, facts)
    for recusal in facts["recusals"]:
        declared = town.calendar.moment(recusal["when"])
        story.add(declared, Stage.JUDGING, partial(_step_aside, town, facts["key"], recusal))
    for scorecard in facts["scorecards"]:
        submitted = town.calendar.moment(scorecard["submitted"])
        story.add(submitted, Stage.JUDGING, partial(_submit, town, facts, scorecard))
    if "deliberation" in facts:
        _tell_deliberation(story, town, facts)


def _tell_calibration(story: Story, town: Town, facts: Facts) -> None:
    """An organiser's example, which all mentors score before anything else."""
    told = facts["calibration"]
    written = town.calendar.moment(told["entry"]["created"])
    story.add(written, Stage.PROPOSALS, partial(begin_idea, town, facts, told["entry"]))
    given_out = town.calendar.moment(told["given_out"])
    story.add(given_out, Stage.JUDGING, partial(_give_out_example, town, facts))
    for scorecard in told["scorecards"]:
        submitted = town.calendar.moment(scorecard["submitted"])
        paper = {**scorecard, "proposal": told["entry"]["key"]}
        story.add(submitted, Stage.JUDGING, partial(_submit, town, facts, paper))


def _give_out_example(town: Town, facts: Facts, now: datetime) -> None:
    entry = facts["calibration"]["entry"]
    round = round_by_id(town.rounds[facts["key"]])
    if round is None:
        return
    settings = replace(default_settings(round), calibration=town.proposals[entry["key"]])
    shown = fingerprint(planned(round, settings))
    services.save_plan(town.actor(entry["author"]), round.id, settings, shown, now=now)


def _assign(town: Town, facts: Facts, mentor: str, proposals: list[str], now: datetime) -> None:
    services.assign_mentor(
        town.actor(facts["organisers"][0]),
        town.rounds[facts["key"]],
        town.people[mentor],
        [town.proposals[key] for key in proposals],
        now=now,
    )


def _assignment(town: Town, round_key: str, paper: Facts) -> int:
    wanted = (town.people[paper["mentor"]], town.proposals[paper["proposal"]])
    held = assignments_in(town.rounds[round_key])
    return next(each.id for each in held if (each.mentor_id, each.proposal_id) == wanted)


def _step_aside(town: Town, round_key: str, recusal: Facts, now: datetime) -> None:
    services.step_aside(
        town.actor(recusal["mentor"]),
        _assignment(town, round_key, recusal),
        ConflictKind(recusal["kind"]),
        recusal["reason"],
        now=now,
    )


def _submit(town: Town, facts: Facts, scorecard: Facts, now: datetime) -> None:
    given = services.Given(
        version=facts["rubric"]["version"], levels=scorecard["levels"], comments=scorecard["comments"]
    )
    mentor = town.actor(scorecard["mentor"])
    services.submit_scorecard(mentor, _assignment(town, facts["key"], scorecard), given, now=now)


def _tell_deliberation(story: Story, town: Town, facts: Facts) -> None:
    """The jury is called, moves and votes, and closes, each at its minute."""
    told, round_key = facts["deliberation"], facts["key"]
    story.add(town.calendar.moment(told["opened"]), Stage.JUDGING, partial(_open, town, round_key, told))
    for motion in told["motions"]:
        moved = town.calendar.moment(motion["when"])
        story.add(moved, Stage.JUDGING, partial(_move, town, round_key, motion))
        decided = town.calendar.moment(motion["decided"])
        story.add(decided, Stage.JUDGING, partial(_decide, town, round_key, told, motion))
    story.add(town.calendar.moment(told["closed"]), Stage.JUDGING, partial(_close, town, round_key, told))


def _open(town: Town, round_key: str, told: Facts, now: datetime) -> None:
    services.open_deliberation(town.actor(told["led_by"]), town.rounds[round_key], now=now)


def _move(town: Town, round_key: str, motion: Facts, now: datetime) -> None:
    round_id = town.rounds[round_key]
    deliberation = deliberation_of(round_id)
    positions = agenda_positions(deliberation) if deliberation else {}
    chosen = [str(town.proposals[motion[name]]) for name in ("entry", "target") if motion[name]]
    order = moved_to(chosen[0], chosen[1], positions) if chosen else []
    services.move_motion(town.actor(motion["mover"]), round_id, order, motion["reason"], now=now)


def _decide(town: Town, round_key: str, told: Facts, motion: Facts, now: datetime) -> None:
    deliberation = deliberation_of(town.rounds[round_key])
    motion_id = motions_of(deliberation)[-1].motion.id if deliberation else 0
    for mentor, word, reason in motion["votes"]:
        services.vote_on_motion(town.actor(mentor), motion_id, Word(word), reason, now=now)
    services.decide_motion(town.actor(told["led_by"]), motion_id, now=now)


def _close(town: Town, round_key: str, told: Facts, now: datetime) -> None:
    services.close_deliberation(
        town.actor(told["led_by"]), town.rounds[round_key], told["statement"], now=now
    )
